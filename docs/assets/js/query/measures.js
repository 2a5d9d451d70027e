// What can be asked for: every cell of the three tables as the forms print them, and measures worked out from several
// cells, with their definitions. In: compare/data/forms.json and query/data/measures.json. Out: a catalogue, and the
// columns that a view asks for. Refuses to know: reports, the page.

import { TOTAL } from "./address.js";

export const DERIVED = "derived";

/** Both files as one catalogue: tables with rows and cells in printed order, derived measures, applicants. */
export function buildCatalogue(forms, measures) {
  const names = readNames(measures);
  const alignment = new Map(forms.alignment.map(([table, row, column, groups, reason]) => [key(table, row, column), { groups, reason }]));
  const tellAlignment = (table, row, column) =>
    alignment.get(key(table, row, column)) ?? alignment.get(key(table, row, "*")) ?? { groups: [], reason: "" };
  const tables = forms.tables.map((table) => ({ table: table.table, title: table.title, rows: mergeRows(table, names, tellAlignment) }));
  const cells = new Map();
  for (const { table, rows } of tables) {
    for (const row of rows) for (const cell of row.cells) cells.set(key(table, row.row, cell.column), { ...cell, table, row });
  }
  const applicants = tables.find(({ table }) => table === "applications")?.rows[0]?.cells.map(({ column, short, labelEn }) => ({ code: column, label: short, labelEn })) ?? [];
  return {
    version: forms.version, date: forms.date, labels: forms.labels, marks: forms.marks, tables, cells, applicants,
    derived: new Map((measures?.derived ?? []).map((one) => [one.code, one])),
    ratesFrom: measures?.rates_from ?? 30,
    alignment: tellAlignment, stocks: new Set(measures?.stocks ?? []),
    editions: new Set(forms.tables.flatMap((table) => Object.keys(table.forms))).size,
  };
}

/** Every measure that can be asked for, in printed order: `{code, label, more, labelEn, groups, group, unit, forms, …}`. */
export function listMeasures(catalogue) {
  const found = [];
  for (const one of catalogue.derived.values()) found.push(...listDerived(one, catalogue));
  for (const { table, title, rows } of catalogue.tables) {
    for (const row of rows) {
      const cells = table === "applications" ? row.cells.slice(0, 1) : row.cells;
      for (const cell of cells) {
        found.push({
          code: table === "applications" ? `${table}.${row.row}` : `${table}.${row.row}.${cell.column}`,
          table, title, groups: row.groups, head: table === "applications" ? "" : row.label,
          label: table === "applications" ? row.label : cell.label,
          short: table === "applications" ? shorten(row) : `${row.short}：${cell.short}`,
          labelEn: table === "applications" ? row.labelEn : [row.labelEn, cell.labelEn].filter(Boolean).join(": "),
          sum: row.sum, unit: cell.unit, forms: table === "applications" ? row.forms : cell.forms,
        });
      }
    }
  }
  return found;
}

/** A row's short name; one that says little by itself stands behind its group. */
function shorten({ short, groups }) {
  return short.length < 3 && groups.length > 0 ? `${groups.at(-1).replace(/^[（(一二三四五六七八九十、）)]+/, "")}${short}` : short;
}

function listDerived(one, catalogue) {
  const base = { table: DERIVED, title: "算出的指标", groups: [], head: "", unit: one.kind === "share" ? "%" : (one.unit ?? "件"), forms: one.forms, derived: one, labelEn: one.label_en, sum: false };
  if (one.by !== "channel") return [{ ...base, code: `${DERIVED}.${one.code}`, label: one.label }];
  const channels = catalogue.tables.find(({ table }) => table === "remedies")?.rows ?? [];
  return channels.map((row) => ({ ...base, code: `${DERIVED}.${one.code}.${row.row}`, head: one.label, label: row.label, channel: row.row }));
}

/** The columns of the answer: each measure for each applicant where it is one of applications, each edition apart where they differ. */
export function listColumns(view, catalogue) {
  const known = new Map(listMeasures(catalogue).map((measure) => [measure.code, measure]));
  return view.measures.flatMap((code) => {
    const measure = known.get(code);
    if (!measure) return [];
    if (!isByApplicant(measure)) return describeColumn(measure, measure.code, "", catalogue);
    return view.applicants.flatMap((applicant) => {
      const who = catalogue.applicants.find((one) => one.code === applicant);
      return describeColumn(measure, `${measure.code}.${applicant}`, applicant, catalogue, who?.label ?? applicant);
    });
  });
}

/** Whether a measure is counted for each kind of applicant. */
export function isByApplicant(measure) {
  return measure.table === "applications" || (measure.table === DERIVED && measure.derived.by === "applicant");
}

function describeColumn(measure, code, applicant, catalogue, who = "") {
  const place = (operand) => readOperand(operand, measure, applicant);
  const numerator = measure.derived ? measure.derived.numerator.map(place) : [["+", ...cellOf(measure, applicant)]];
  const denominator = measure.derived?.kind === "share" ? measure.derived.denominator.map(place) : null;
  const operands = [...numerator, ...(denominator ?? [])];
  const said = operands.map(([, table, row, column, only]) => ({ ...catalogue.alignment(table, row, column), only }));
  const groups = groupForms(measure.forms ?? [], said);
  const column = {
    code, measure: measure.code, table: measure.table, kind: denominator ? "share" : "count", unit: measure.unit,
    label: measure.short ?? [measure.head, measure.label].filter(Boolean).join("："), printed: measure.derived ? "" : [measure.head, measure.label].filter(Boolean).join("："), who: applicant === TOTAL ? "" : who, applicant,
    labelEn: measure.labelEn, definition: measure.derived ? `${measure.derived.definition}${measure.derived.note ?? ""}` : "", numerator, denominator,
    forms: measure.forms ?? [], form: "", reason: said.find(({ groups: alike }) => alike[0]?.length !== catalogue.editions)?.reason ?? "",
    stock: operands.some(([, , row, of]) => catalogue.stocks.has(row) || catalogue.stocks.has(of)),
  };
  if (groups.length < 2) return [column];
  return groups.map((forms) => ({ ...column, code: `${code}@${forms[0]}`, form: forms[0], forms }));
}

/**
 * Editions in groups of those in which all of these cells mean the same, the newest group first, each from its oldest
 * edition on: a group goes by this one's name, and keeps it when a newer edition joins. A cell that a measure has in
 * other editions alone (`only`) parts none.
 */
function groupForms(forms, said) {
  const groups = new Map();
  for (const form of [...forms].sort()) {
    const name = JSON.stringify(said.map(({ groups: alike, only }) =>
      (only && !only.includes(form) ? "" : (alike.find((group) => group.includes(form)) ?? [form]).join(" "))));
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(form);
  }
  return [...groups.values()].sort((a, b) => (a.at(-1) < b.at(-1) ? 1 : -1));
}

function cellOf(measure, applicant) {
  const [table, row, column] = measure.code.split(".");
  return [table, row, table === "applications" ? applicant : column];
}

/**
 * An operand of a derived measure, `[sign, row]`, `[sign, row, column]` or `[sign, row, column, editions]`, as
 * `[sign, table, row, column]`, with the editions that have it if not all do.
 */
function readOperand([sign, row, column, only], measure, applicant) {
  const place = measure.derived.by === "channel" ? ["remedies", measure.channel, row] : ["applications", row, column || applicant];
  return only ? [sign, ...place, only] : [sign, ...place];
}

/** The rows of all editions: those of the newest in printed order, each other one behind its neighbour. */
function mergeRows(table, names, tellAlignment) {
  const rows = [];
  for (const [form, printed] of Object.entries(table.forms).sort().reverse()) {
    let before = -1;
    for (const one of printed) {
      let at = rows.findIndex(({ row }) => row === one.row);
      if (at < 0) {
        at = before + 1;
        rows.splice(at, 0, { row: one.row, label: one.label, ...(names.get(key(table.table, one.row)) ?? { short: one.label, labelEn: "" }), groups: one.groups, sum: one.sum, forms: [], cells: [] });
      }
      const row = rows[at];
      row.forms.unshift(form);
      for (const [column, label, unit] of one.cells) {
        const known = row.cells.find((cell) => cell.column === column);
        if (known) known.forms.unshift(form);
        else row.cells.push({ column, label, unit, forms: [form], ...(names.get(key(table.table, "", column)) ?? { short: label, labelEn: "" }), ...tellAlignment(table.table, one.row, column) });
      }
      before = at;
    }
  }
  return rows;
}

/** Short and English names by table and row, or table and column. */
function readNames(measures) {
  const names = new Map();
  for (const { table, rows = [], columns = [] } of measures?.tables ?? []) {
    for (const row of rows) names.set(key(table, row.code), { short: row.label, labelEn: row.label_en });
    for (const column of columns) names.set(key(table, "", column.code), { short: column.label, labelEn: column.label_en });
  }
  return names;
}

export function key(...names) {
  return names.join("\n");
}
