// What the compare page loads: forms, small catalogues of agencies, and the reports chosen. Each file once.
// Addresses are made from this script's own, so the site may lie at any path.

import { loadJson, ROOT } from "../shared/files.js";

/** A file below `compare/data/`; null if there is none. */
export function loadData(name) {
  return loadJson(`compare/data/${name}`);
}

/** A report made ready for comparison, or null if there is none of this id. */
export async function loadReport(id) {
  const found = await loadJson(`api/v1/reports/${encodeURIComponent(id)}.json`);
  return found && readReport(found);
}

/** The address of a report's page. */
export function pageOf(report) {
  return new URL(`agencies/${encodeURIComponent(report.agency_id)}/${encodeURIComponent(report.year)}/`, ROOT).href;
}

/** The address of a cell on its report's page. */
export function cellAddress(report, table, row, column) {
  return `${pageOf(report)}#${encodeURIComponent(`${table}-${row}-${column}`)}`;
}

/** What is compared of a report in the API: its facts, its cells by place, its sections unless they are held back. */
export function readReport({ version, report, agency, tables, sections }) {
  const cells = new Map();
  for (const [table, found] of Object.entries(tables)) {
    for (const cell of found) cells.set([table, cell.row, cell.column].join("\n"), cell);
  }
  return {
    version,
    report_id: report.report_id,
    agency_id: report.agency_id,
    year: report.year,
    title: report.title,
    form: report.form,
    scope: report.scope,
    name: agency.name,
    short: agency.short_name,
    region: agency.region_code,
    level: agency.level,
    function: agency.function,
    withheld: report.text_release === "withheld",
    sections,
    tables,
    cells,
  };
}
