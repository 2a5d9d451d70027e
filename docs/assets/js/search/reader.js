// Reads the static files that build_scripts/publishing/search_index.py writes; its docstring tells their format.

/** The index at `base` (a URL that ends in a slash). */
export async function openIndex(base) {
  const manifest = await (await ask(new URL("index.json", base), { cache: "no-cache" })).json();
  if (manifest.format !== 2) throw new Error(`search index of format ${manifest.format}`);
  return manifest.partitions.map((partition) => new Partition(partition, base));
}

class Partition {
  #base;
  #ranks;
  #files = new Map();

  constructor(manifest, base) {
    this.#base = new URL(`${manifest.name}/`, base);
    this.shards = manifest.shards;
    this.kinds = manifest.documents;
    this.digest = manifest.digest;
    this.#ranks = new Map(manifest.common.split("\n").map((term, rank) => [term, rank]));
  }

  /** How rare a term is known to be: 0 for all that are not common, less and less the commoner it is. */
  rarity(term) {
    const rank = this.#ranks.get(term);
    return rank === undefined ? 0 : rank - this.#ranks.size;
  }

  /** The rising numbers of the documents that hold this term. */
  async numbersOf(term) {
    const shard = await this.#once(`shards/${chooseShard(term, this.shards)}.bin`, async (answer) =>
      readShard(new Uint8Array(await answer.arrayBuffer())),
    );
    return shard(term);
  }

  /** The document of this number: `{kind, address, title, heading, section, text, lines}`; `lines` only of a table. */
  async document(number) {
    const starts = await this.#once("blocks.bin", async (answer) => {
      let start = 0;
      return readVarints(new Uint8Array(await answer.arrayBuffer())).map((count) => (start += count) - count);
    });
    const block = lastNotAfter(starts, number);
    const rows = await this.#once(`text/${block}.json`, (answer) => answer.json());
    const [kind, address, title, heading, section, text, lines] = rows[number - starts[block]];
    return { kind, address, title, heading, section, text, lines };
  }

  #once(name, read) {
    if (!this.#files.has(name)) {
      const url = new URL(`${name}?v=${this.digest}`, this.#base);
      const file = ask(url).then(read);
      file.catch(() => this.#files.delete(name));
      this.#files.set(name, file);
    }
    return this.#files.get(name);
  }
}

async function ask(url, options) {
  const answer = await fetch(url, options);
  if (!answer.ok) throw new Error(`${answer.status} ${url.pathname}`);
  return answer;
}

/** The shard of a term, as `choose_shard` has it. */
export function chooseShard(term, shards) {
  let mixed = 0;
  for (const character of term) mixed = Math.imul(mixed ^ character.codePointAt(0), 0x9e3779b1);
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
