// Rows, one a report → rows, one an agency and column, with the years beside each other; and where the form changes. Pure.

import { key } from "./measures.js";

/**
 * `{rows, columns}` with years as columns, oldest first: each row as those of the answer, its values those of the years.
 * `held` are the reports there are, by agency and year: one that the question leaves out is not said to be lacking.
 */
export function spreadYears(rows, columns, held) {
  const years = [...new Set(rows.map(({ year }) => year))].sort();
  const agencies = new Map();
  for (const row of rows) {
    if (!agencies.has(row.agency)) agencies.set(row.agency, new Map());
    agencies.get(row.agency).set(row.year, row);
  }
  const spread = [];
  for (const [agency, own] of agencies) {
    const newest = own.get(Math.max(...own.keys()));
    const lacking = (year) => ({ kind: held.has(key(agency, year)) ? "outside" : "unheld" });
    columns.forEach((column, at) => {
      const reports = years.map((year) => own.get(year) ?? null);
      if (!reports.some((report) => report && report.values[at].kind !== "apart")) return; // all of it is in the other edition's row
      spread.push({ ...newest, column, reports, values: reports.map((report, place) => report?.values[at] ?? lacking(years[place])) });
    });
  }
  return { rows: spread, columns: years.map((year) => ({ code: String(year), year })) };
}

/** The same rows with the scope of the report of one year, so that they are ranked among their like in that year. */
export function scopeBy(rows, at) {
  return at < 0 ? rows : rows.map((row) => ({ ...row, scope: row.reports[at]?.scope ?? row.scope }));
}

/** The edition most reports of a year use, by year. */
export function usualForms(rows) {
  const counted = new Map();
  for (const { year, form } of rows) {
    if (!counted.has(year)) counted.set(year, new Map());
    const forms = counted.get(year);
    if (form !== "none") forms.set(form, (forms.get(form) ?? 0) + 1);
  }
  return new Map([...counted].map(([year, forms]) => [year, [...forms].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? ""]));
}

/** The years that begin with another edition than the year held before: there a double rule stands. */
export function findBreaks(years, forms) {
  const sorted = [...years].sort();
  return new Set(sorted.filter((year, at) => at > 0 && forms.get(year) && forms.get(sorted[at - 1]) && forms.get(year) !== forms.get(sorted[at - 1])));
}

/** The stretches of a line: neighbouring years with numbers, both on one edition; a gap or a change of form parts them. */
export function stretch(row, years, isNumber) {
  const found = [];
  let last = null;
  row.values.forEach((value, at) => {
    if (!isNumber(value)) {
      last = null;
      return;
    }
    const form = row.reports[at].form;
    if (!last || last.form !== form || years[at] !== last.year + 1) found.push([]);
    found.at(-1).push(at);
    last = { form, year: years[at] };
  });
  return found;
}
