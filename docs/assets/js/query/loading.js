// What a question needs, and no more: the years (and provinces) asked for of the tables asked for, and of them the columns
// used. In: the view, its columns. Out: rows, one a report that fits, with a value for each column. Tells how much is read.

import { openTables } from "../tables/read.js";
import { loadJson, ROOT } from "../shared/files.js";
import { ALL, NEWEST } from "./address.js";
import { key } from "./measures.js";
import { COUNTRY, liesIn } from "./totals.js";
import { readValue } from "./values.js";

const PLACES = {
  applications: ["outcome", "applicant", "count"],
  disclosures: ["item", "measure", "value"],
  remedies: ["channel", "result", "count"],
};
const REPORT = ["report_id", "agency_id", "year", "title", "form", "scope"];
const AGENCY = ["agency_id", "name", "region_code", "level", "function"];
const AT_ONCE = 4;

/** The lists that every question needs: forms and measures, the plan of the tables, provinces; asked for once. */
export async function openData() {
  const [forms, measures, catalogue, tables] = await Promise.all([
    need("compare/data/forms.json"), need("query/data/measures.json"), need("compare/data/catalogue.json"), open(),
  ]);
  return { forms, measures, tables, provinces: catalogue.provinces, years: listYears(tables.index) };
}

async function need(address) {
  const found = await loadJson(address);
  if (!found) throw new Error(`${address}: 404`);
  return found;
}

let opened = null;

function open() {
  opened ??= openTables(new URL("data/latest/parquet/", ROOT), { decimals: "text" }); // a double has 15 digits, a report may have more
  opened.catch(() => (opened = null));
  return opened;
}

function listYears(index) {
  const years = new Map();
  for (const { year, reports } of index.partitions) years.set(String(year), (years.get(String(year)) ?? 0) + reports);
  return [...years].sort().reverse().map(([year, reports]) => ({ year, reports }));
}

/** The years a view asks for, among those held: the newest, all of them, or those named. */
export function chooseYears(wanted, held) {
  if (wanted === ALL) return held.map(({ year }) => year);
  if (wanted === NEWEST) return held.slice(0, 1).map(({ year }) => year);
  return held.map(({ year }) => year).filter((year) => wanted.includes(year));
}

/** The files a question reads, each `{table, partition, bytes}`. */
export function planFiles(view, columns, data) {
  const years = chooseYears(view.years, data.years);
  const regions = [view.region, ...view.agencies.map((id) => id.slice(0, 6))].filter((code) => code && code !== COUNTRY);
  const parts = data.tables.index.partitions.filter(({ year, province }) =>
    years.includes(String(year)) && (!province || regions.length === 0 || regions.some((region) => region.slice(0, 2) === province.slice(0, 2))));
  const names = ["reports", ...new Set(columns.flatMap((column) => operandsOf(column).map(([, table]) => table)))];
  const files = parts.flatMap(({ name }) => names.map((table) => describe(data.tables, table, name)));
  return [describe(data.tables, "agencies", ""), ...files];
}

function describe(tables, table, partition) {
  const file = tables.table(table)?.files.find((one) => one.partition === partition);
  return { table, partition, bytes: file?.bytes ?? 0 }; // a part without rows has an empty file; reading one that lacks fails
}

/** The rows of the answer; `tell(read, files, bytes)` is called as files come in. */
export async function loadRows(view, columns, data, ratesFrom, tell) {
  const files = planFiles(view, columns, data);
  const contents = new Map();
  const wanted = placesOf(columns);
  let next = 0, done = 0, bytes = 0;
  const work = async () => {
    while (next < files.length) {
      const file = files[next];
      next += 1;
      const read = await data.tables.read(file.table, file.partition, columnsOf(file.table));
      contents.set(key(file.table, file.partition), read);
      done += 1;
      bytes += file.bytes;
      tell(done, files.length, bytes);
    }
  };
  tell(0, files.length, 0);
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, files.length) }, work));
  const agencies = readAgencies(contents.get(key("agencies", "")));
  const rows = [];
  const held = new Set();
  for (const partition of new Set(files.map((file) => file.partition).filter(Boolean))) {
    const reports = readReports(contents.get(key("reports", partition)), agencies, view, held);
    for (const table of wanted.keys()) fillCells(contents.get(key(table, partition)), table, wanted.get(table), reports);
    rows.push(...reports.values());
  }
  for (const row of rows) {
    row.values = columns.map((column) => readValue(column, row, ratesFrom));
    delete row.cells;
  }
  return { rows, bytes, files: files.length, agencies, held, unheld: listUnheld(rows, agencies, view, chooseYears(view.years, data.years), held) };
}

function columnsOf(table) {
  if (table === "reports") return REPORT;
  if (table === "agencies") return AGENCY;
  return ["report_id", ...PLACES[table], "state", "correction"];
}

function operandsOf(column) {
  return [...column.numerator, ...(column.denominator ?? [])];
}

/** The cells wanted of each table: table → row → set of columns. */
function placesOf(columns) {
  const wanted = new Map();
  for (const [, table, row, column] of columns.flatMap(operandsOf)) {
    if (!wanted.has(table)) wanted.set(table, new Map());
    const rows = wanted.get(table);
    if (!rows.has(row)) rows.set(row, new Set());
    rows.get(row).add(column);
  }
  return wanted;
}

function readAgencies({ rows, columns }) {
  const agencies = [];
  for (let at = 0; at < rows; at += 1) {
    agencies.push({
      id: columns.agency_id[at], name: columns.name[at], region: columns.region_code[at],
      level: columns.level[at], function: columns.function[at],
    });
  }
  agencies.sort((a, b) => (a.region === b.region ? (a.id < b.id ? -1 : 1) : a.region < b.region ? -1 : 1));
  return new Map(agencies.map((agency, order) => [agency.id, { ...agency, order }]));
}

/**
 * The agencies asked for with the years of which no report is held, `[{agency, name, years}]`: of every agency that fits; of
 * a question about scopes or editions, which are only known of a report, of those that have a report in the answer.
 */
function listUnheld(rows, agencies, view, years, held) {
  const answered = view.scope || view.form ? new Set(rows.map((row) => row.agency)) : null;
  const found = [];
  for (const agency of agencies.values()) {
    if (answered ? !answered.has(agency.id) : !fitsAgency(agency, view)) continue;
    const lacking = years.filter((year) => !held.has(key(agency.id, year))).sort();
    if (lacking.length > 0) found.push({ agency: agency.id, name: agency.name, years: lacking });
  }
  return found;
}

/** The reports that the view asks for, by id; all that are there become known to `held`. */
function readReports({ rows, columns }, agencies, view, held) {
  const found = new Map();
  for (let at = 0; at < rows; at += 1) {
    const agency = agencies.get(columns.agency_id[at]);
    const [form, scope] = [columns.form[at], columns.scope[at]];
    held.add(key(columns.agency_id[at], columns.year[at]));
    if (!agency || !fitsAgency(agency, view) || (view.scope && scope !== view.scope) || (view.form && form !== view.form)) continue;
    const id = columns.report_id[at];
    found.set(id, {
      id, agency: agency.id, name: agency.name, region: agency.region, level: agency.level, function: agency.function,
      order: agency.order, year: Number(columns.year[at]), title: columns.title[at] ?? "", form, scope, cells: new Map(),
    });
  }
  return found;
}

function fitsAgency(agency, view) {
  return (view.agencies.length === 0 || view.agencies.includes(agency.id))
    && (!view.region || liesIn(agency.region, view.region))
    && (!view.level || agency.level === view.level)
    && (!view.function || agency.function === view.function);
}

function fillCells({ rows, columns }, table, wanted, reports) {
  const [rowName, columnName, valueName] = PLACES[table];
  const [ids, places, others, values] = [columns.report_id, columns[rowName], columns[columnName], columns[valueName]];
  for (let at = 0; at < rows; at += 1) {
    if (!wanted.get(places[at])?.has(others[at])) continue;
    const report = reports.get(ids[at]);
    if (!report) continue;
    const value = values[at];
    report.cells.set(key(table, places[at], others[at]), {
      state: columns.state[at], value: value === null ? "" : String(value), corrected: Boolean(columns.correction[at]),
    });
  }
}
