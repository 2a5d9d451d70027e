// What narrows a search, and how it stands in the address. Comes in: an address. Goes out: what is asked for; the terms,
// partitions and kinds that it leaves. Refuses to know: the page, the index' files.

import { facet } from "./reader.js";

export const FILTERS = ["region", "year", "level", "function", "section", "state", "agency"];
export const KINDS = ["title", "section", "table"];
const FACETS = { region: "r", level: "l", function: "f", agency: "a", state: "t" };
const FORMS = { mode: /^loose$/, year: /^\d{4}$/, section: /^(?:\d|agency|title|table)$/ };
const CODE = /^[0-9a-z_-]{1,120}$/;
const LONGEST = 200; // units of a question
const COUNTRY = "100000"; // all of it lies in it: no filter
const SHOWN = 20; // of what cannot be meant

/** What an address asks for: `{q, mode, region, …}`, each a string, empty where it says nothing that can be meant. */
export function readAsked(query) {
  const given = new URLSearchParams(query);
  const asked = { q: (given.get("q") ?? "").slice(0, LONGEST) };
  for (const name of ["mode", ...FILTERS]) {
    const value = given.get(name) ?? "";
    asked[name] = (FORMS[name] ?? CODE).test(value) ? value : "";
  }
  if (asked.region === COUNTRY) asked.region = "";
  return asked;
}

/** What an address says that cannot be meant: `{name, value}`; of too long a question the length that may be. */
export function listOdd(query) {
  const given = new URLSearchParams(query);
  const odd = ["mode", ...FILTERS].filter((name) => given.get(name) && !(FORMS[name] ?? CODE).test(given.get(name)))
    .map((name) => ({ name, value: given.get(name).slice(0, SHOWN) }));
  return (given.get("q") ?? "").length > LONGEST ? [{ name: "q", value: LONGEST }, ...odd] : odd;
}

/** The same as the query of an address, `?` included; empty where nothing is asked. */
export function writeAsked(asked) {
  const query = new URLSearchParams();
  for (const name of ["q", "mode", ...FILTERS]) {
    if (asked[name]?.trim()) query.set(name, asked[name]);
  }
  return query.size ? `?${query}` : "";
}

/** The filters that are set, in the order of the form. */
export function listSet(asked) {
  return FILTERS.filter((name) => asked[name]);
}

/** The same without these filters. */
export function without(asked, ...names) {
  return { ...asked, ...Object.fromEntries(names.map((name) => [name, ""])) };
}

/** The terms under which the index lists what the filters leave. */
export function facetTerms(asked) {
  const terms = Object.entries(FACETS).filter(([name]) => asked[name]).map(([name, letter]) => facet(letter, asked[name]));
  return /^\d$/.test(asked.section) ? [...terms, facet("s", asked.section)] : terms;
}

/** The terms under which the index lists the agencies that the filters leave. */
export function agencyFacets(asked) {
  const terms = facetTerms({ ...asked, section: "", state: "" });
  return asked.year ? [...terms, facet("y", asked.year)] : terms;
}

/** The kinds of documents of reports that are looked through; without words only titles, one for each report. */
export function kindsOf(asked, hasWords = true) {
  if (asked.section === "agency") return [];
  if (KINDS.includes(asked.section)) return [asked.section];
  if (asked.section) return ["section"];
  return hasWords ? KINDS : ["title"];
}

/** Whether agencies are looked through: what parts of a report or states of cells narrow, narrows no agency. */
export function wantsAgencies(asked, hasWords = true) {
  return hasWords && !asked.state && !asked.agency && ["", "agency"].includes(asked.section);
}

/** The partitions that may hold what the filters leave. */
export function choosePartitions(asked, partitions) {
  return partitions.filter(({ year, province }) =>
    (!asked.year || year === asked.year) && (!asked.region || !province || asked.region.startsWith(province)));
}

/** The page of agencies with the same words and filters, as an address below the site's root. */
export function agenciesAddress(asked) {
  const query = new URLSearchParams();
  const given = { name: asked.q.replace(/["“”＂]/gu, " ").trim(), region: asked.region, level: asked.level, function: asked.function, years: asked.year };
  for (const [name, value] of Object.entries(given)) if (value) query.set(name, value);
  return `agencies/?${query}`;
}
