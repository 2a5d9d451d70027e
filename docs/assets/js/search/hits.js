// A query, an index and those of its partitions that are looked through → the documents that hold its words, each compared
// with the query before it is given out. Refuses to know: files, the page, what a word with a slip is (`near.js`).

import { KINDS } from "./filters.js";
import { normalise } from "./normalise.js";
import { isTerm, termsOf } from "./query.js";

const AT_ONCE = 3; // lists of terms asked for together
const BATCH = 60; // texts compared together at most
const BLOCK = 12_000; // bytes of a file of texts, about
const PATIENCE = 60; // texts compared before a reader is asked whether to go on

/**
 * The hits of a query: those with the fewest slips first, of these the likest (see `near.js`), then titles, sections,
 * tables, each in the order of the index.
 *
 * `more(count)` reads on until that many further hits are found, nothing is left, or a limit is reached. `hits` are those
 * found so far, each a document with `slips`; `left` is how many documents may still hold the words; `most` how many
 * hits there are at most, and exactly if `exact`: a query whose words are terms is answered by the lists alone.
 * `facets` are terms every document must have; `way` tells how words are looked up and compared (`EXACT`, or `near.js`).
 */
export class Search {
  hits = [];

  constructor(index, partitions, query, { facets = [], kinds = KINDS, way = EXACT } = {}) {
    this.#index = index;
    this.#query = query;
    this.#way = way;
    this.#kinds = kinds;
    this.#parts = way.isVain(query) ? [] : partitions.map((partition) => new Part(partition, facets));
    this.#certain = way.isCertain(query);
    this.#mostSlips = way.countMost(query);
  }

  #index;
  #query;
  #way;
  #kinds;
  #parts;
  #certain;
  #mostSlips;
  #slips = 0;
  #tiers = [0];
  #tier = 0;
  #kind = 0;
  #compared = 0;

  get left() {
    return this.#kinds.reduce((sum, kind) => sum + this.#leftOf(kind), 0);
  }

  get most() {
    return this.hits.length + this.left;
  }

  get exact() {
    return this.#certain || this.left === 0;
  }

  /** Texts compared so far. */
  get compared() {
    return this.#compared;
  }

  /** Of each kind looked through: `{kind, found, left, exact}`; what is certain is counted as found. */
  get counts() {
    return this.#kinds.map((kind) => {
      const left = this.#leftOf(kind);
      const found = this.hits.filter((hit) => hit.kind === kind).length;
      return this.#certain ? { kind, found: found + left, left: 0, exact: true } : { kind, found, left, exact: left === 0 };
    });
  }

  /** Look the words up; nothing is compared yet. */
  async begin() {
    await Promise.all(this.#parts.map((part) => part.begin(this.#index, this.#query, this.#way, this.#certain)));
    const likeness = new Set(this.#parts.flatMap((part) => [...part.likeness]));
    this.#tiers = [...likeness].sort((one, other) => other - one);
    return this;
  }

  /** At most so many `texts` are compared, and none once the index has `fetched` so many bytes in all. */
  async more(count, { texts = PATIENCE, fetched = Infinity } = {}) {
    const wanted = this.hits.length + count;
    const end = this.#compared + texts;
    while (this.hits.length < wanted && this.#compared < end && this.#index.fetched < fetched && this.#slips <= this.#mostSlips) {
      const affordable = Math.ceil((fetched - this.#index.fetched) / BLOCK);
      const needed = ((wanted - this.hits.length) * (this.#compared + 1)) / (this.hits.length + 1); // if it goes on as it began
      const batch = this.#take(Math.max(1, Math.min(BATCH, Math.ceil(needed), end - this.#compared, affordable)));
      if (batch.length) await this.#compare(batch);
      else this.#goOn();
    }
    return this;
  }

  #leftOf(kind) {
    return this.#parts.reduce((sum, part) => sum + part.left(kind), 0);
  }

  #goOn() {
    this.#kind += 1;
    if (this.#kind < this.#kinds.length) return;
    this.#kind = 0;
    this.#parts.forEach((part) => part.rewind());
    this.#tier += 1;
    if (this.#tier < this.#tiers.length) return;
    this.#tier = 0;
    this.#slips += 1;
  }

  #take(count) {
    const taken = [];
    for (const part of this.#parts) {
      if (taken.length >= count) break;
      const entries = part.take(this.#kinds[this.#kind], this.#slips, this.#tiers[this.#tier], count - taken.length);
      taken.push(...entries.map((entry) => ({ part, entry })));
    }
    return taken;
  }

  async #compare(batch) {
    const unknown = batch.filter(({ entry }) => !entry.document);
    await Promise.all(unknown.map(async ({ part, entry }) => {
      entry.document = await part.partition.document(entry.number);
      entry.slips = this.#way.judge(entry.document, this.#query);
    }));
    this.#compared += unknown.length;
    const tallies = new Map();
    for (const { part, entry } of batch) {
      const isHit = entry.slips === this.#slips;
      part.settle(this.#kinds[this.#kind], entry, this.#slips);
      if (isHit) this.hits.push({ ...entry.document, slips: entry.slips });
      const [hits, all] = tallies.get(part) ?? [0, 0];
      tallies.set(part, [hits + isHit, all + 1]);
    }
    const poor = [...tallies].filter(([, [hits, all]]) => hits * 2 < all);
    await Promise.all(poor.map(([part]) => part.narrow()));
  }
}

/** A document that has all words as they are. */
export const SAME = { slips: 0, like: 0 };

/** Words as they are: each in the text, none of those excluded. */
export const EXACT = {
  countMost: () => 0,
  isCertain: (query) => [...query.words, ...query.excluded].every(isTerm),
  /** Whether no text can hold what is asked for: a word holds another that is not wanted. */
  isVain: ({ words, excluded }) => words.some((word) => excluded.some((other) => word.includes(other))),
  judge(document, query) {
    const text = normalise(searchedText(document));
    const holds = query.words.every((word) => text.includes(word)) && !query.excluded.some((word) => text.includes(word));
    return holds ? 0 : Infinity;
  },
  /**
   * `{numbers, terms}`: the documents that the rarest lists leave, by number, with the fewest `slips` each may have and
   * how `like` the words it is (those of one kind and as many slips stand in this order), and the terms not asked for.
   * Without words `numbers` is null: all documents are left.
   */
  async lookUp(partition, index, query, all) {
    const terms = [...new Set(query.words.flatMap(termsOf))].sort((one, other) => index.rarity(other) - index.rarity(one));
    const asked = all ? terms.length : AT_ONCE;
    const [lists, unwanted] = await Promise.all([terms.slice(0, asked), query.excluded.filter(isTerm)].map((some) =>
      Promise.all(some.map((term) => partition.numbersOf(term)))));
    const refused = new Set(unwanted.flat());
    const left = lists.length ? intersectAll(lists).filter((number) => !refused.has(number)) : null;
    return { numbers: left && new Map(left.map((number) => [number, SAME])), terms: terms.slice(asked) };
  },
};

/** What of a document is searched, as it is printed. */
export function searchedText(document) {
  return `${document.heading}\n${document.text}`;
}

/** The documents of one partition that may be hits, by kind, in order, each with the fewest slips it may have. */
class Part {
  likeness = new Set();
  #facets;
  #terms = [];
  #queues = new Map();

  constructor(partition, facets) {
    this.partition = partition;
    this.#facets = facets;
  }

  async begin(index, query, way, all) {
    const [{ numbers, terms }, ...facets] = await Promise.all([
      way.lookUp(this.partition, index, query, all),
      ...this.#facets.map((facet) => this.partition.numbersOf(facet)),
    ]);
    this.#terms = terms;
    const left = facets.length ? new Set(intersectAll(facets)) : null;
    this.likeness = new Set(numbers ? [...numbers.values()].map((each) => each.like) : [SAME.like]);
    let start = 0;
    for (const kind of KINDS) {
      const end = start + this.partition.kinds[kind];
      this.#queues.set(kind, { entries: listEntries(numbers, left, start, end), at: 0, settled: 0 });
      start = end;
    }
  }

  /** How many of a kind are neither found nor refused. */
  left(kind) {
    const { entries, settled } = this.#queues.get(kind);
    return entries.length - settled;
  }

  rewind() {
    for (const queue of this.#queues.values()) queue.at = 0;
  }

  /** The next entries of a kind that have so many slips, or may have, and are so like the words. */
  take(kind, slips, like, count) {
    const queue = this.#queues.get(kind);
    const taken = [];
    for (; queue.at < queue.entries.length && taken.length < count; queue.at += 1) {
      const entry = queue.entries[queue.at];
      if (entry.slips === slips && entry.like === like) taken.push(entry);
    }
    return taken;
  }

  /** An entry was compared: it is done with, unless it is a hit of more slips, to be given out later. */
  settle(kind, entry, slips) {
    if (entry.slips === slips || entry.slips === Infinity) this.#queues.get(kind).settled += 1;
  }

  /** Ask for the lists of the rarest terms not asked for yet; what does not stand in them is done with. */
  async narrow() {
    const lists = await Promise.all(this.#terms.splice(0, AT_ONCE).map((term) => this.partition.numbersOf(term)));
    if (!lists.length) return;
    const held = new Set(intersectAll(lists));
    for (const queue of this.#queues.values()) {
      queue.entries = queue.entries.slice(queue.at).filter((entry) => held.has(entry.number));
      queue.at = queue.settled = 0;
    }
  }
}

function listEntries(numbers, left, start, end) {
  if (numbers) {
    return [...numbers]
      .filter(([number]) => number >= start && number < end && (!left || left.has(number)))
      .sort(([one], [other]) => one - other)
      .map(([number, { slips, like }]) => ({ number, slips, like, document: null }));
  }
  const all = left ? [...left].filter((number) => number >= start && number < end) : Array.from({ length: end - start }, (_, at) => start + at);
  return all.sort((one, other) => one - other).map((number) => ({ number, ...SAME, document: null }));
}

/** What stands in all lists, in the order of the shortest. */
export function intersectAll(lists) {
  const [shortest, ...others] = [...lists].sort((one, other) => one.length - other.length);
  const held = others.map((list) => new Set(list));
  return shortest.filter((number) => held.every((list) => list.has(number)));
}
