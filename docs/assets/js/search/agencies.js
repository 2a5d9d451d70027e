// Words → the agencies whose names, places, pinyin or id they fit, best first. The index leaves a few, and the matcher of
// the filter of agencies tells which fit and how well, so that both pages find the same.

import { prepare, score } from "../filter/match.js";
import { agencyFacets } from "./filters.js";
import { simplify } from "./loose.js";
import { intersect } from "./reader.js";

const PATIENCE = 1500; // agencies looked at at most

/** `{found, exact}`: agencies `{id, name, places, held, others, rank}`, best first; not exact where too many may fit. */
export async function findAgencies(partition, query, asked, variants = new Map()) {
  const words = query.words.map((word) => simplify(word, variants));
  const excluded = query.excluded.map((word) => simplify(word, variants));
  const lists = await Promise.all([
    ...words.map((word) => partition.candidatesOf(word)),
    ...agencyFacets(asked).map((facet) => partition.numbersOf(facet)),
  ]);
  const numbers = lists.length ? lists.reduce(intersect) : [];
  const rows = await Promise.all(numbers.slice(0, PATIENCE).map((number) => partition.row(number)));
  const found = rows.map((row) => readRow(row, words, excluded, variants)).filter(({ rank }) => rank >= 0);
  found.sort((one, other) => one.rank - other.rank || (one.id < other.id ? -1 : 1));
  return { found, exact: numbers.length <= PATIENCE };
}

function readRow([id, name, pinyin, places, held, others], words, excluded, variants) {
  const plain = (text) => simplify(text, variants);
  const names = [name, ...others];
  const found = prepare(names.map(plain), id, pinyin, places.map(plain));
  const isExcluded = excluded.some((word) => found.names.some((each) => each.includes(word)));
  return { id, name, places, held, others, rank: isExcluded ? -1 : score(found, words) };
}
