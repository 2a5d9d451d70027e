// Lines of the tables → tables on the page, with real heads, marks with words for screen readers, and links to cells.

import { nameReport, tellFacts } from "./chosen.js";
import { cellAddress, pageOf } from "./data.js";
import { groupDigits, writeDifference } from "../shared/decimals.js";
import { make, whisper } from "../shared/dom.js";

/** A table of cells side by side, or a sentence where nothing of it is to be shown. */
export function drawTable(table, reports, forms, view) {
  const title = make("h3", { id: `compare-${table.table}` }, table.title);
  if (table.total === 0) return [title, make("p", { class: "muted" }, "所选报告的表格里没有这一张表。")];
  if (table.shown === 0) return [title, make("p", {}, `${table.total} 行全部相同。`)];
  const units = new Set(table.blocks.flatMap((block) => block.lines.map((line) => line.unit)));
  const usual = units.has("件") ? "件" : [...units][0];
  const unit = `单位：${usual}${units.size > 1 ? "，另注的除外" : ""}。`;
  const rows = table.shown < table.total ? `列出 ${table.shown} 行，另有 ${table.total - table.shown} 行相同，没有列出。` : `共 ${table.total} 行。`;
  const box = make("div", { class: "scroll compare-box", tabindex: "0", role: "region", "aria-label": table.title });
  box.append(
    make(
      "table",
      { class: "form compare", "data-reports": String(reports.length) },
      make("caption", {}, `${unit}${rows}`),
      make("colgroup", {}, make("col", { class: "heads" }), reports.map(() => make("col"))),
      make("thead", {}, make("tr", {}, make("th", { scope: "col", class: "corner" }, "项目"), reports.map((report) => drawHead(report, forms, view)))),
      drawBodies(table, reports, forms, usual),
    ),
  );
  return [title, box, drawReasons(table), drawCorrections(table)];
}

function drawHead(report, forms, view) {
  const base = report.report_id === view.base;
  return make(
    "th",
    { scope: "col", class: base ? "base" : null },
    make("a", { href: pageOf(report) }, make("span", {}, report.name), " ", make("b", {}, `${report.year} 年`)),
    tellFacts(report, forms.labels).map((fact) => make("small", {}, fact)),
    base ? make("small", { class: "tag" }, "基准") : null,
  );
}

function drawBodies(table, reports, forms, usual) {
  const bodies = [];
  let groups = "";
  for (const block of table.blocks) {
    const found = block.groups.join(" ｜ ");
    const body = make("tbody");
    if (found && found !== groups) body.append(drawBand(found, reports.length, "band"));
    groups = found;
    if (block.head) body.append(drawBand(block.head, reports.length, "sub"));
    for (const line of block.lines) body.append(drawLine(line, forms, usual, block.head));
    bodies.push(body);
  }
  return bodies;
}

function drawBand(text, count, kind) {
  return make("tr", { class: kind }, make("th", { scope: "rowgroup", colspan: String(count + 1) }, make("span", {}, text)));
}

function drawLine(line, forms, usual, head) {
  const unit = line.unit === usual || `${line.label}${line.more}`.includes("单位") ? "" : `（${line.unit}）`;
  const editions = line.editions.map((form) => forms.labels.forms[form] ?? form).reverse().join("、");
  return make(
    "tr",
    { class: line.sum ? "sum" : line.foreign ? "foreign" : null },
    make(
      "th",
      { scope: "row", class: head ? "deep" : null },
      line.label,
      line.more ? make("small", {}, line.more) : null,
      unit ? make("small", { class: "unit" }, unit) : null,
      line.aligned ? null : make("small", { class: "tag" }, `只对${editions}`),
      line.foreign ? make("small", { class: "tag" }, "另一版的行，照印") : null,
      line.spelled.map(([form, label]) => make("small", {}, `${forms.labels.forms[form] ?? form}印作“${label}”`)),
    ),
    line.cells.map((cell) => drawCell(cell, line, forms)),
  );
}

function drawCell(cell, line, forms) {
  if (cell.kind !== "cell") return make("td", { class: "none" }, cell.kind === "apart" ? "不对齐" : "本版无此项");
  const shown = [cell.state === "reported" ? groupDigits(cell.value) : drawMark(cell, forms)];
  if (cell.correction) shown.push(make("abbr", { class: "star", title: `经更正：${cell.correction}` }, "*"));
  const attributes = { class: cell.state === "reported" ? "v" : `v s s-${cell.state}`, href: cellAddress(cell.report, line.table, line.row, line.column) };
  if (cell.state === "unreadable" && cell.printed) attributes.title = `印作：${cell.printed}`;
  return make("td", { class: cell.base ? "base" : null }, make("a", attributes, shown), drawDifference(cell, line));
}

function drawMark(cell, forms) {
  return [make("span", { "aria-hidden": "true" }, forms.marks[cell.state] ?? "？"), whisper(forms.labels.states[cell.state] ?? cell.state)];
}

function drawDifference(cell, line) {
  if (cell.base || line.cells.some((other) => other.base && other.kind === "apart")) return null;
  if (cell.difference === null) return make("span", { class: "d none" }, "不可减");
  return make("span", { class: "d" }, whisper("比基准"), writeDifference(cell.difference));
}

/** Why lines of one edition are not put beside those of another, each reason once. */
function drawReasons(table) {
  const reasons = new Map();
  for (const line of table.blocks.flatMap((block) => block.lines)) {
    if (line.aligned || !line.reason) continue;
    if (!reasons.has(line.reason)) reasons.set(line.reason, new Set());
    reasons.get(line.reason).add(line.rowLabel);
  }
  if (reasons.size === 0) return null;
  return make(
    "details",
    { class: "more" },
    make("summary", {}, "没有对齐的行，为什么"),
    make("ul", {}, [...reasons].map(([reason, rows]) => make("li", {}, `${[...rows].join("、")}：${reason}`))),
  );
}

function drawCorrections(table) {
  const starred = table.blocks
    .flatMap((block) => block.lines)
    .flatMap((line) => line.cells.filter((cell) => cell.correction).map((cell) => [line, cell]));
  if (starred.length === 0) return null;
  return make(
    "ul",
    { class: "plain muted compare-corrections" },
    starred.map(([line, cell]) =>
      make("li", {}, `* ${nameReport(cell.report)}，${line.rowLabel}（${line.columnLabel}）经更正：${cell.correction}`),
    ),
  );
}
