// A query and an index → the documents that hold its words: each compared with the query before it is given out.

import { normalise } from "./normalise.js";
import { isTerm, termsOf } from "./query.js";
import { facet, intersect } from "./reader.js";

const KINDS = ["agency", "title", "section", "table"];
const AT_ONCE = 3; // lists of terms asked for together
const BATCH = 10; // texts compared together
const PATIENCE = 60; // texts compared before a reader is asked whether to go on

/**
 * The hits of a query, agencies first, then titles, then sections, then tables, each newest year first, then in the
 * order of the index. Of `query` all but the words may be left out:
 *
 *   words, excluded   normalised, as parseQuery gives them
 *   facets            terms of filters, facet("r", "410000"): a document has all of them
 *   years             ["2023", …]: only these partitions, and agencies that have a report of one of them
 *   province          "41": where a year is parted by province, only its part (give facet("r", …) too)
 *   kinds             only these of KINDS
 *
 * `more(count)` reads on until that many further hits are found, nothing is left, or patience ends. `hits` are those found so far;
 * `left` is how many documents may still hold the words; `most` how many hits there are at most, and exactly if
 * `exact`: a query whose words are terms is answered by the lists alone (agencies are compared all the same: they are
 * few).
 */
export class Search {
  hits = [];

  constructor(index, query) {
    const { words, excluded = [], facets = [], years = null, province = "", kinds = KINDS } = query;
    this.#query = { words, excluded };
    this.#certain = excluded.length === 0 && words.every(isTerm);
    const terms = [...new Set(words.flatMap(termsOf))].sort((one, other) => index.rarity(other) - index.rarity(one));
    const chosen = index.partitions.filter((partition) =>
      (years === null || years.includes(partition.year))
      && (!province || !partition.province || partition.province === province));
    const wanted = (partition) => kinds.some((kind) => partition.kinds[kind] > 0);
    const agencies = wanted(index.agencies) ? [new Agencies(index.agencies, words, facets, years)] : [];
    this.#parts = [
      ...agencies,
      ...chosen.filter(wanted).map((partition) => new Candidates(partition, terms, facets, kinds)),
    ];
  }

  #query;
  #parts;
  #certain;
  #kind = 0;
  #compared = 0;

  get left() {
    return this.#parts.reduce((sum, part) => sum + part.left(), 0);
  }

  get most() {
    return this.hits.length + this.left;
  }

  get exact() {
    return this.left === 0 || (this.#certain && this.#kind > 0);
  }

  /** Look the words up; only agencies are compared yet. */
  async begin() {
    await Promise.all(this.#parts.map((part) => part.narrow(this.#certain ? Infinity : AT_ONCE)));
    return this;
  }

  async more(count, patience = PATIENCE) {
    const wanted = this.hits.length + count;
    const end = this.#compared + patience;
    while (this.hits.length < wanted && this.#compared < end && this.#kind < KINDS.length) {
      const part = this.#parts.find((candidate) => candidate.has(KINDS[this.#kind]));
      if (part) await this.#compare(part, Math.min(BATCH, wanted - this.hits.length));
      else this.#kind += 1;
    }
    return this;
  }

  async #compare(part, count) {
    const numbers = part.take(KINDS[this.#kind], count);
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

/** The documents of one partition that have all facets and hold all terms asked for so far; the rarest terms first. */
class Candidates {
  #terms;
  #facets;
  #numbers = null;
  #bounds = {};

  constructor(partition, terms, facets, kinds) {
    this.partition = partition;
    this.#terms = [...terms];
    this.#facets = [...facets];
    this.#kinds = kinds;
    let start = 0;
    for (const [kind, count] of Object.entries(partition.kinds)) this.#bounds[kind] = [start, (start += count)];
  }

  #kinds;

  /** Ask for the lists of the filters and of the rarest terms not asked for yet, and keep what stands in all of them. */
  async narrow(count) {
    const asked = [...this.#facets.splice(0), ...this.#terms.splice(0, count)];
    const lists = await Promise.all(asked.map((term) => this.partition.numbersOf(term)));
    for (const list of lists) {
      this.#numbers = this.#numbers === null ? list.filter((number) => this.#isWanted(number))
        : intersect(this.#numbers, list);
    }
    this.#numbers ??= [];
    if (this.#numbers.length === 0) this.#terms = [];
  }

  #isWanted(number) {
    return this.#kinds.some((kind) => number >= this.#bounds[kind]?.[0] && number < this.#bounds[kind][1]);
  }

  has(kind) {
    return this.#numbers.length > 0 && this.#numbers[0] < (this.#bounds[kind]?.[1] ?? 0);
  }

  left() {
    return this.#numbers.length;
  }

  take(kind, count) {
    const end = this.#numbers.findIndex((number) => number >= this.#bounds[kind][1]);
    return this.#numbers.splice(0, Math.min(count, end < 0 ? this.#numbers.length : end));
  }
}

/** The agencies that hold all words, compared when they are looked up. */
class Agencies {
  #words;
  #facets;
  #years;
  #numbers = [];

  constructor(partition, words, facets, years) {
    this.partition = partition;
    this.#words = words;
    this.#facets = facets;
    this.#years = years;
  }

  async narrow() {
    if (this.#words === null) return;
    const lists = await Promise.all([
      ...this.#words.map((word) => this.partition.containing(word)),
      ...this.#facets.map((term) => this.partition.numbersOf(term)),
      ...(this.#years === null ? [] : [this.#heldIn(this.#years)]),
    ]);
    this.#words = null;
    const numbers = lists.length > 0 ? lists.reduce(intersect) : [];
    this.#numbers = numbers;
  }

  async #heldIn(years) {
    const lists = await Promise.all(years.map((year) => this.partition.numbersOf(facet("y", year))));
    return [...new Set(lists.flat())].sort((one, other) => one - other);
  }

  has(kind) {
    return kind === "agency" && this.#numbers.length > 0;
  }

  left() {
    return this.#numbers.length;
  }

  take(_, count) {
    return this.#numbers.splice(0, count);
  }
}
