// What may be said of all reports of a year together, as a table: how many have a number, the total with what it leaves out
// and why, the median and quartiles of each scope with their N.

import { groupDigits } from "../shared/decimals.js";
import { make } from "../shared/dom.js";
import { pageOf } from "./draw_values.js";
import { nameColumn, tellStates, write } from "./words.js";

const EXACT = 1e15; // beyond, a double no longer tells tenths

/** The table of totals, one body a column. */
export function drawTotals(summed, catalogue) {
  const { labels } = catalogue;
  const several = summed.length > 1;
  const heads = ["年度", "报告", "有数没有数", "合计", "合计含哪些", "中位数（各范围分开）", "四分位（各范围分开）"];
  const bodies = summed.map(({ column, years }) => make(
    "tbody", {},
    several ? make("tr", { class: "band" }, make("th", { scope: "rowgroup", colspan: "7" }, make("span", {}, `${nameColumn(column, labels)}（${column.unit}）`))) : null,
    years.map((year) => drawYear(year, column, labels)),
  ));
  return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "合计的表" },
    make("table", { class: "list query totals" },
      make("caption", {}, several ? "逐年，一个指标一组。" : `${nameColumn(summed[0].column, labels)}（${summed[0].column.unit}），逐年。`),
      make("thead", {}, make("tr", {}, heads.map((head, at) => make("th", { scope: "col", class: [1, 3].includes(at) ? "n" : null }, head)))),
      bodies));
}

function drawYear(year, column, labels) {
  const percent = column.kind === "share";
  const shown = (number) => (number === null ? "—" : writeSpread(number, percent));
  return make("tr", {},
    make("th", { scope: "row" }, String(year.year)),
    make("td", { class: "n" }, write(year.fit)),
    make("td", {}, tellStates(year.states, labels)),
    make("td", { class: "n" }, year.total === null ? "—" : groupDigits(year.total).replace(/^-/, "−")),
    make("td", { class: "why" }, tellTotal(year, column), year.taken > 0 ? drawIncluded(year) : null),
    make("td", {}, drawSpreads(year.spreads, labels, (spread) => shown(spread.median))),
    make("td", {}, drawSpreads(year.spreads, labels, (spread) => (spread.numbers < 4 ? "—" : `${shown(spread.low)} 至 ${shown(spread.high)}`))));
}

/** A line a scope: medians of different scopes are never made one. */
function drawSpreads(spreads, labels, tell) {
  if (spreads.length === 0) return "—";
  return make("ul", { class: "spreads" }, spreads.map((spread) => make("li", {}, make("small", {}, `${labels.scopes[spread.scope] ?? spread.scope}，N = ${write(spread.numbers)}`), " ", make("b", {}, tell(spread)))));
}

/** The reports that a total takes, drawn when it is unfolded. */
function drawIncluded(year) {
  const box = make("details", { class: "included" }, make("summary", {}, "列出这些报告"));
  box.addEventListener("toggle", () => {
    if (box.children.length < 2) box.append(make("ol", {}, year.included.map((row) => make("li", {}, make("a", { href: pageOf(row) }, `${row.name} ${row.year}`)))));
  });
  return box;
}

/** Which reports a total takes and leaves out, and why. */
export function tellTotal(year, column) {
  if (column.kind === "share") return "比例不合计";
  const left = [];
  if (year.unknown > 0) left.push(`没有说明范围 ${write(year.unknown)}`);
  if (year.overlap > 0) left.push(`范围会重复 ${write(year.overlap)}`);
  if (year.fit > year.numbers) left.push(`没有数 ${write(year.fit - year.numbers)}`);
  const outside = left.length > 0 ? `；不含 ${write(year.fit - year.taken)} 份：${left.join("，")}` : "";
  return year.taken > 0 ? `${write(year.taken)} 份${outside}` : `没有可以相加的报告${outside}`;
}

/** A median or quartile: at most one decimal; of shares in per cent. */
export function writeSpread(number, percent) {
  if (Math.abs(number) >= EXACT) return "数太大，没有算";
  const rounded = Math.round((percent ? number * 100 : number) * 10) / 10;
  const text = groupDigits(String(rounded)).replace(/^-/, "−");
  return percent ? `${rounded.toFixed(1)}%` : text;
}
