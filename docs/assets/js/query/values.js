// A report's cells → the value of one column: a number, a share with its counts, or why there is none. Blank is never 0:
// a sum of which one part is no number is none, whatever the others say. Pure.

import { addUp, writePercent } from "../shared/decimals.js";
import { key } from "./measures.js";

export const NOT_PRINTED = "none"; // the edition has no such cell
export const APART = "apart"; // the other edition's column has it
export const NO_TABLES = "untold"; // no edition could be told

/**
 * The value of a column in a report with `form` and `cells` (a Map by table, row, column). `kind` is
 * `number` {value, corrected, at}, `share` {value, numerator, denominator, …}, `few` (a share of too few), `zero` (of
 * none), `state` {state, lacking} or one of NOT_PRINTED, APART, NO_TABLES. `at` is the cell that a link leads to.
 */
export function readValue(column, report, ratesFrom) {
  if (report.form === "none") return { kind: NO_TABLES };
  if (column.form && !column.forms.includes(report.form)) return { kind: APART };
  const over = addCells(column.numerator, report);
  if (!column.denominator) return over;
  const under = addCells(column.denominator, report);
  const lacking = [over, under].find(({ kind }) => kind !== "number");
  if (lacking) return lacking;
  const share = { numerator: over.value, denominator: under.value, corrected: over.corrected || under.corrected, at: over.at };
  if (Number(under.value) <= 0) return { kind: "zero", ...share };
  if (Number(under.value) < ratesFrom) return { kind: "few", ...share };
  return { kind: "share", value: writePercent(over.value, under.value), ...share };
}

/** Whether a value is a number that may be sorted, drawn and counted. */
export function isNumber(value) {
  return value.kind === "number" || value.kind === "share";
}

/** By what a value is sorted: a number, more exact than what is shown of a share. */
export function rankOf(value) {
  return value.kind === "share" ? Number(value.numerator) / Number(value.denominator) : Number(value.value);
}

/** What a value is counted under: `number`, a state, or another kind. */
export function stateOf(value) {
  if (isNumber(value)) return "number";
  return value.kind === "state" ? value.state : value.kind;
}

function addCells(operands, { form, cells }) {
  const own = operands.filter(([, , , , only]) => !only || only.includes(form));
  if (own.length === 0) return { kind: NOT_PRINTED };
  const found = own.map(([sign, table, row, column]) => ({ sign, place: [table, row, column], cell: cells.get(key(table, row, column)) }));
  const at = found[0].place;
  const corrected = found.some(({ cell }) => cell?.corrected);
  const none = found.find(({ cell }) => !cell);
  if (none) return { kind: NOT_PRINTED };
  const lacking = found.find(({ cell }) => cell.state !== "reported");
  if (lacking) return { kind: "state", state: lacking.cell.state, corrected, at: lacking.place, alone: found.length === 1 };
  const value = addUp(found.map(({ sign, cell }) => [sign, cell.value]));
  return value === null ? { kind: "state", state: "unreadable", corrected, at } : { kind: "number", value, corrected, at };
}
