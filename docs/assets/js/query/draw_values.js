// A value as it stands in a cell of the table: the number with a link to its cell on the report's page, or a mark with
// words for screen readers. Blank is never drawn as 0.

import { groupDigits } from "../shared/decimals.js";
import { make, whisper } from "../shared/dom.js";
import { ROOT } from "../shared/files.js";
import { isNumber } from "./values.js";

const NONE = { none: "本版无此项", apart: "另列", untold: "没有表格", unheld: "未收录", outside: "不合条件" };

/** The address of a report's page. */
export function pageOf(row) {
  return new URL(`agencies/${encodeURIComponent(row.agency)}/${row.year}/`, ROOT).href;
}

/** The address of a cell on its report's page. */
export function cellAddress(row, [table, line, column]) {
  return `${pageOf(row)}#${encodeURIComponent(`${table}-${line}-${column}`)}`;
}

/** A number as it is shown: thousands set apart, a minus sign for negative ones; a share is in per cent already. */
export function writeValue(value) {
  return value.kind === "share" ? value.value : groupDigits(value.value).replace(/^-/, "−");
}

/** The `td` of a value. */
export function drawValue(value, row, column, catalogue, classes = "") {
  const label = `n ${classes}`.trim();
  if (value.kind in NONE) return make("td", { class: `${label} none` }, NONE[value.kind]);
  const link = { href: cellAddress(row, value.at), class: "v" };
  if (column.numerator.length > 1) link.title = "由几格算出，连到其中第一格";
  const star = value.corrected ? make("abbr", { class: "star", title: "经更正，见报告页" }, "*") : null;
  if (value.kind === "number") return make("td", { class: label }, make("a", link, writeValue(value), star));
  if (value.kind === "share") return make("td", { class: label }, make("a", link, writeValue(value), star), drawParts(value));
  if (value.kind === "few") return make("td", { class: `${label} few` }, make("a", link, writeParts(value), star), make("small", {}, "不足 30"));
  if (value.kind === "zero") return make("td", { class: `${label} few` }, make("a", link, writeParts(value), star), make("small", {}, "分母为 0"));
  const mark = catalogue.marks[value.state] ?? "？";
  const name = catalogue.labels.states[value.state] ?? value.state;
  link.class = `v s s-${value.state}`;
  link.title = value.alone ? name : `有一项加数是${name}，不能算出`;
  return make("td", { class: label }, make("a", link, make("span", { "aria-hidden": "true" }, mark), whisper(value.alone ? name : `${name}，不能算出`), star));
}

function drawParts(value) {
  return make("small", {}, writeParts(value));
}

/** Numerator and denominator: 123/456. */
export function writeParts({ numerator, denominator }) {
  return `${groupDigits(numerator)}/${groupDigits(denominator)}`;
}

/** A value in words, for lists and files: the number, or what there is instead of one. */
export function tellValue(value, labels) {
  if (isNumber(value)) return writeValue(value);
  if (value.kind === "state") return labels.states[value.state] ?? value.state;
  if (value.kind === "few" || value.kind === "zero") return writeParts(value);
  return NONE[value.kind] ?? "";
}
