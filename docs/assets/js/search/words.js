// What the search page says: counts, nothing found, too little asked. Pure.

import { formatNumber, KIND_NAMES } from "./draw.js";
import { slipsAllowed } from "./loose.js";

export const UNREADABLE = "没有读到搜索用的文件，请检查网络后再试一次。";
export const ONLY_AGENCIES = "写出名称里的几个字，就列出机关；也可以到机关名单里按地区、级别、职能筛选。";

/** How many were found, told apart by kind: `counts` are `{kind, found, left, exact}`. */
export function tellCounts(counts, hasWords = true) {
  const total = counts.reduce((sum, each) => sum + each.found, 0);
  const exact = counts.every((each) => each.exact);
  if (!hasWords && counts.length === 1) return `${exact ? "" : "至少 "}${formatNumber(total)} ${UNITS[counts[0].kind]}。`;
  const kinds = counts.map((each) => `${KIND_NAMES[each.kind]} ${tellOne(each)}`);
  const whole = `${exact ? "找到" : "至少"} ${formatNumber(total)} 条`;
  return `${whole}：${kinds.join(" · ")}`;
}

/** The same in a few words. */
export function tellBriefly(counts) {
  const total = counts.reduce((sum, each) => sum + each.found, 0);
  if (counts.every((each) => each.exact)) return total ? `${formatNumber(total)} 条` : "也没有";
  return total ? `至少 ${formatNumber(total)} 条` : "还没数到";
}

const UNITS = { title: "份报告", section: "段正文", table: "份报告的表格", agency: "个机关" };

function tellOne({ found, exact }) {
  if (exact) return formatNumber(found);
  return found ? `至少 ${formatNumber(found)}` : "还没数到";
}

/** None of the texts compared so far has the words. */
export function tellFruitless(compared, left) {
  return `比对了 ${formatNumber(compared)} 段，还没有找到；另有 ${formatNumber(left)} 段没有比对。`;
}

/** What was looked for in vain, under which filters (in words). */
export function tellNone({ words, excluded }, filters, asked) {
  const where = filters.length ? `（${filters.map(({ name, value }) => `${name}：${value}`).join("；")}）` : "";
  return `${tellLacking(words, excluded, PLACES[asked.section] ?? "哪一段")}${where}${asked.mode === "loose" ? tellSlips(words) : ""}。`;
}

const PLACES = { agency: "哪个机关的名称", title: "哪个标题", table: "哪份报告的表格" };

function tellLacking(words, excluded, place) {
  const list = (some) => some.map((word) => `“${word}”`).join("、");
  if (!words.length) return "没有找到这样的报告";
  if (words.length === 1 && !excluded.length) return `没有找到${list(words)}`;
  return `没有${place}${words.length > 1 ? "同时" : ""}有${list(words)}${excluded.length ? `而没有${list(excluded)}` : ""}`;
}

/** What loose mode tried: a short word has no slip. */
function tellSlips(words) {
  const loose = words.filter(slipsAllowed);
  if (!loose.length) return "，三个字以内的词只按原样找";
  return `，差${loose.some((word) => slipsAllowed(word) > 1) ? "一两" : "一"}个字的也没有${loose.length < words.length ? "，三个字以内的词只按原样找" : ""}`;
}

/** What an answer of nothing means, and what not. */
export function tellAbsent({ words, excluded }, filters) {
  const where = filters.length ? "收录的报告在所选的筛选之内" : "收录的报告里";
  const what = words.length + excluded.length > 1 ? "没有一处是这样的" : "没有印这些字";
  return `这里没有，只是说${where}${words.length ? what : "没有这样的"}；没有收录的报告、没有公布正文的报告，查不到。`;
}

/** What stands in the address and cannot be meant: nothing is looked up. */
export function tellOdd(odd) {
  return `${odd.map(({ name, value }) => (name === "q" ? `要找的话太长（最多 ${value} 字）` : `地址里的“${name}=${value}”看不懂`)).join("；")}，所以没有找。`;
}

/** Why nothing is looked up, or "" where something can be. */
export function tellTooLittle(query, typed, isLongEnough) {
  if (!typed.trim() || isLongEnough) return "";
  if (query.words.length + query.excluded.length === 0) return "没有可以找的字；请写至少两个字。";
  if (query.words.length > 1) return "每个词只有一个字，查不了：一个字几乎每份报告都有。要找连在一起的字，字与字之间不要留空格。";
  if (query.words.length === 0 && query.excluded.length > 0) return "只写了要排除的词；请再写一个要找的词。";
  return "请至少输入两个字：一个字几乎每份报告都有。";
}
