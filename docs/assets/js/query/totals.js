// What may be said of many reports together: a total over those whose scopes do not overlap, medians with their N, each
// scope by itself. Never a total of shares, never over years of a stock. Pure.
//
// Which reports a total takes: an organ's own figures and another organ's never overlap. A report of a whole government
// is left out as soon as another one of its region, or below it, is there; one with subordinates as soon as another of
// the same function is. A report that does not tell its scope is never added.

import { addUp } from "../shared/decimals.js";
import { SCOPES } from "./order.js";
import { isNumber, rankOf, stateOf } from "./values.js";

export const COUNTRY = "100000";

/** Whether one region is another or lies in it. */
export function liesIn(region, above) {
  return region.startsWith(startOf(above));
}

/** What the codes of all regions in a region begin with. */
function startOf(region) {
  return region === COUNTRY ? "" : region.replace(/(00)+$/, "");
}

/** The rows (of one year, each with a number) that a total takes, those left out for overlap, and of unknown scope. */
export function partRows(rows) {
  const told = rows.filter(({ scope }) => scope !== "unknown");
  const counted = countRegions(told);
  const overlap = told.filter((row) => overlaps(row, counted));
  const left = new Set(overlap);
  return { taken: told.filter((row) => !left.has(row)), overlap, unknown: rows.filter(({ scope }) => scope === "unknown") };
}

/** How many rows lie in each region, and of each function: told once, so that ten thousand reports take no longer each. */
function countRegions(rows) {
  const counted = new Map();
  const count = (name) => counted.set(name, (counted.get(name) ?? 0) + 1);
  for (const row of rows) {
    for (let length = 0; length <= row.region.length; length += 1) {
      const start = row.region.slice(0, length);
      count(start);
      count(`${start} ${row.function}`);
    }
  }
  return counted;
}

function overlaps(row, counted) {
  if (row.scope === "organ") return false;
  const start = startOf(row.region);
  return counted.get(row.scope === "government" ? start : `${start} ${row.function}`) > 1; // the row itself is one
}

/** For each column and year: how many fit, have a number, by state; the total and its parts, median and quartiles. */
export function sumUp(rows, columns) {
  const years = [...new Set(rows.map(({ year }) => year))].sort().reverse();
  return columns.map((column, at) => ({
    column,
    years: years.map((year) => sumUpYear(rows.filter((row) => row.year === year), column, at, year)).filter(({ fit }) => fit > 0),
  }));
}

function sumUpYear(all, column, at, year) {
  const rows = all.filter((row) => row.values[at].kind !== "apart");
  const states = {};
  for (const row of rows) {
    const state = stateOf(row.values[at]);
    states[state] = (states[state] ?? 0) + 1;
  }
  const numbers = rows.filter((row) => isNumber(row.values[at]));
  const { taken, overlap, unknown } = partRows(numbers);
  const spreads = SCOPES.map((scope) => {
    const own = numbers.filter((row) => row.scope === scope);
    return { scope, numbers: own.length, ...quartiles(own.map((row) => rankOf(row.values[at]))) };
  }).filter((spread) => spread.numbers > 0);
  const summed = { year, fit: rows.length, states, numbers: numbers.length, spreads };
  if (column.kind === "share") return { ...summed, total: null };
  const total = taken.length > 0 ? addUp(taken.map((row) => ["+", row.values[at].value])) : null;
  return { ...summed, total, taken: taken.length, included: taken, overlap: overlap.length, unknown: unknown.length };
}

/** Median and quartiles (linear between neighbours), null of no number at all. */
export function quartiles(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (part) => {
    if (sorted.length === 0) return null;
    const place = (sorted.length - 1) * part;
    const low = Math.floor(place);
    return sorted[low] + (sorted[Math.ceil(place)] - sorted[low]) * (place - low);
  };
  return { low: at(0.25), median: at(0.5), high: at(0.75) };
}
