// Forms, reports and a view → the lines of the tables: one for each cell of the form, a cell for each report.
// A blank is never 0; a difference is told only where both numbers are printed and the cells mean the same.

import { BOTH } from "./address.js";
import { subtract } from "../shared/decimals.js";

const TOTAL = "total";

/** The editions of the reports given, `{form, reports}` each, in the order in which they come; those without a form too. */
export function listEditions(reports) {
  const found = new Map();
  for (const report of reports) {
    if (!found.has(report.form)) found.set(report.form, { form: report.form, reports: [] });
    found.get(report.form).reports.push(report);
  }
  return [...found.values()];
}

/** The reports whose cells are shown together: those of one edition, or of all editions that print tables. */
export function chooseReports(reports, edition, forms) {
  const printed = reports.filter((report) => forms.tables.some((table) => report.form in table.forms));
  return edition === BOTH ? printed : printed.filter((report) => report.form === edition);
}

/**
 * The table `{table, title, blocks, shown, total}`, blocks of lines under one group of heads:
 * `{groups, head, lines}`, a line `{row, column, label, unit, sum, tag, reason, cells}`.
 */
export function buildTable(described, forms, reports, view) {
  const editions = [...new Set(reports.map((report) => report.form))].sort().reverse();
  const alignment = new Map(forms.alignment.map(([table, row, column, ...said]) => [key(table, row, column), said]));
  const places = placesOf(described, editions, reports, (row, column) => {
    const found = alignment.get(key(described.table, row, column)) ?? alignment.get(key(described.table, row, "*"));
    return found ?? [[], ""];
  });
  const wanted = places.filter((place) => described.table !== "applications" || view.everyone || place.column === TOTAL);
  const lines = wanted.map((place) => fillLine(described.table, place, reports, view.base));
  const shown = view.only ? lines.filter((line) => line.differs) : lines;
  return { table: described.table, title: described.title, blocks: gather(shown, view.everyone), shown: shown.length, total: lines.length };
}

/** The places of all editions shown, those of the newest in printed order, each other one behind its neighbour. */
function placesOf(described, editions, reports, tell) {
  const printed = new Set(
    reports.flatMap((report) => (report.tables[described.table] ?? []).map((cell) => key(cell.row, cell.column))),
  );
  const several = editions.length > 1;
  const ordered = [];
  for (const [form, rows] of Object.entries(described.forms).sort(([a], [b]) => rank(a, editions) - rank(b, editions))) {
    const own = editions.includes(form);
    let before = -1;
    for (const row of rows) {
      for (const [column, columnLabel, unit] of row.cells) {
        const [groups, reason] = tell(row.row, column);
        const groupOf = (one) => findGroup(groups, one);
        const name = key(row.row, column);
        const at = ordered.findIndex((place) => place.name === name && (!several || !own || place.group === groupOf(form)));
        if (at >= 0) {
          before = at;
          if (ordered[at].columnLabel !== columnLabel && own) ordered[at].spelled.push([form, columnLabel]);
          continue;
        }
        if (!own && !printed.has(name)) continue;
        const kin = ordered.findLastIndex((place) => place.row === row.row && place.form === form);
        const same = ordered.findLastIndex((place) => place.row === row.row);
        const place = {
          name, form, row: row.row, column, rowLabel: row.label, columnLabel, unit, groups: row.groups, sum: row.sum,
          alone: row.cells.length === 1, foreign: !own, reason, spelled: [],
          groupOf, group: groupOf(form), editions: editions.filter((one) => one === form || groupOf(one) === groupOf(form)),
          aligned: editions.every((one) => groupOf(one) === groupOf(editions[0])),
        };
        const behind = kin >= 0 ? kin : same >= 0 ? same : own && before < 0 ? ordered.length - 1 : before;
        ordered.splice(behind + 1, 0, place);
        before = behind + 1;
      }
    }
  }
  return ordered;
}

/** The editions in which a cell means the same as in this one; the edition itself where nobody has said so. */
function findGroup(groups, form) {
  return (groups.find((group) => group.includes(form)) ?? [form]).join(" ");
}

function rank(form, editions) {
  const at = editions.indexOf(form);
  return at < 0 ? editions.length : at;
}

function fillLine(table, place, reports, base) {
  const cells = reports.map((report) => {
    if (!place.aligned && place.groupOf(report.form) !== place.group) return { kind: "apart" };
    const found = report.cells.get(key(table, place.row, place.column));
    return found ? { kind: "cell", ...found } : { kind: "none" };
  });
  const baseCell = cells[reports.findIndex((report) => report.report_id === base)];
  const line = { ...place, table };
  line.cells = cells.map((cell, at) => ({
    ...cell,
    report: reports[at],
    base: reports[at].report_id === base,
    difference: isNumber(cell) && isNumber(baseCell) && cell !== baseCell ? subtract(cell.value, baseCell.value) : null,
  }));
  line.differs = !cells.every((cell) => isSame(cell, cells[0]));
  return line;
}

function isNumber(cell) {
  return cell?.kind === "cell" && cell.state === "reported";
}

/** Whether two cells say the same. What could not be read, or is not printed in both editions, is never the same. */
function isSame(one, other) {
  if (one.kind !== "cell" || other.kind !== "cell" || one.state === "unreadable") return false;
  if (one.state !== other.state) return false;
  return one.state !== "reported" || subtract(one.value, other.value) === "0";
}

/** Lines in blocks: neighbours under the same groups, and a row of several columns under its own label. */
function gather(lines, everyone) {
  const blocks = [];
  for (const line of lines) {
    const several = !line.alone && (line.table !== "applications" || everyone);
    const head = several ? line.rowLabel : "";
    const last = blocks.at(-1);
    const fits = last && last.head === head && last.groups.join("|") === line.groups.join("|") && (!head || last.row === line.row);
    const label = several ? line.columnLabel : line.rowLabel;
    const more = !several && line.column !== TOTAL ? line.columnLabel : "";
    if (!fits) blocks.push({ groups: line.groups, head, row: line.row, lines: [] });
    blocks.at(-1).lines.push({ ...line, label, more });
  }
  return blocks;
}

function key(...names) {
  return names.join("\n");
}
