// Words with slips, and traditional characters as simplified: how they are looked up in an index and compared.
// `loose.js` knows what a slip is; this knows the index.

import { intersectAll, SAME, searchedText } from "./hits.js";
import { countSlips, cutWord, simplify, slipsAllowed } from "./loose.js";
import { normalise } from "./normalise.js";
import { termsOf } from "./query.js";
import { SIMPLIFIED } from "./reader.js";

const RAREST = 3; // lists asked for of a word that may have no slip
const MOST_LISTS = 10; // lists asked for of all words together; the other words are compared in the texts

/** The way of `Search` for words with slips; `variants` maps traditional characters to simplified ones. */
export function makeNear(variants) {
  const read = (text) => simplify(normalise(text), variants);
  return {
    read,
    countMost: (query) => query.words.reduce((sum, word) => sum + slipsAllowed(word), 0),
    isCertain: (query) => query.words.length === 0 && query.excluded.length === 0,
    isVain: ({ words, excluded }) =>
      words.some((word) => slipsAllowed(word) === 0 && excluded.some((other) => simplify(word, variants).includes(simplify(other, variants)))),
    judge(document, query) {
      const text = read(searchedText(document));
      if (query.excluded.some((word) => text.includes(simplify(word, variants)))) return Infinity;
      let slips = 0;
      for (const word of query.words) {
        slips += countSlips(text, simplify(word, variants), slipsAllowed(word));
        if (slips === Infinity) break;
      }
      return slips;
    },
    async lookUp(partition, index, query) {
      const plans = planLists(query.words.map((word) => simplify(word, variants)), index);
      if (!plans.length) return { numbers: null, terms: [] };
      const numbers = await Promise.all(plans.map((plan) => follow(plan, partition)));
      return { numbers: addUp(numbers), terms: [] };
    },
  };
}

/** Which lists to ask for, for as many words as are worth it, the rarest first; one word at least. */
function planLists(words, index) {
  const commonness = (term) => -index.rarity(term);
  const plans = words.map((word) => planWord(word, commonness)).filter(({ terms }) => terms.length)
    .sort((one, other) => one.common - other.common);
  let lists = 0;
  return plans.filter(({ terms }, at) => (lists += terms.length) <= MOST_LISTS || at === 0);
}

/**
 * The lists of one word: `terms` are asked for; one of `pieces` or `bridges` is in every text that has the word, and
 * `pairs`, by their place in the word, tell how many slips a text has at least.
 */
function planWord(word, commonness) {
  const slips = slipsAllowed(word);
  const byRarity = (terms) => [...new Set(terms)].sort((one, other) => commonness(one) - commonness(other));
  const rarest = (text) => byRarity(termsOf(text))[0];
  if (slips === 0) {
    const terms = byRarity(termsOf(word)).slice(0, RAREST);
    return { slips, terms, common: terms.length ? commonness(terms[0]) : 0 };
  }
  const { pieces, bridges } = cutWord(word, slips, (text) => commonness(rarest(text)));
  const needed = [...pieces.map(rarest), ...bridges];
  const pairs = Array.from(word).slice(1).map((character, at) => Array.from(word)[at] + character);
  const further = byRarity(pairs.filter((pair) => !needed.includes(pair))).slice(0, Math.max(0, MOST_LISTS - needed.length));
  const terms = [...new Set([...needed, ...further])];
  const common = Math.max(...pieces.map((piece) => commonness(rarest(piece))));
  return { slips, terms, pieces: pieces.map(rarest), bridges, pairs: pairs.map((pair) => (terms.includes(pair) ? pair : null)), common };
}

/**
 * The documents a plan leaves: number → the fewest slips it may have, and how many of the pairs asked for it holds. What
 * holds more is compared first, so that hits are found soon among many that have but a common half of the word.
 */
async function follow({ slips, terms, pieces, bridges, pairs }, partition) {
  const lists = new Map(await Promise.all(terms.map(async (term) => [term, await listBoth(term, partition)])));
  if (slips === 0) return new Map(intersectAll([...lists.values()]).map((number) => [number, SAME]));
  const held = count(pieces.map((term) => lists.get(term)));
  const bridged = count(bridges.map((term) => lists.get(term)));
  const sets = pairs.map((pair) => (pair ? new Set(lists.get(pair)) : null));
  const asked = sets.filter(Boolean);
  const found = new Map();
  for (const number of new Set([...held.keys(), ...bridged.keys()])) {
    const spoilt = pieces.length - (held.get(number) ?? 0);
    const fewest = Math.max(spoilt - Math.min(bridged.get(number) ?? 0, spoilt >> 1), countGaps(sets, number));
    if (fewest <= slips) found.set(number, { slips: fewest, like: asked.filter((set) => set.has(number)).length });
  }
  return found;
}

/** How many slips explain the pairs that a document lacks: one spoils three pairs in a row at most. */
function countGaps(sets, number) {
  let gaps = 0;
  for (let at = 0; at < sets.length; at += 1) {
    if (!sets[at] || sets[at].has(number)) continue;
    gaps += 1;
    at += 2;
  }
  return gaps;
}

async function listBoth(term, partition) {
  const lists = await Promise.all([partition.numbersOf(term), partition.numbersOf(SIMPLIFIED + term)]);
  return lists[1].length ? [...new Set(lists.flat())] : lists[0];
}

function count(lists) {
  const found = new Map();
  for (const list of lists) for (const number of list) found.set(number, (found.get(number) ?? 0) + 1);
  return found;
}

/** What stands in all of these, slips and likeness added. */
function addUp([first, ...others]) {
  const found = new Map();
  for (const [number, own] of first) {
    if (!others.every((other) => other.has(number))) continue;
    const all = [own, ...others.map((other) => other.get(number))];
    found.set(number, { slips: sum(all, "slips"), like: sum(all, "like") });
  }
  return found;
}

const sum = (entries, name) => entries.reduce((total, each) => total + each[name], 0);
