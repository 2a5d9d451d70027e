// Reads the static files of the search index; build_scripts/publishing/search/index.py tells their format, agencies.py
// that of the agencies, facets.py the terms of filters. Every file is asked for when it is needed, and once.
//
//   const index = await openIndex(new URL("search/index/", ROOT));
//   index.partitions          newest year first: {name, year, province, kinds: {title, section, table}}
//   index.agencies            the partition of agencies; kinds: {agency}
//   index.rarity(term)        which of a word's terms to look up first
//   index.fetched             bytes of all files read so far, their heads included as nearly as can be said
//   await index.variants()    Map of traditional characters to simplified ones; for loose mode only
//   await part.numbersOf(term)     rising document numbers; of facet("r", "410000") too; in loose mode join those of
//                                  SIMPLIFIED + term, once word and term are simplified by variants()
//   await part.document(number)    {kind, address, title, heading, section, text, lines}
//   await index.agencies.document(number)       {kind: "agency", address, title, heading: "", section: "", text} and
//                                  {id, name, pinyin, places, held, others}, which prepare() of filter/match.js takes
//   await index.agencies.candidatesOf(word, slips)  numbers of all agencies that score() may find good for this word, or
//                                               whose name may hold it with so many slips

const PATIENCE = 30_000; // milliseconds after which a file is given up
const HEAD = 300; // bytes of the head of an answer, about
const SPREAD = /^[0-9a-z-]+$/;

/** Begins the term of a filter, and one that stands in a text only when it is simplified; as terms.py has them. */
export const FACET = "\u0001";
export const SIMPLIFIED = "\u0002";

/** The term of a filter: r region, l level, f function, a agency, s section, t state, y year held (of agencies). */
export const facet = (letter, value) => `${FACET}${letter}${value}`;

/** The index at `base` (a URL that ends in a slash). */
export async function openIndex(base) {
  const source = new Source(base);
  const manifest = await source.json("index.json", { cache: "no-cache" });
  if (manifest.format !== 3) throw new Error(`search index of format ${manifest.format}`);
  return new Index(manifest, source);
}

/** The files below an address, and how many bytes of them were read. */
class Source {
  fetched = 0;

  constructor(base) {
    this.base = base;
  }

  async bytes(name, options = {}) {
    const url = new URL(name, this.base);
    const answer = await fetch(url, { ...options, signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) throw new Error(`${answer.status} ${url.pathname}`);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    this.fetched += bytes.length + HEAD;
    return bytes;
  }

  async json(name, options) {
    return parseJson(await this.bytes(name, options));
  }
}

class Index {
  #source;
  #ranks;
  #digest;
  #variants = null;

  constructor(manifest, source) {
    this.#source = source;
    this.#digest = manifest.variants;
    this.#ranks = new Map(manifest.common.split("\n").map((term, rank) => [term, rank]));
    this.agencies = new Agencies(manifest.agencies, source);
    this.partitions = manifest.partitions.map((partition) => new Partition(partition, source));
  }

  get fetched() {
    return this.#source.fetched;
  }

  /** How rare a term is known to be: 0 for all that are not common, less and less the commoner it is. */
  rarity(term) {
    const rank = this.#ranks.get(term);
    return rank === undefined ? 0 : rank - this.#ranks.size;
  }

  /** Traditional characters and what each is in simplified script. */
  variants() {
    this.#variants ??= this.#source.json(`variants.json?v=${this.#digest}`).then((table) => {
      const plain = Array.from(table.to);
      return new Map(Array.from(table.from, (character, at) => [character, plain[at]]));
    });
    this.#variants.catch(() => (this.#variants = null));
    return this.#variants;
  }
}

class Partition {
  #source;
  #files = new Map();

  constructor(manifest, source) {
    this.#source = source;
    this.name = manifest.name;
    this.year = manifest.year;
    this.province = manifest.province;
    this.shards = manifest.shards;
    this.kinds = manifest.documents;
    this.digest = manifest.digest;
  }

  /** The rising numbers of the documents that hold this term. */
  async numbersOf(term) {
    const shard = await this.#once(`shards/${chooseShard(term, this.shards)}.bin`, readShard);
    return shard(term);
  }

  /** The document of this number: `{kind, address, title, heading, section, text, lines}`; `lines` only of a table. */
  async document(number) {
    const [kind, address, title, heading, section, text, lines] = await this.row(number);
    return { kind, address, title, heading, section, text, lines };
  }

  /** The row of this number, as it is written. */
  async row(number) {
    const starts = await this.#once("blocks.bin", (bytes) => {
      let start = 0;
      return readVarints(bytes).map((count) => (start += count) - count);
    });
    const block = lastNotAfter(starts, number);
    const rows = await this.#once(`text/${block}.json`, parseJson);
    return rows[number - starts[block]];
  }

  #once(name, read) {
    if (!this.#files.has(name)) {
      const file = this.#source.bytes(`${this.name}/${name}?v=${this.digest}`).then(read);
      file.catch(() => this.#files.delete(name));
      this.#files.set(name, file);
    }
    return this.#files.get(name);
  }
}

class Agencies extends Partition {
  /** An agency; `text` is all that is searched of it by plain comparison. */
  async document(number) {
    const [id, name, pinyin, places, held, others] = await this.row(number);
    const text = [name, ...others, id].join("；");
    const shown = { kind: "agency", address: `agencies/${id}/`, title: name, heading: "", section: "", text };
    return { ...shown, id, name, pinyin, places, held, others };
  }

  /**
   * Rising numbers of the agencies that may fit a word: its characters all stand in names, places or initials (人社局,
   * rsj), but for so many; or, in Latin letters, its pairs all stand in the pinyin or the id.
   */
  async candidatesOf(word, slips = 0) {
    const all = await this.#inAll(Array.from(word), slips);
    if (!SPREAD.test(word) || word.length < 2) return all;
    const near = await this.containing(word);
    return [...new Set([...all, ...near])].sort((one, other) => one - other);
  }

  /** Rising numbers of the agencies that may hold this word as it is, in one piece. */
  containing(word) {
    const letters = Array.from(word);
    return this.#inAll(letters.length < 2 ? letters : letters.slice(1).map((letter, at) => letters[at] + letter));
  }

  async #inAll(terms, missing = 0) {
    const lists = await Promise.all([...new Set(terms)].map((term) => this.numbersOf(term)));
    if (lists.length === 0) return [];
    if (missing === 0) return lists.reduce(intersect);
    const times = new Map();
    for (const number of lists.flat()) times.set(number, (times.get(number) ?? 0) + 1);
    return [...times].filter(([, held]) => held >= lists.length - missing).map(([number]) => number).sort((one, other) => one - other);
  }
}

/** The numbers of both lists. */
export function intersect(some, others) {
  const held = new Set(others);
  return some.filter((number) => held.has(number));
}

const parseJson = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

/** The shard of a term, as `choose_shard` has it. */
export function chooseShard(term, shards) {
  let mixed = 0;
  for (const character of term.startsWith(SIMPLIFIED) ? term.slice(1) : term) mixed = Math.imul(mixed ^ character.codePointAt(0), 0x9e3779b1);
  return (mixed ^ (mixed >>> 15)) & (shards - 1);
}

/** A function from a term to its document numbers. */
function readShard(bytes) {
  const decoder = new TextDecoder();
  const cursor = { at: 0 };
  const places = new Map();
  let offset = 0;
  for (let left = readVarint(bytes, cursor); left > 0; left -= 1) {
    const length = readVarint(bytes, cursor);
    const term = decoder.decode(bytes.subarray(cursor.at, cursor.at + length));
    cursor.at += length;
    const size = readVarint(bytes, cursor);
    places.set(term, [offset, size]);
    offset += size;
  }
  const lists = bytes.subarray(cursor.at);
  return (term) => {
    const [start, size] = places.get(term) ?? [0, 0];
    let number = 0;
    return readVarints(lists.subarray(start, start + size)).map((difference) => (number += difference));
  };
}

function readVarints(bytes) {
  const cursor = { at: 0 };
  const found = [];
  while (cursor.at < bytes.length) found.push(readVarint(bytes, cursor));
  return found;
}

function readVarint(bytes, cursor) {
  let value = 0;
  for (let shift = 1; ; shift *= 128) {
    const byte = bytes[cursor.at];
    cursor.at += 1;
    value += (byte & 127) * shift;
    if (byte < 128) return value;
  }
}

/** The place of the last of these rising numbers that is not greater than `number`. */
function lastNotAfter(rising, number) {
  let low = 0;
  let high = rising.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (rising[middle] <= number) low = middle;
    else high = middle;
  }
  return low;
}
