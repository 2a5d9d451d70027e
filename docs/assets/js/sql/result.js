// The rows of an answer and the files that were read, drawn as tables. Whatever comes from data is only ever text.

import { make } from "../shared/dom.js";
import { LONGEST } from "./limits.js";

const REPORT = /^([0-9a-z]+-[0-9a-z-]+)-(\d{4})$/;
const AGENCY = /^[0-9a-z]+-[0-9a-z-]+$/;

/** The table of rows from number `from` on; columns that a table has carry its Chinese title. */
export function drawTable({ columns, count }, rows, from, tables, root) {
  const numeric = (place) => rows.length && rows.every((row) => typeof row[place] !== "string");
  const heads = columns.map((column, place) =>
    make("th", { scope: "col", class: numeric(place) ? "n" : null }, column.name, drawTitle(column, tables)),
  );
  const body = rows.map((row, at) =>
    make(
      "tr",
      {},
      make("td", { class: "row-number" }, String(from + at + 1)),
      row.map((value, place) => drawCell(value, columns[place], root)),
    ),
  );
  const table = make(
    "table",
    { class: "list" },
    make("caption", {}, `共 ${count.toLocaleString("zh")} 行`),
    make("thead", {}, make("tr", {}, make("th", { scope: "col", class: "row-number" }, "行"), heads)),
    make("tbody", {}, body),
  );
  return make("div", { class: "scroll sql-result-table", tabindex: "0", role: "region", "aria-label": "结果表" }, table);
}

function drawTitle({ name, origin, table }, tables) {
  if (name !== origin) return null; // under another name it means what the statement makes of it
  const known = tables.find((one) => one.name === table)?.columns.find((column) => column.name === origin);
  const title = known?.title ?? (origin === "year" ? "年份" : "");
  return title && title !== name ? make("small", {}, title) : null;
}

function drawCell(value, column, root) {
  if (value === null) return make("td", {}, make("span", { class: "null" }, "NULL"));
  if (typeof value !== "string") return make("td", { class: "n" }, String(value));
  if (value === "") return make("td", {}, make("span", { class: "null" }, "空文字"));
  const cut = value.length > LONGEST ? `${value.slice(0, LONGEST)}……` : value;
  const address = addressOf(value, column);
  return make("td", {}, address ? make("a", { href: new URL(address, root).href }, cut) : cut);
}

/** Where the page of a report or agency is, for a value of that column of a table. */
function addressOf(value, { origin }) {
  const report = origin === "report_id" ? REPORT.exec(value) : null;
  if (report) return `agencies/${report[1]}/${report[2]}/`;
  return origin === "agency_id" && AGENCY.test(value) ? `agencies/${value}/` : "";
}

/** The table of the files that were read. */
export function drawFiles(files, base) {
  if (!files.length) return make("p", {}, "没有读数据文件：行数写在目录里，或者语句没有用到表。");
  const body = files.map(({ table, file }) =>
    make(
      "tr",
      {},
      make("td", {}, table),
      make("td", {}, make("a", { href: new URL(file.path, base).href }, file.path)),
      make("td", { class: "n" }, file.rows.toLocaleString("zh")),
      make("td", { class: "n" }, size(file.bytes)),
    ),
  );
  const heads = ["表", "文件（Parquet）", "行数", "大小"].map((text, at) =>
    make("th", { scope: "col", class: at > 1 ? "n" : null }, text),
  );
  const table = make("table", { class: "list" }, make("thead", {}, make("tr", {}, heads)), make("tbody", {}, body));
  return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "读了哪些文件" }, table);
}

/** Bytes in words. */
export function size(bytes) {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
