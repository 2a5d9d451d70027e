// The rows of the answer in order, and those of one page. A number is only ranked among reports of one scope; rows without
// a number stand at the end, apart. Pure.

import { isNumber, rankOf, stateOf } from "./values.js";

export const PAGE = 50;
export const SCOPES = ["organ", "subordinates", "government", "unknown"];
const PLAIN = { agency: (row) => row.order, year: (row) => row.year, scope: (row) => SCOPES.indexOf(row.scope), form: (row) => row.form };

/** What `sort=` names: `{key, down, at}`, `at` the column's place or -1; null where there is no such column. */
export function readSort(sort, columns) {
  if (!sort) return { key: "", down: false, at: -1 };
  const key = sort.replace(/^-/, "");
  const at = columns.findIndex(({ code }) => code === key);
  return at >= 0 || Object.hasOwn(PLAIN, key) ? { key, down: sort.startsWith("-"), at } : null;
}

/** The rows kept by the words and the state asked for. */
export function keepRows(rows, fits, state) {
  return rows.filter((row) => (!state || row.values.some((value) => stateOf(value) === state)) && (!fits || fits(row)));
}

/**
 * Rows in groups: by a column's number, one group a scope, the last those without a number; else one group of all.
 * Without a sort: newest year first, then by region and agency.
 */
export function orderRows(rows, sort) {
  const usual = [...rows].sort((a, b) => b.year - a.year || a.order - b.order);
  if (sort.at < 0) {
    const of = PLAIN[sort.key];
    if (!of) return [{ kind: "all", rows: usual }];
    return [{ kind: "all", rows: usual.sort((a, b) => compare(of(a), of(b)) * (sort.down ? -1 : 1)) }];
  }
  const valueOf = (row) => row.values[sort.at];
  const ranked = usual.filter((row) => isNumber(valueOf(row)));
  ranked.sort((a, b) => (rankOf(valueOf(a)) - rankOf(valueOf(b))) * (sort.down ? -1 : 1));
  const groups = SCOPES.map((scope) => ({ kind: "scope", scope, rows: ranked.filter((row) => row.scope === scope) }));
  groups.push({ kind: "without", rows: usual.filter((row) => !isNumber(valueOf(row))) });
  return groups.filter((group) => group.rows.length > 0);
}

/** What stands on a page: groups with the rows of them that fall on it, and how many pages there are. */
export function cutPage(groups, page) {
  const total = groups.reduce((sum, group) => sum + group.rows.length, 0);
  const pages = Math.max(1, Math.ceil(total / PAGE));
  const now = Math.min(Math.max(1, page), pages);
  const [from, to] = [(now - 1) * PAGE, now * PAGE];
  const shown = [];
  let at = 0;
  for (const group of groups) {
    const rows = group.rows.slice(Math.max(0, from - at), Math.max(0, to - at));
    if (rows.length > 0) shown.push({ ...group, all: group.rows.length, rows });
    at += group.rows.length;
  }
  return { groups: shown, page: now, pages, total };
}

function compare(one, other) {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
