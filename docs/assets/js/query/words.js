// What the page says: the question as a sentence, counts, cautions, what could not be followed. Plain words, no numbers
// but those given. Pure.

import { ALL, NEWEST } from "./address.js";
import { SCOPES } from "./order.js";

const FEW = 4; // columns of which the count tells the states
const NUMBER = new Intl.NumberFormat("zh");
const LONGEST = 80; // of what is quoted from an address
const TROUBLES = {
  unknown: (text) => `地址里的“${text}”不认识，没有理会。`,
  measure: (text) => `没有叫“${text}”的指标，没有列入。`,
  "measure-surplus": (text) => `一次至多问 12 个指标，“${text}”没有列入。`,
  applicant: (text) => `没有叫“${text}”的申请人类别，没有列入。`,
  "applicant-surplus": (text) => `申请人类别“${text}”是多出来的，没有列入。`,
  agency: (text) => `没有编号为“${text}”的机关，没有列入。`,
  "agency-surplus": (text) => `一次至多指定 60 个机关，“${text}”没有列入。`,
  region: (text) => `“${text}”不是收录了报告的地区。`,
  level: (text) => `没有叫“${text}”的级别。`,
  function: (text) => `没有叫“${text}”的职能。`,
  scope: (text) => `没有叫“${text}”的统计范围。`,
  form: (text) => `没有叫“${text}”的表格版本。`,
  year: (text) => `没有收录 ${text} 年度的报告。`,
  years: (text) => `“${text}”不是年份：可写 2023、2021,2023、2021-2024、newest（最近一年）或 all（全部）。`,
  state: (text) => `没有叫“${text}”的状态。`,
  view: (text) => `没有叫“${text}”的看法，列成表格。`,
  sort: (text) => `结果里没有“${text}”这一列，没有照它排。`,
  page: (text) => `“${text}”不是页码，从第一页列起。`,
  empty: () => "地址里没有指标，不知道要问什么。请先选至少一个指标。",
};
const STATES = { number: "有数", reported: "有数", none: "本版无此项", apart: "在另一版的列里", few: "分母不足 30", zero: "分母为 0", untold: "没有可以辨认版本的表格" };
const ORDER = ["number", "few", "zero", "blank", "dash", "absent", "unreadable", "none", "untold"];

export const write = (number) => NUMBER.format(number);

/** What in an address could not be followed, in words; years that are not held in one line. */
export function tellTroubles(troubles) {
  const years = troubles.filter(([kind]) => kind === "year").map(([, text]) => text).sort();
  const rest = troubles.filter(([kind]) => kind !== "year").map(tellTrouble);
  return years.length > 0 ? [...rest, tellTrouble(["year", years.join("、")])] : rest;
}

function tellTrouble([kind, text]) {
  return TROUBLES[kind](text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
}

/** The label of a column, with whom it counts. */
export function nameColumn(column, labels) {
  const form = column.form ? `（${column.forms.map((one) => labels.forms[one] ?? one).join("、")}）` : "";
  return `${column.label}${column.who ? `，${column.who}` : ""}${form}`;
}

/** The question as one line. */
export function tellQuestion(view, columns, data, labels, place) {
  const what = [...new Set(columns.map((column) => nameColumn({ ...column, form: "" }, labels)))].join("；");
  const who = [place, labels.levels[view.level], labels.functions[view.function],
    view.scope && `统计范围：${labels.scopes[view.scope]}`, view.form && labels.forms[view.form]].filter(Boolean);
  if (view.agencies.length > 0) who.push(view.agencies.length > 1 ? `指定的 ${view.agencies.length} 个机关` : "指定的机关");
  const years = view.years === ALL ? "全部年度" : view.years === NEWEST ? `最近一年（${data.years[0]?.year ?? "无"}）` : `${view.years.join("、")} 年度`;
  return `${what}｜${who.length > 0 ? who.join("，") : "全部机关"}｜${years}`;
}

/** A state in words. */
export function tellState(code, labels) {
  return STATES[code] ?? labels.states[code] ?? code;
}

/** How many reports have what, in the order of the legend: `有数 12，空白 3`. */
export function tellStates(states, labels) {
  return ORDER.filter((state) => states[state]).map((state) => `${labels.states[state] && state !== "number" ? labels.states[state] : STATES[state]} ${write(states[state])}`).join("，");
}

/** How many reports fit; of one column also how many have a number, and how many none. */
export function tellCount(rows, shown, columns, summed, unheld, labels) {
  if (rows.length === 0) return "没有一份收录的报告合乎这些条件。没有收录，不是说它没有公布。";
  const agencies = new Set(rows.map((row) => row.agency)).size;
  const kept = shown < rows.length ? `，筛出 ${write(shown)} 份` : "";
  const told = summed.map(({ column, years }) => [nameColumn(column, labels), tellStates(gather(years), labels)]);
  const states = columns.length === 1 ? `其中${told[0][1]}。` : columns.length <= FEW ? `${told.map(([name, text]) => `${name}：${text}`).join("；")}。` : "各列有数没有数，见下面的合计表。";
  return `${write(agencies)} 个机关的 ${write(rows.length)} 份报告${kept}。${states}${tellUnheld(unheld)}`;
}

/** How many agencies' years are not held, or nothing. */
export function tellUnheld(unheld) {
  const lacking = unheld.reduce((sum, { years }) => sum + years.length, 0);
  return lacking > 0 ? `另有 ${write(unheld.length)} 个机关的 ${write(lacking)} 个年度没有收录（不是说没有公布），列在下载的说明里。` : "";
}

/** The states of several years together. */
export function gather(years) {
  const states = {};
  for (const year of years) for (const [state, count] of Object.entries(year.states)) states[state] = (states[state] ?? 0) + count;
  return states;
}

/** What is to be known before these numbers are compared. */
export function tellCautions(rows, columns, labels, sorted) {
  const scopes = SCOPES.filter((scope) => rows.some((row) => row.scope === scope));
  const cautions = [];
  if (scopes.length > 1) {
    const names = scopes.map((scope) => `${labels.scopes[scope]} ${write(rows.filter((row) => row.scope === scope).length)} 份`).join("，");
    cautions.push(`统计范围不一（${names}）：不能直接相加${sorted ? "；排序只在同一范围之内，各范围分开列" : "，也不宜排名次"}。`);
  }
  if (scopes.includes("unknown")) cautions.push("没有说明统计范围的报告，不知道它统计的是一个机关还是连同下属，所以不进合计，也不能据此排名次。");
  const printed = new Set(rows.map((row) => row.form).filter((form) => form && form !== "none"));
  if (printed.size > 1 && columns.some((column) => column.forms.length > 1 || column.form)) {
    const names = [...printed].sort().map((form) => labels.forms[form] ?? form).join("、");
    cautions.push(`这些年换过表格（${names}）。含义相同的项目放在一列，含义不同的按版本分列；换表前后各年之间画双线，不连成一线。`);
  }
  for (const column of columns) {
    const name = nameColumn(column.form && column.reason ? { ...column, form: "" } : column, labels);
    if (column.form && column.reason) cautions.push(`${name}：${column.reason}`);
    else if (column.forms.length === 1) cautions.push(`${name}：只有${labels.forms[column.forms[0]] ?? column.forms[0]}有这一项${column.reason && column.table !== "derived" ? `。${column.reason}` : "。"}`);
  }
  return [...new Set(cautions)].map((caution) => caution.replace(/。。$/, "。"));
}

/** Bytes as people read them. */
export function writeBytes(bytes) {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
