// What the search page says: counts, nothing found, too little asked. Pure.

import { formatNumber, KIND_NAMES } from "./draw.js";

export const UNREADABLE = "没有读到搜索用的文件，请检查网络后再试一次。";
export const ONLY_AGENCIES = "写出名称里的几个字，就列出机关；也可以到机关名单里按地区、级别、职能筛选。";
export const ABSENT = "这里没有，只是说收录的报告里没有印这些字；没有收录的报告、没有公布正文的报告，查不到。";

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
export function tellNone({ words, excluded }, filters, isLoose) {
  const what = [...words.map((word) => `“${word}”`), ...excluded.map((word) => `不要“${word}”`)].join("、");
  const where = filters.length ? `（${filters.map(({ name, value }) => `${name}：${value}`).join("；")}）` : "";
  return `没有找到${what || "这样的报告"}${isLoose ? "，差一两个字的也没有" : ""}${where}。`;
}

/** Why nothing is looked up, or "" where something can be. */
export function tellTooLittle(query, typed, isLongEnough) {
  if (!typed.trim() || isLongEnough) return "";
  if (query.words.length > 1) return "每个词只有一个字，查不了：一个字几乎每份报告都有。要找连在一起的字，字与字之间不要留空格。";
  if (query.words.length === 0 && query.excluded.length > 0) return "只写了要排除的词；请再写一个要找的词。";
  return "请至少输入两个字：一个字几乎每份报告都有。";
}
