// The answer as a table: one row a report, or one an agency with the years beside each other. Only the rows of one page are
// in the document. Heads are buttons that sort; groups have heads of their own.

import { make, whisper } from "../shared/dom.js";
import { drawValue, pageOf } from "./draw_values.js";
import { write, nameColumn } from "./words.js";

const GROUPS = { organ: "本机关", subordinates: "含下属单位", government: "全政府", unknown: "没有说明统计范围（按数排列只为查找方便，不是名次）" };

/** The table of a page: `shown` {groups, page, pages}, `act.sort(code)`. */
export function drawTable(shown, columns, sort, catalogue, act, caption) {
  const { labels } = catalogue;
  const heads = [
    drawHead("agency", "机关", "", sort, act), drawHead("year", "年度", "n", sort, act),
    ...columns.map((column) => drawHead(column.code, nameColumn(column, labels), "n", sort, act, `单位：${column.unit}`)),
    drawHead("scope", "统计范围", "", sort, act), drawHead("form", "版本", "", sort, act),
  ];
  const line = (row) => [
    make("th", { scope: "row" }, make("a", { href: pageOf(row) }, row.name)),
    make("td", { class: "n" }, String(row.year)),
    columns.map((column, at) => drawValue(row.values[at], row, column, catalogue)),
    make("td", {}, labels.scopes[row.scope] ?? row.scope),
    make("td", {}, labels.forms[row.form] ?? row.form),
  ];
  return drawFrame(heads, shown.groups, columns.length + 4, line, labels, caption);
}

/** The table with years as columns; `breaks` are years before which the form changed, `usual` the edition of each year. */
export function drawYears(shown, years, sort, catalogue, act, caption, several, breaks, usual) {
  const { labels } = catalogue;
  const mark = (year) => (breaks.has(year) ? "break" : "");
  const heads = [
    drawHead("agency", "机关", "", sort, act), several ? make("th", { scope: "col" }, "指标") : null,
    ...years.map(({ code, year }) => drawHead(code, `${year} 年`, `n ${mark(year)}`, sort, act, labels.forms[usual.get(year)] ?? "")),
  ];
  const line = (row) => [
    make("th", { scope: "row" }, make("a", { href: new URL("../", pageOf(row)).href }, row.name)),
    several ? make("td", {}, nameColumn(row.column, labels)) : null,
    row.values.map((value, at) => {
      const report = row.reports[at];
      const cell = drawValue(value, report, row.column, catalogue, mark(years[at].year));
      if (report && report.form !== usual.get(report.year)) cell.append(make("small", {}, labels.forms[report.form] ?? report.form));
      return cell;
    }),
  ];
  return drawFrame(heads, shown.groups, years.length + (several ? 2 : 1), line, labels, caption);
}

function drawFrame(heads, groups, width, line, labels, caption) {
  const bodies = groups.map((group) =>
    make("tbody", {}, drawBand(group, width, labels), group.rows.map((row) => make("tr", {}, line(row)))));
  const table = make("table", { class: "list query" }, make("caption", {}, caption), make("thead", {}, make("tr", {}, heads)), bodies);
  return make("div", { class: "scroll query-box", tabindex: "0", role: "region", "aria-label": "结果的表" }, table);
}

function drawBand(group, width, labels) {
  if (group.kind === "all") return null;
  const text = group.kind === "without" ? `没有数，不参加排序：${write(group.all)} 份` : `统计范围：${GROUPS[group.scope] ?? labels.scopes[group.scope] ?? group.scope}，${write(group.all)} 份`;
  return make("tr", { class: "band" }, make("th", { scope: "rowgroup", colspan: String(width) }, make("span", {}, text)));
}

/** A head with a button: the first press sorts numbers down and words up, the next the other way, the third not. */
function drawHead(code, label, classes, sort, act, note = "") {
  const mine = sort.key === code;
  const button = make("button", { type: "button", id: `sort-${code}`, class: "sorter" }, label,
    make("span", { class: "sort-mark", "aria-hidden": "true" }, mine ? (sort.down ? "▼" : "▲") : "↕"));
  button.addEventListener("click", () => act.sort(nextSort(code, sort)));
  return make("th", { scope: "col", class: classes.trim() || null, "aria-sort": mine ? (sort.down ? "descending" : "ascending") : null },
    button, note ? make("small", {}, note) : null);
}

export function nextSort(code, sort) {
  const first = /^(agency|scope|form)$/.test(code) ? code : `-${code}`;
  if (sort.key !== code) return first;
  const now = `${sort.down ? "-" : ""}${code}`;
  return now === first ? (first === code ? `-${code}` : code) : "";
}

/** The buttons that turn pages, or nothing where there is one. */
export function drawPager({ page, pages, total }, act, unit) {
  if (pages < 2) return [];
  const button = (id, label, to, off) => {
    const made = make("button", { type: "button", id, class: "button plain", "aria-disabled": off ? "true" : null }, label);
    if (!off) made.addEventListener("click", () => act.page(to));
    return made;
  };
  return [
    button("page-first", "第一页", 1, page === 1), button("page-before", "上一页", page - 1, page === 1),
    make("span", { class: "query-page" }, `第 ${write(page)} 页，共 ${write(pages)} 页`, whisper(`，${write(total)} ${unit}`)),
    button("page-next", "下一页", page + 1, page === pages), button("page-last", "最后一页", pages, page === pages),
  ];
}
