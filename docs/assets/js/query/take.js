// The answer to take away: a table as CSV and XLSX, and notes: question, address, version, what the columns mean, licence,
// citation. Every line of the table says what it is of, so the file stands alone when it is parted from its notes.

import { BOM, writeLine } from "../shared/csv.js";
import { cellAddress, pageOf } from "./draw_values.js";
import { tellTotal } from "./draw_totals.js";
import { isNumber, rankOf, stateOf } from "./values.js";
import { nameColumn, tellState, tellStates, tellUnheld } from "./words.js";

export const PORTAL = "政府信息公开工作年度报告开放数据";
const LICENCE = "CC0-1.0";
const FACTS = [
  ["report_id", "报告编号", (row) => row.id], ["agency_id", "机关编号", (row) => row.agency], ["agency", "机关", (row) => row.name],
  ["region_code", "地区代码", (row) => row.region], ["level", "级别", (row) => row.level, "levels"], ["function", "职能", (row) => row.function, "functions"],
  ["year", "年度", (row) => row.year], ["scope", "统计范围", (row) => row.scope, "scopes"], ["form", "表格版本", (row) => row.form, "forms"],
];
const REST = [["source", "出处"], ["data_version", "数据版本"], ["licence", "许可"], ["question", "问题的地址"]];

/** The table: heads by code and in Chinese, and rows of plain values; null where there is none; `inWords`: labels beside codes. */
export function tabulate(rows, columns, catalogue, about, inWords = false) {
  const facts = inWords ? FACTS.flatMap(spellOut(catalogue.labels)) : FACTS;
  const heads = [
    ...facts.map(([code, label]) => [code, label]),
    ...columns.flatMap((column) => headsOf(column, catalogue.labels)),
    ...REST,
  ];
  const lines = rows.map((row) => [
    ...facts.map(([, , read]) => read(row)),
    ...columns.flatMap((column, at) => fieldsOf(row.values[at], column, inWords ? catalogue.labels : null)),
    columns.length === 1 && row.values[0].at ? cellAddress(row, row.values[0].at) : pageOf(row),
    about.version, LICENCE, about.address,
  ]);
  return { heads, lines };
}

/** A fact that is a code, as its label and the code; others as they are. */
function spellOut(labels) {
  return ([code, label, read, of]) => (of
    ? [[`${code}.label`, label, (row) => labels[of][read(row)] ?? read(row)], [code, `${label}：代码`, read]]
    : [[code, label, read]]);
}

function headsOf(column, labels) {
  const name = nameColumn(column, labels);
  const heads = [[column.code, column.kind === "share" ? `${name}（%）` : `${name}（${column.unit}）`], [`${column.code}.state`, `${name}：状态`]];
  if (column.kind === "share") heads.push([`${column.code}.numerator`, `${name}：分子`], [`${column.code}.denominator`, `${name}：分母（N）`]);
  return heads;
}

function fieldsOf(value, column, labels) {
  const code = isNumber(value) ? "reported" : stateOf(value);
  const state = labels ? tellState(code, labels) : code;
  const fields = [isNumber(value) ? plain(value) : null, value.corrected ? `${state}${labels ? "（经更正）" : " corrected"}` : state];
  if (column.kind === "share") fields.push(...[value.numerator, value.denominator].map((part) => (part === undefined ? null : exact(part))));
  return fields;
}

/** A value as a number: a share in per cent, to six places. */
function plain(value) {
  return value.kind === "share" ? Number((rankOf(value) * 100).toFixed(6)) : exact(value.value);
}

/** A decimal as a number where a number and a spreadsheet hold all its digits (15), else as it is written. */
export function exact(text) {
  return text.replace(/[-.]/g, "").replace(/^0+/, "").length <= 15 ? Number(text) : text;
}

/** The table as CSV that pandas and Excel open as it is. */
export function writeCsv({ heads, lines }) {
  return BOM + [heads.map(([code]) => code), ...lines.map((fields) => fields.map(tame))].map(writeLine).join("");
}

/** Text that a spreadsheet would take for a formula gets an apostrophe before it; numbers stay numbers. */
export function tame(field) {
  return typeof field === "string" && !/^-?\d+(\.\d+)?$/.test(field) && /^[=+\-@\t\r]/.test(field) ? `'${field}` : field;
}

/** The notes as `[head, text]` lines. */
export function writeNotes(rows, columns, summed, unheld, catalogue, about) {
  const { labels } = catalogue;
  const notes = [
    ["问题", about.question], ["地址", about.address], ["数据版本", `${about.version}（${about.date}）`],
    ["报告", `${rows.length} 份，${new Set(rows.map((row) => row.agency)).size} 个机关`],
    ["没有收录的", tellUnheld(unheld) ? `${unheld.length} 个机关，逐个列在最后。没有收录，不是说没有公布。` : "问到的机关和年度都有收录。"],
    ["许可", "编成的数据：CC0 1.0，https://creativecommons.org/publicdomain/zero/1.0/ 。报告原文是行政机关公布的文件，不由本项目许可。"],
    ["引用", about.citation],
    ["空白不是 0", "状态是 reported 时才有数；blank 空白、dash 横线、absent 未印、unreadable 无法读取、none 本版无此项、apart 在另一版的列里、untold 没有可以辨认版本的表格，都没有数。状态后的 corrected 表示经更正。"],
    ["比例", `比例都带分子和分母；分母不足 ${catalogue.ratesFrom} 的不算比例（few），分母为 0 的也不算（zero）。`],
    ["统计范围", "organ 本机关，subordinates 含下属单位，government 全政府，unknown 未说明。范围未说明的报告不要相加，也不宜据此排名次。"],
    ["代码", "地区代码是六位的编号，不是数；有的软件读 CSV 时当作整数，请读作文字（pandas：dtype={'region_code': str}）。超过 15 位的数，Excel 里存作文字。"],
    ["文字", "以 = + - @ 开头的文字，在 CSV 里前面加了一个单引号，免得表格软件当作公式。"],
  ];
  for (const column of columns) {
    const name = nameColumn(column, labels);
    const printed = column.forms.map((form) => labels.forms[form] ?? form).join("、");
    notes.push([column.code, `${name}${column.printed ? `（印作“${column.printed}”）` : ""}。单位：${column.unit}。${column.labelEn ? `${column.labelEn}。` : ""}${column.definition}${column.table === "derived" || !printed ? "" : `见于${printed}。`}`]);
  }
  for (const { column, years } of summed) {
    for (const year of years) {
      const total = column.kind === "share" ? "" : `；合计 ${year.total ?? "无"}（${tellTotal(year, column)}）`;
      notes.push([`${column.code} ${year.year}`, `${year.fit} 份：${tellStates(year.states, labels)}${total}`]);
    }
  }
  for (const { agency, name, years } of unheld) notes.push([`没有收录：${agency}`, `${name}：${years.join("、")}`]);
  return notes;
}

/** The notes as a text file. */
export function writeText(notes) {
  return BOM + notes.map(([head, text]) => `${head}\n    ${text}\n`).join("\n");
}

/** Table and notes as a workbook; the writer is loaded when it is asked for. */
export async function writeXlsx({ heads, lines }, notes) {
  const { default: writeFile } = await import("../../vendor/write-excel-file/write-excel-file.js");
  const text = (value, more = {}) => ({ value: String(value), type: String, ...more });
  const cell = (field) => (field === null || field === "" ? null : typeof field === "number" ? { value: field, type: Number } : text(field));
  const data = [heads.map(([, label]) => text(label, { fontWeight: "bold", wrap: true })), ...lines.map((fields) => fields.map(cell))];
  const codes = heads.map(([code, label]) => [text(label), text(code)]);
  const told = [...notes.map(([head, line]) => [text(head), text(line, { wrap: true })]), [null, null], [text("表头", { fontWeight: "bold" }), text("列的代码", { fontWeight: "bold" })], ...codes];
  return writeFile([
    { data, sheet: "数据", stickyRowsCount: 1, orientation: "landscape", columns: heads.map(([code]) => ({ width: code === "agency" ? 30 : code.endsWith("_id") ? 24 : 14 })) },
    { data: told, sheet: "说明", columns: [{ width: 34 }, { width: 90 }] },
  ], { features: [readied(data.length, heads.length)] }).toBlob();
}

/** The first sheet with buttons to filter by, as wide as one sheet of paper. */
function readied(rows, columns) {
  const transform = (xml, options, { sheetIndex }) => (sheetIndex > 0 ? xml : xml
    .replace(/<worksheet[^>]*>/, (found) => `${found}<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`)
    .replace("</sheetData>", `</sheetData><autoFilter ref="A1:${letterOf(columns)}${rows}"/>`)
    .replace("<pageSetup ", '<pageSetup fitToWidth="1" fitToHeight="0" '));
  return { files: { transform: { "xl/worksheets/sheet{id}.xml": { transform } } } };
}

function letterOf(column) {
  const [before, last] = [Math.floor((column - 1) / 26), (column - 1) % 26];
  return `${before > 0 ? letterOf(before) : ""}${String.fromCharCode(65 + last)}`;
}

/** How to cite the answer: the agencies that reported first, the portal second, then version, its day, the day of access (GB/T 7714) and address. */
export function cite(rows, about) {
  const names = [...new Set([...rows].sort((one, other) => one.order - other.order).map((row) => row.name))]; // not by number: three named are not the first three
  const years = [...new Set(rows.map((row) => row.year))].sort();
  const when = years.length > 1 ? `${years[0]}—${years.at(-1)}` : String(years[0] ?? "");
  const who = names.length > 3 ? `${names.slice(0, 3).join(", ")}, 等 ${names.length} 个机关` : names.join(", ");
  const what = rows.length === 1 && rows[0].title ? rows[0].title : `政府信息公开工作年度报告（${when} 年度，${rows.length} 份）`;
  return `${who}. ${what}[${rows.length === 1 ? "R" : "DS"}/OL]. ${about.version} 版. ${PORTAL}, ${about.date.slice(0, 4)}(${about.date})[${about.today}]. ${about.address}.`;
}
