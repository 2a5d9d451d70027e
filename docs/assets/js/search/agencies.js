// Words → the agencies whose names, places, pinyin or id they fit, best first. The index leaves a few, and the matcher of
// the filter of agencies tells which fit and how well, so that both pages find the same.

import { prepare, score } from "../filter/match.js";
import { agencyFacets } from "./filters.js";
import { countSlips, cutWord, simplify, slipsAllowed } from "./loose.js";
import { intersect } from "./reader.js";

const PATIENCE = 1500; // agencies looked at at most
const SLIP = 10; // rank of those that fit but for slips

/**
 * `{found, exact}`: agencies `{id, name, places, held, others, slips, rank}`, best first; not exact where too many may
 * fit. With `variants` (loose mode) a word of four characters or more may differ from a name by one slip.
 */
export async function findAgencies(partition, query, asked, variants = null) {
  const words = query.words.map((word) => simplify(word, variants ?? NONE));
  const excluded = query.excluded.map((word) => simplify(word, variants ?? NONE));
  const lists = await Promise.all([
    ...words.map((word) => listCandidates(partition, word, mostSlips(word, variants))),
    ...agencyFacets(asked).map((facet) => partition.numbersOf(facet)),
  ]);
  const numbers = lists.length ? lists.reduce(intersect) : [];
  const rows = await Promise.all(numbers.slice(0, PATIENCE).map((number) => partition.row(number)));
  const found = rows.map((row) => readRow(row, words, excluded, variants)).filter(({ rank }) => rank >= 0);
  found.sort((one, other) => one.rank - other.rank || (one.id < other.id ? -1 : 1));
  return { found, exact: numbers.length <= PATIENCE };
}

const NONE = new Map();

/** Slips in the name of an agency: one at most, for names differ by few characters; none in pinyin and numbers. */
const mostSlips = (word, variants) => (variants && !/^[0-9a-z]+$/.test(word) ? Math.min(1, slipsAllowed(word)) : 0);

/** Numbers of all agencies that may fit; with a slip one half of the word at least stands in the name, or its middle swapped. */
async function listCandidates(partition, word, slips) {
  const fit = await partition.candidatesOf(word);
  if (slips === 0) return fit;
  const { pieces, bridges } = cutWord(word, slips, () => 0);
  const [almost, ...halves] = await Promise.all([
    partition.candidatesOf(word, slips),
    ...[...pieces, ...bridges].map((piece) => partition.containing(piece)),
  ]);
  return [...new Set([...fit, ...intersect(almost, halves.flat())])].sort((one, other) => one - other);
}

function readRow([id, name, pinyin, places, held, others], words, excluded, variants) {
  const plain = (text) => simplify(text, variants ?? NONE);
  const names = [name, ...others];
  const found = prepare(names.map(plain), id, pinyin, places.map(plain));
  const agency = { id, name, places, held, others, slips: 0, rank: -1 };
  if (excluded.some((word) => found.names.some((each) => each.includes(word)))) return agency;
  let rank = 0;
  for (const word of words) {
    const one = score(found, [word]);
    const slips = one < 0 ? Math.min(...found.names.map((each) => countSlips(each, word, mostSlips(word, variants)))) : 0;
    if (slips === Infinity) return agency;
    agency.slips += slips;
    rank = Math.max(rank, one);
  }
  return { ...agency, rank: rank + SLIP * agency.slips };
}
