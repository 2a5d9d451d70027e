// A line in Chinese beside SQLite's own words: what the error means and what to do. In: an error and the tables as
// index.json lists them. Out: plain text. Refuses to know: how the statement ran.

import { CAUTION } from "./limits.js";

const MOST_NEAR = 4;
const RULES = [
  [/^no such column: "?(?:(\w+)\.)?"?([^\s"]+)/i, helpColumn],
  [/^no such table: (?:\w+\.)?(.+)$/i, helpTable],
  [/^ambiguous column name: (.+)$/i, (_, name) => `几张表都有 ${name}，请写明是哪一张的，例如 r.${name}。`],
  [/^not authorized|^access to|prohibited/i, () => "这里只能查询（SELECT、WITH、VALUES），不能写入、附加文件或改设置。"],
  [/^no such function: (.+)$/i, (_, name) => `SQLite 没有名为 ${name} 的函数；函数名与其他数据库不尽相同。`],
  [/^incomplete input/i, () => "语句没有写完：看看括号、引号是否成对，末尾是否还缺什么。"],
  [/^unrecognized token/i, () => "有一个字符不认识：看看引号是否成对，标点是不是中文标点（，；（）‘’）。"],
  [/syntax error/i, (tables, text) => helpSyntax(text)],
  [/^misuse of aggregate|^misuse of window/i, () => "汇总函数不能写在 WHERE 里；要按汇总的结果挑选，请用 HAVING。"],
  [/too big|out of memory|string or blob/i, () => "结果太大，装不下；请加上 WHERE 或 LIMIT，或先汇总。"],
  [/^wrong number of arguments/i, () => "函数的参数个数不对。"],
];

/** The line for an error `{kind, message}`, empty if there is nothing to add. */
export function explain({ kind, message }, tables, statement) {
  if (kind === "several") return "一次只运行一条语句；请只留一条（末尾的分号可以有）。";
  if (kind === "empty") return "还没有写语句。";
  if (kind === "declined") return `没有运行：要读的文件超过 ${CAUTION / 1e6} MB，没有得到同意。`;
  if (kind === "engine") return "没有读到需要的文件，或浏览器没能打开 SQLite。请检查网络后再运行一次。";
  for (const [pattern, help] of RULES) {
    const found = pattern.exec(message);
    if (found) return help(tables, found[2] ?? found[1] ?? message, found[1], statement) || "";
  }
  return "";
}

function helpColumn(tables, name) {
  const exact = tables.filter(({ columns }) => columns.some((column) => column.name === name)).map((table) => table.name);
  if (exact.length) return `${name} 在 ${exact.join("、")} 里；语句里没有用到这些表，或者前面写的表名不对。`;
  const names = [...new Set(tables.flatMap(({ columns }) => columns.map((column) => column.name)))];
  const titles = tables.flatMap(({ columns }) => columns.filter(({ title }) => title === name).map((one) => one.name));
  const near = titles.length ? [...new Set(titles)] : nearest(name, names);
  const text = "文字要用单引号，例如 '总计'；双引号里的是列名。";
  return near.length ? `没有叫 ${name} 的列。是不是 ${near.join("、")}？${text}` : `没有叫 ${name} 的列。${text}`;
}

function helpTable(tables, name) {
  const titled = tables.filter(({ title }) => title === name).map((table) => table.name);
  const near = titled.length ? titled : nearest(name, tables.map((table) => table.name));
  return near.length ? `没有叫 ${name} 的表。是不是 ${near.join("、")}？` : `没有叫 ${name} 的表；下面列出了全部的表。`;
}

function helpSyntax(message) {
  const near = /near "(.*?)"/.exec(message)?.[1];
  return near ? `语法不通，问题在“${near}”或它前面一点。` : "语法不通。";
}

/** The names that differ least from `name`, at most one slip for every three characters. */
export function nearest(name, names) {
  const wanted = name.toLowerCase();
  const slips = Math.max(1, Math.floor(wanted.length / 3));
  const scored = names.map((other) => [other.includes(wanted) && wanted.length > 2 ? 0 : distance(wanted, other), other]);
  const kept = scored.filter(([score]) => score <= slips);
  kept.sort(([first, one], [second, other]) => first - second || (one < other ? -1 : 1));
  return kept.slice(0, MOST_NEAR).map(([, other]) => other);
}

function distance(first, second) {
  let row = Array.from({ length: second.length + 1 }, (_, at) => at);
  for (let one = 1; one <= first.length; one += 1) {
    const next = [one];
    for (let two = 1; two <= second.length; two += 1) {
      const changed = row[two - 1] + (first[one - 1] === second[two - 1] ? 0 : 1);
      next.push(Math.min(changed, row[two] + 1, next[two - 1] + 1));
    }
    row = next;
  }
  return row[second.length];
}
