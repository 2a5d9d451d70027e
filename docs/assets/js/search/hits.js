// A query and an index → the documents that hold its words: each compared with the query before it is given out.

import { normalise } from "./normalise.js";
import { isTerm, termsOf } from "./query.js";

const KINDS = ["agency", "title", "section", "table"];
const AT_ONCE = 3; // lists of terms asked for together
const BATCH = 10; // texts compared together
const PATIENCE = 60; // texts compared before a reader is asked whether to go on

/**
 * The hits of a query, agencies first, then titles, then sections, then tables, each in the order of the index.
 *
 * `more(count)` reads on until that many further hits are found, nothing is left, or patience ends. `hits` are those found so far;
 * `left` is how many documents may still hold the words; `most` how many hits there are at most, and exactly if
 * `exact`: a query whose words are terms is answered by the lists alone.
 */
export class Search {
  hits = [];

  constructor(partitions, query) {
    this.#query = query;
    const terms = [...new Set(query.words.flatMap(termsOf))];
    this.#parts = partitions.map((partition) => new Candidates(partition, terms));
    this.#certain = query.excluded.length === 0 && query.words.every(isTerm);
  }

  #query;
  #parts;
  #certain;
  #kind = 0;
  #compared = 0;

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

  async more(count, patience = PATIENCE) {
    const wanted = this.hits.length + count;
    const end = this.#compared + patience;
    while (this.hits.length < wanted && this.#compared < end && this.#kind < KINDS.length) {
      const part = this.#parts.find((candidate) => candidate.has(this.#kind));
      if (part) await this.#compare(part, Math.min(BATCH, wanted - this.hits.length));
      else this.#kind += 1;
    }
    return this;
  }

  async #compare(part, count) {
    const numbers = part.take(this.#kind, count);
    const documents = await Promise.all(numbers.map((number) => part.partition.document(number)));
    this.#compared += numbers.length;
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

/** The documents of one partition that hold all terms asked for so far, by kind. */
class Candidates {
  #terms;
  #numbers = null;

  constructor(partition, terms) {
    this.partition = partition;
    this.#terms = [...terms].sort((one, other) => partition.rarity(other) - partition.rarity(one));
    let start = 0;
    this.bounds = KINDS.map((kind) => [start, (start += partition.kinds[kind])]);
  }

  /** Ask for the lists of the rarest terms not asked for yet, and keep what stands in all of them. */
  async narrow(count) {
    const lists = await Promise.all(
      this.#terms.splice(0, count).map((term) => this.partition.numbersOf(term)),
    );
    for (const list of lists) this.#numbers = this.#numbers === null ? list : intersect(this.#numbers, list);
    if (this.#numbers?.length === 0) this.#terms = [];
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
