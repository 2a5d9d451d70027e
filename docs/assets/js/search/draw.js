// What was found → elements. Whatever comes from a report, a name or an address is only ever text.

import { make, whisper } from "../shared/dom.js";
import { cutExcerpts } from "./excerpts.js";
import { normaliseWithPlaces } from "./normalise.js";

export const KIND_NAMES = { agency: "机关", title: "标题", section: "正文", table: "表格" };

export const formatNumber = (number) => number.toLocaleString("zh-CN");

/** One hit of a report: its agency and year, the section, excerpts that lead to their paragraphs. */
export function drawHit(hit, words, root, variants) {
  const page = new URL(hit.address, root).href;
  const cut = words.length ? cutExcerpts(hit, words, variants) : [];
  const isName = hit.kind === "title";
  const inHeading = cut.find((excerpt) => hit.section && excerpt.anchor === `#s${hit.section}`);
  const excerpts = cut.length > 1 ? cut.filter((excerpt) => excerpt !== inHeading) : cut;
  const part = hit.kind === "table" ? "三张表" : inHeading ? drawPieces(inHeading.pieces) : hit.heading;
  const near = [...new Map(cut.flatMap((excerpt) => excerpt.near).map((each) => [each.word + each.printed, each])).values()];
  const name = isName ? (cut.length === 1 ? drawPieces(cut[0].pieces) : hit.text) : hit.title;
  return make("li", { class: "search-hit", "data-kind": hit.kind, "data-section": hit.section || null, "data-slips": hit.slips || null },
    make("p", { class: "search-hit__title" },
      make("span", { class: "search-hit__kind" }, KIND_NAMES[hit.kind]), " ",
      make("a", { href: page + (cut[0]?.anchor ?? "") }, name, part ? [" · ", part] : "")),
    isName ? null : excerpts.map((excerpt) => drawExcerpt(excerpt, page)),
    isName || words.length ? null : make("p", { class: "search-hit__excerpt" }, hit.text.slice(0, 120)),
    near.length ? make("p", { class: "search-hit__near" }, near.map(tellNear).join("；")) : null);
}

/** An agency: its name, place, and years, each year a link to its report. */
export function drawAgency(one, words, root) {
  const page = new URL(`agencies/${one.id}/`, root).href;
  const others = one.others.filter((name) => !one.name.includes(name));
  return make("li", { class: "search-hit search-agency", "data-kind": "agency", "data-slips": one.slips || null },
    make("p", { class: "search-hit__title" },
      make("span", { class: "search-hit__kind" }, KIND_NAMES.agency), " ",
      make("a", { href: page }, drawPieces(markPlainly(one.name, words)))),
    make("p", { class: "search-agency__about" },
      make("span", { class: "muted" }, [...one.places, ...(others.length ? [`又作 ${others.join("、")}`] : []), ...(one.slips ? [`差 ${one.slips} 个字`] : [])].join(" ")), " ",
      one.held.map((year) => [make("a", { href: `${page}${year}/` }, String(year), whisper(" 年")), " "]),
      one.held.length ? make("a", { href: new URL(`search/?agency=${one.id}`, root).href }, "在它的报告里找", whisper(`：${one.name}`)) : null));
}

function tellNear({ word, printed, slips }) {
  return `原文“${printed}”，按“${word}”也算${slips ? `（差 ${slips} 处）` : "（繁简不同）"}`;
}

function drawPieces(pieces) {
  return pieces.map(({ text, marked, slips }) => (marked ? make("mark", { class: slips ? "near" : null }, text) : text));
}

function drawExcerpt({ anchor, pieces }, page) {
  return make("p", { class: "search-hit__excerpt" }, make("a", { href: page + anchor }, drawPieces(pieces)));
}

/** A name with the words marked that stand in it as they are. */
function markPlainly(name, words) {
  const { text, starts, ends } = normaliseWithPlaces(name);
  const marked = new Set();
  for (const word of words) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      for (let unit = starts[at]; unit < ends[at + word.length - 1]; unit += 1) marked.add(unit);
    }
  }
  const pieces = [];
  for (let unit = 0; unit < name.length; unit += 1) {
    const last = pieces.at(-1);
    if (last && last.marked === marked.has(unit)) last.text += name[unit];
    else pieces.push({ text: name[unit], marked: marked.has(unit) });
  }
  return pieces;
}
