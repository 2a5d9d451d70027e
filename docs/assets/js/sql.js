// The SQL page: the statement in the address and the box is run in a worker, and what comes back is shown.
// Addresses are made from this script's own, so the site may lie at any path.

import { make, refill } from "./shared/dom.js";
import { Client } from "./sql/client.js";
import { explain } from "./sql/help.js";
import { CAUTION, SHOWN } from "./sql/limits.js";
import { writeNotes } from "./sql/notes.js";
import { drawFiles, drawTable, size } from "./sql/result.js";
import { drawTables } from "./sql/tables.js";

const ROOT = new URL("../../", import.meta.url);
const TABLES = new URL("data/latest/parquet/", ROOT);
const WASM = new URL("assets/vendor/sqlite-wasm/sqlite3.wasm", ROOT);

const find = (id) => document.getElementById(id);
const form = find("sql-form");
const box = find("sql-text");
const status = find("sql-status");
const stop = find("sql-stop");
const result = find("sql-result");

let index = { tables: [], partitions: [], version: "" };
let shown = null; // the answer that stands on the page, with its statement
let fetched = [];
let asking = null;
const client = new Client(
  { tables: TABLES.href, wasm: WASM.href },
  {
    fetched: (file) => {
      fetched.push(file);
      say(`正在读数据：${fetched.length} 个文件，${size(total(fetched))} ……`);
    },
    confirm: (bytes) => {
      find("sql-ask-text").textContent =
        `这条语句要读 ${size(bytes)}，多于 ${CAUTION / 1e6} MB。写明年份或报告编号，可以少读。`;
      find("sql-ask").hidden = false;
      find("sql-yes").focus();
      return new Promise((resolve) => (asking = resolve));
    },
  },
);

form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask(box.value, "pushState");
});
box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  event.preventDefault();
  ask(box.value, "pushState");
});
stop.addEventListener("click", () => {
  if (stop.getAttribute("aria-disabled") !== "true") client.stop();
});
find("sql-yes").addEventListener("click", () => decide(true));
find("sql-no").addEventListener("click", () => decide(false));
find("sql-csv").addEventListener("click", async () => {
  if (shown) save(await client.csv(), "csv", "text/csv");
});
find("sql-notes").addEventListener("click", () => {
  if (shown) save(writeNotes(shown, index, location.href), "txt", "text/plain");
});
window.addEventListener("popstate", readAddress);

for (const link of document.querySelectorAll("a.sql-example")) {
  const text = link.parentElement.querySelector("pre").textContent;
  link.href = `?${new URLSearchParams({ sql: text })}`;
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    box.value = text;
    ask(text, "pushState");
    status.focus({ preventScroll: true });
    status.scrollIntoView({ block: "start" }); // the answer stands below it
  });
}

openList();
readAddress();

/** What stands in the address is put into the box, and run if it is a statement. */
function readAddress() {
  const text = new URLSearchParams(location.search).get("sql") ?? "";
  box.value = text;
  if (text.trim()) ask(text, null);
  else if (shown) clear();
}

async function ask(text, how) {
  const query = `?${new URLSearchParams({ sql: text })}`;
  if (how && query !== location.search) history[how](null, "", text.trim() ? query : location.pathname);
  clear();
  fetched = [];
  busy(true);
  say("正在运行……");
  try {
    const answer = await client.run(text);
    const rows = await client.rows(0, SHOWN);
    show(text, answer, rows);
  } catch (problem) {
    fail(problem, text);
  }
}

function show(text, answer, rows) {
  busy(false);
  shown = { ...answer, text, fetched: total(fetched) };
  const { count, complete, files, milliseconds } = answer;
  const read = files.length
    ? `读了 ${files.length} 个文件，${size(total(files.map(({ file }) => file)))}` +
      (fetched.length ? `（这次取来 ${size(total(fetched))}）` : "（先前已经取来）")
    : "没有读数据文件";
  const cut = complete ? "" : "没有取完：结果太大，只保留了前面这些行，CSV 也只有这些；请加 WHERE、LIMIT 或先汇总。";
  const none = count ? "" : "收录的数据里没有符合条件的行；没有收录，不等于没有。";
  say(`${none}${count.toLocaleString("zh")} 行，${(milliseconds / 1000).toFixed(2)} 秒，${read}。${cut}`);
  refill(find("sql-table"), drawTable(answer, rows, 0, index.tables, ROOT));
  drawMore(rows.length);
  refill(find("sql-files"), drawFiles(files, TABLES));
  find("sql-printed").textContent = `数据版本 ${index.version}。地址：${location.href}`;
  result.hidden = false;
}

function drawMore(from) {
  const place = find("sql-more");
  if (from >= shown.count) return refill(place);
  const next = Math.min(SHOWN, shown.count - from);
  const button = make("button", { type: "button", class: "button plain", id: "sql-next" }, `再显示 ${next} 行`);
  button.addEventListener("click", async () => {
    const rows = await client.rows(from, from + SHOWN);
    const added = drawTable(shown, rows, from, index.tables, ROOT).querySelectorAll("tbody tr");
    find("sql-table").querySelector("tbody").append(...added);
    drawMore(from + rows.length);
  });
  refill(place, `显示了前 ${from.toLocaleString("zh")} 行。`, button);
}

function fail(problem, text) {
  busy(false);
  if (problem.kind === "stopped") return say("已经停下，没有结果。");
  const help = explain(problem, index.tables, text);
  say("没有结果。");
  refill(
    find("sql-error"),
    help && make("p", {}, help),
    problem.offset >= 0 && make("p", {}, `在语句的第 ${lineAt(text, problem.offset)} 行。`),
    problem.message && problem.kind !== "engine" &&
      make("p", {}, "SQLite 的原话：", make("code", { lang: "en" }, problem.message)),
  );
  find("sql-error").hidden = false;
  box.setAttribute("aria-invalid", "true");
  box.setAttribute("aria-describedby", "sql-error sql-keys");
}

function lineAt(text, offset) {
  const before = new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, offset));
  return before.split("\n").length;
}

function clear() {
  shown = null;
  result.hidden = true;
  find("sql-error").hidden = true;
  box.removeAttribute("aria-invalid");
  box.setAttribute("aria-describedby", "sql-keys");
  find("sql-ask").hidden = true;
  asking = null;
  say("");
}

function decide(yes) {
  find("sql-ask").hidden = true;
  box.focus();
  asking?.(yes);
  asking = null;
}

function busy(running) {
  document.documentElement.dataset.sql = running ? "busy" : "ready";
  result.setAttribute("aria-busy", String(running));
  stop.setAttribute("aria-disabled", String(!running));
  find("sql-ask").hidden = true;
}

function say(text) {
  status.textContent = text;
}

function save(text, kind, type) {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = make("a", { href: address, download: `query-${index.version}.${kind}` });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

async function openList() {
  try {
    const answer = await fetch(new URL("index.json", TABLES), { cache: "no-cache" });
    if (!answer.ok) throw new Error(String(answer.status));
    index = await answer.json();
  } catch {
    find("sql-tables").textContent = "没有读到表的目录，请检查网络后重新打开这一页。";
    return;
  }
  refill(find("sql-tables"), drawTables(index, insert));
}

/** Put a name where the cursor is, apart from the words beside it. */
function insert(name) {
  const { selectionStart: start, selectionEnd: end, value } = box;
  const before = /[\w"]$/.test(value.slice(0, start)) ? " " : "";
  const after = /^[\w"]/.test(value.slice(end)) ? " " : "";
  box.setRangeText(`${before}${name}${after}`, start, end, "end");
  box.focus();
}

function total(files) {
  return files.reduce((sum, file) => sum + file.bytes, 0);
}
