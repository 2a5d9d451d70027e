// A query and an index → the documents that hold its words: each compared with the query before it is given out.

import { normalise } from "./normalise.js";
import { bigramsOf } from "./query.js";

const KINDS = ["agency", "title", "section"];
const AT_ONCE = 3; // lists of bigrams asked for together
const BATCH = 10; // texts compared together

/**
 * The hits of a query, agencies first, then titles, then sections, each in the order of the index.
 *
 * `more(count)` reads on until that many further hits are found or nothing is left. `hits` are those found so far;
 * `left` is how many documents may still hold the words; `most` how many hits there are at most, and exactly if
 * `exact`: a query of two-character words is answered by the lists alone.
 */
export class Search {
  hits = [];

  constructor(partitions, query) {
    this.#query = query;
    const bigrams = [...new Set(query.words.flatMap(bigramsOf))];
    this.#parts = partitions.map((partition) => new Candidates(partition, bigrams));
    this.#certain = query.excluded.length === 0 && query.words.every((word) => Array.from(word).length === 2);
  }

  #query;
  #parts;
  #certain;
  #kind = 0;

  get left() {
    return this.#parts.reduce((sum, part) => sum + part.left(this.#kind), 0);
  }

  get most() {
    return this.hits.length + this.left;
  }

  get exact() {
    return this.#certain || this.left === 0;
  }

  /** Look the words up; nothing is compared yet. */
  async begin() {
    await Promise.all(this.#parts.map((part) => part.narrow(this.#certain ? Infinity : AT_ONCE)));
    return this;
  }

  async more(count) {
    const wanted = this.hits.length + count;
    while (this.hits.length < wanted && this.#kind < KINDS.length) {
      const part = this.#parts.find((candidate) => candidate.has(this.#kind));
      if (part) await this.#compare(part, Math.min(BATCH, wanted - this.hits.length));
      else this.#kind += 1;
    }
    return this;
  }

  async #compare(part, count) {
    const numbers = part.take(this.#kind, count);
    const documents = await Promise.all(numbers.map((number) => part.partition.document(number)));
    const found = documents.filter((document) => holds(document, this.#query));
    this.hits.push(...found);
    if (found.length * 2 < documents.length) await part.narrow(AT_ONCE);
  }
}

/** What of a document is searched, as it is printed. */
export function searchedText(document) {
  return `${document.heading}\n${document.text}`;
}

function holds(document, query) {
  const text = normalise(searchedText(document));
  return query.words.every((word) => text.includes(word)) && !query.excluded.some((word) => text.includes(word));
}

/** The documents of one partition that hold all bigrams asked for so far, by kind. */
class Candidates {
  #bigrams;
  #numbers = null;

  constructor(partition, bigrams) {
    this.partition = partition;
    this.#bigrams = [...bigrams].sort((one, other) => partition.rarity(other) - partition.rarity(one));
    let start = 0;
    this.bounds = KINDS.map((kind) => [start, (start += partition.kinds[kind])]);
  }

  /** Ask for the lists of the rarest bigrams not asked for yet, and keep what stands in all of them. */
  async narrow(count) {
    const lists = await Promise.all(
      this.#bigrams.splice(0, count).map((bigram) => this.partition.numbersOf(bigram)),
    );
    for (const list of lists) this.#numbers = this.#numbers === null ? list : intersect(this.#numbers, list);
    if (this.#numbers?.length === 0) this.#bigrams = [];
  }

  has(kind) {
    return this.#numbers.length > 0 && this.#numbers[0] < this.bounds[kind][1];
  }

  /** How many are left of this kind and those after it. */
  left(kind) {
    return kind < KINDS.length ? this.#numbers.length : 0;
  }

  take(kind, count) {
    const end = this.#numbers.findIndex((number) => number >= this.bounds[kind][1]);
    return this.#numbers.splice(0, Math.min(count, end < 0 ? this.#numbers.length : end));
  }
}

function intersect(some, others) {
  const held = new Set(others);
  return some.filter((number) => held.has(number));
}
