// The answer as a picture: bars of one year (up to 30 reports, each scope with its share of them and a scale of its own), or lines over the years (up to 8). Gaps stay gaps, the
// change of form is a double rule that no line crosses. Elements and classes only: colours stand in query.css.

import { make } from "../shared/dom.js";
import { writeParts, writeValue } from "./draw_values.js";
import { stretch } from "./series.js";
import { isNumber, rankOf } from "./values.js";

export const MOST_BARS = 30;
export const MOST_LINES = 8;
export const LETTERS = "ABCDEFGH";
const SVG = "http://www.w3.org/2000/svg";
const SPACE = { row: 22, band: 26, top: 6, label: 13 };

/** An SVG element. */
function draw(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined) element.setAttribute(key, String(value));
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

/** Steps of 1, 2 or 5 that reach the largest number, at most five of them. */
export function chooseSteps(largest) {
  if (!(largest > 0)) return [0, 1];
  const power = 10 ** Math.floor(Math.log10(largest / 4));
  const step = [1, 2, 5, 10].map((times) => times * power).find((one) => largest / one <= 5) ?? 10 * power;
  const steps = [];
  for (let at = 0; at <= Math.ceil(largest / step - 1e-9); at += 1) steps.push(Number((at * step).toPrecision(12)));
  return steps;
}

/** Bars: `groups` of rows in order, `at` the column's place; `width` in pixels of the page. */
export function drawBars(groups, at, column, labels, width) {
  const wide = Math.max(300, Math.min(width, 860));
  const left = wide > 560 ? 250 : 0;
  const tall = left ? 0 : 16; // on a phone the name stands over its bar
  const room = wide - left - (column.kind === "share" ? 180 : 96);
  const count = groups.reduce((sum, group) => sum + group.rows.length, 0);
  const parts = [];
  let y = SPACE.top;
  for (const group of groups) {
    const largest = Math.max(...group.rows.map((row) => Math.abs(rankOf(row.values[at]))), 0);
    const scaleOf = (value) => (largest > 0 ? Math.max(0, (rankOf(value) / largest) * room) : 0);
    parts.push(draw("text", { x: 0, y: y + 16, class: "q-band" }, `统计范围：${labels.scopes[group.scope] ?? group.scope}`));
    y += SPACE.band;
    for (const line of tellGroup(group, at, wide)) {
      parts.push(draw("text", { x: 0, y: y + 10, class: "q-muted" }, line));
      y += 18;
    }
    const from = y;
    for (const row of group.rows) {
      const value = row.values[at];
      const length = scaleOf(value);
      const middle = y + tall + SPACE.row / 2;
      const shown = value.kind === "share" ? `${writeValue(value)}（${writeParts(value)}）` : writeValue(value);
      parts.push(draw("g", { class: "q-row" },
        draw("title", {}, `${row.name} ${row.year} 年：${shown}`),
        draw("text", { x: left ? left - 8 : 0, y: left ? middle + 4 : y + 12, class: left ? "q-end" : null }, cut(row.name, left ? 17 : Math.floor(wide / 14))),
        draw("rect", { x: left, y: middle - 7, width: Math.max(length, 1), height: 14, class: value.corrected ? "q-bar q-corrected" : "q-bar" }),
        draw("text", { x: left + length + 6, y: middle + 4, class: "q-number" }, `${shown}${value.corrected ? "*" : ""}`)));
      y += SPACE.row + tall;
    }
    parts.push(draw("line", { x1: left, x2: left, y1: from, y2: y, class: "q-axis" }));
    y += 8;
  }
  return frame(wide, y + 6, `${column.label}，${count} 份报告的条形图；每个数都在下面的表里。`, parts);
}

/** What of a scope is drawn, and the largest of what is not. */
function tellGroup({ scope, rows, own }, at, wide) {
  const told = [own.length > rows.length ? `画了 ${rows.length} 份，${own.length} 份有数` : `${own.length} 份有数，都画了`];
  const rest = own.slice(rows.length).sort((a, b) => rankOf(b.values[at]) - rankOf(a.values[at]));
  if (rest.length > 0) told.push(`没有画的最大是 ${writeValue(rest[0].values[at])}`);
  if (scope === "unknown") told.push("先后只为查找方便，不是名次");
  return wrap(`${told.join("；")}。`, Math.floor(wide / 13));
}

/** How many bars each scope gets: its share of all, what one does not need going to the others. */
export function shareOut(sizes, most) {
  const given = sizes.map(() => 0);
  for (let left = most, open = true; left > 0 && open; ) {
    open = false;
    for (let at = 0; at < sizes.length && left > 0; at += 1) {
      if (given[at] === sizes[at]) continue;
      given[at] += 1;
      left -= 1;
      open = true;
    }
  }
  return given;
}

/** Lines over the years: `rows` of series.js, at most MOST_LINES of them. */
export function drawLines(rows, years, breaks, column, width) {
  const wide = Math.max(300, Math.min(width, 860));
  const [left, right, top, height] = [56, 34, 14, wide > 560 ? 300 : 240];
  const numbers = rows.flatMap((row) => row.values.filter(isNumber).map(rankOf));
  const steps = chooseSteps(Math.max(...numbers, 0));
  const lowest = Math.min(...numbers, 0);
  const highest = steps.at(-1);
  const span = highest - lowest || 1;
  const x = (at) => left + (years.length < 2 ? 0.5 : at / (years.length - 1)) * (wide - left - right);
  const y = (number) => top + (1 - (number - lowest) / span) * height;
  const percent = rows[0]?.column.kind === "share";
  const tick = (number) => (percent ? `${Number((number * 100).toFixed(4))}%` : String(number).replace(/\B(?=(\d{3})+$)/g, ","));
  const parts = steps.map((step) => [
    draw("line", { x1: left, x2: wide - right + 8, y1: y(step), y2: y(step), class: step === 0 ? "q-axis" : "q-grid" }),
    draw("text", { x: left - 6, y: y(step) + 4, class: "q-end q-muted" }, tick(step)),
  ]);
  years.forEach((year, at) => {
    parts.push(draw("text", { x: x(at), y: top + height + 20, class: "q-middle q-muted" }, String(year)));
    if (!breaks.has(year)) return;
    const between = (x(at) + x(at - 1)) / 2;
    for (const shift of [-2, 2]) parts.push(draw("line", { x1: between + shift, x2: between + shift, y1: top - 8, y2: top + height, class: "q-break" }));
    parts.push(draw("text", { x: between, y: top + height + 36, class: "q-middle q-muted" }, "换表"));
  });
  const ends = rows.map((row) => row.values.findLastIndex(isNumber));
  const heights = spreadLabels(rows.map((row, at) => (ends[at] < 0 ? null : y(rankOf(row.values[ends[at]])))), SPACE.label, top + height);
  rows.forEach((row, at) => {
    for (const part of stretch(row, years, isNumber)) {
      if (part.length > 1) parts.push(draw("polyline", { points: part.map((one) => `${round(x(one))},${round(y(rankOf(row.values[one])))}`).join(" "), class: `q-line q${at}` }));
    }
    row.values.forEach((value, one) => {
      if (!isNumber(value)) return;
      const name = `${LETTERS[at]} ${row.name} ${years[one]} 年：${writeValue(value)}${value.kind === "share" ? `（${writeParts(value)}）` : ""}`;
      parts.push(drawPoint(at, x(one), y(rankOf(value)), value.corrected, name));
    });
    if (ends[at] >= 0) parts.push(draw("text", { x: x(ends[at]) + 9, y: heights[at] + 4, class: `q-letter q${at}` }, LETTERS[at]));
  });
  return frame(wide, top + height + 44, `${column}，${rows.length} 条折线，${years[0]} 至 ${years.at(-1)} 年；每个数都在下面的表里。`, parts);
}

/** The legend of the lines: letter, sign, name; `tellLine` says what each is. */
export function drawLegend(rows, tell) {
  return make("ul", { class: "legend q-legend" }, rows.map((row, at) => {
    const sign = draw("svg", { viewBox: "0 0 34 14", class: "q-sign", "aria-hidden": "true" },
      draw("line", { x1: 1, x2: 33, y1: 7, y2: 7, class: `q-line q${at}` }), drawPoint(at, 17, 7, false, ""));
    return make("li", {}, sign, make("b", {}, LETTERS[at]), tell(row));
  }));
}

/** A line in words: agency and scope; of shares also each with its counts, which a line cannot show. */
export function tellLine(row, years, labels) {
  const name = `${row.name}（${labels.scopes[row.scope] ?? row.scope}）`;
  if (row.column.kind !== "share") return name;
  const told = row.values.map((value, at) => (isNumber(value) ? `${years[at]} 年 ${writeValue(value)}（${writeParts(value)}）` : "")).filter(Boolean);
  return `${name}：${told.join("，")}`;
}

/** A picture with all it needs to stand alone: title above, lines of text below. */
export function addWords(picture, title, lines) {
  const [, , width, height] = picture.getAttribute("viewBox").split(" ").map(Number);
  const most = Math.floor(width / 13);
  const [above, below] = [wrap(title, most - 2), lines.flatMap((line) => wrap(line, most))];
  const top = above.length * 20 + 12;
  const whole = top + height + below.length * 19 + 12;
  const inside = draw("g", { transform: `translate(0 ${top})` }, [...picture.childNodes].map((node) => node.cloneNode(true)));
  return draw("svg", { xmlns: SVG, viewBox: `-12 0 ${width + 24} ${whole}`, width: width + 24, height: whole, role: "img", "aria-label": title },
    draw("title", {}, title),
    above.map((line, at) => draw("text", { x: 0, y: 20 + at * 20, class: "q-band" }, line)),
    inside,
    below.map((line, at) => draw("text", { x: 0, y: top + height + 16 + at * 19, class: "q-muted" }, line)));
}

/** Text in lines of at most `most` wide characters; narrow ones count half. */
export function wrap(text, most) {
  const lines = [""];
  let room = most;
  for (const letter of text) {
    const width = letter.charCodeAt(0) < 0x2e80 ? 0.6 : 1;
    if (width > room) {
      lines.push("");
      room = most;
    }
    lines[lines.length - 1] += letter;
    room -= width;
  }
  return lines;
}

/** Points told apart by their shape: disc, square, diamond, triangle, and the same hollow. */
function drawPoint(at, x, y, corrected, name) {
  const classes = `q-point q${at}${at > 3 || corrected ? " q-hollow" : ""}`;
  const title = name ? draw("title", {}, name) : null;
  const [cx, cy] = [round(x), round(y)];
  if (at % 4 === 0) return draw("circle", { cx, cy, r: 4, class: classes }, title);
  const shapes = [null, "-3.6,-3.6 3.6,-3.6 3.6,3.6 -3.6,3.6", "0,-5 5,0 0,5 -5,0", "0,-5 4.6,3.6 -4.6,3.6"];
  return draw("polygon", { points: shapes[at % 4], transform: `translate(${cx} ${cy})`, class: classes }, title);
}

/** Heights moved apart by at least `least`, in their order, none below `bottom`; null stays null. */
export function spreadLabels(heights, least, bottom) {
  const moved = [...heights];
  const order = heights.map((height, at) => at).filter((at) => heights[at] !== null).sort((a, b) => heights[a] - heights[b]);
  order.forEach((at, place) => {
    if (place > 0) moved[at] = Math.max(moved[at], moved[order[place - 1]] + least);
  });
  let below = bottom + least;
  for (const at of order.reverse()) {
    moved[at] = Math.min(moved[at], below - least);
    below = moved[at];
  }
  return moved;
}

function frame(width, height, label, parts) {
  return draw("svg", { viewBox: `0 0 ${round(width)} ${round(height)}`, width: round(width), height: round(height), class: "q-svg", role: "img", "aria-label": label, xmlns: SVG }, parts);
}

function cut(text, most) {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function round(number) {
  return Math.round(number * 10) / 10;
}
