// Reads the published tables, Parquet files written by build_scripts/publishing, in the browser or a worker.
// In: the address of the folder that holds index.json. Out: columns as arrays. Refuses to know: what a column means.
//
//   const tables = await openTables(new URL("data/latest/parquet/", site));
//   const { rows, columns } = await tables.read("applications", "2023", ["report_id", "count"]);
//
// Values: strings; numbers (a whole number beyond 2^53 - 1 stays a BigInt, it would not be itself as a number; a
// decimal is the double nearest to the decimal written, or with `{decimals: "text"}` that decimal itself); dates as "YYYY-MM-DD"; null where the table has nothing.
// A file is fetched whole and once: no ranges are asked, so any plain server will do.

import { parquetMetadata, parquetRead } from "../../vendor/hyparquet/hyparquet.js";

const FORMAT = 1;
const DAY = 86_400_000; // milliseconds

/** The tables at `base`, a URL that ends in a slash; `decimals: "text"`: as written, not as doubles. */
export async function openTables(base, { decimals = "double" } = {}) {
  const index = await (await ask(new URL("index.json", base), { cache: "no-cache" })).json();
  if (index.format !== FORMAT) throw new Error(`tables of format ${index.format}`);
  return new Tables(index, base, decimals);
}

export class Tables {
  #base;
  #tables;
  #bytes = new Map();
  #columns = new Map();
  #decimals;

  constructor(index, base, decimals = "double") {
    this.#decimals = decimals;
    this.index = index;
    this.#base = base;
    this.#tables = new Map(index.tables.map((table) => [table.name, table]));
  }

  /** A table as index.json describes it; undefined if there is none of that name. */
  table(name) {
    return this.#tables.get(name);
  }

  /** The file of a table and partition ("" where a table has but one) as index.json lists it, or undefined. */
  file(name, partition = "") {
    return this.table(name)?.files.find((file) => file.partition === partition);
  }

  /** Where a file lies; the start of its hash takes it past an older copy in a cache. */
  address(file) {
    return new URL(`${file.path}?v=${file.sha256.slice(0, 16)}`, this.#base);
  }

  /** `{rows, columns: {name: array}}` of one file, all columns unless some are named; kept, do not change it. */
  async read(name, partition = "", columns = undefined) {
    const file = this.#find(name, partition);
    const wanted = columns ?? this.table(name).columns.map((column) => column.name);
    const missing = wanted.filter((column) => !this.#columns.has(`${file.path} ${column}`));
    if (missing.length) {
      const decoded = await this.decode(name, partition, missing);
      for (const column of missing) this.#columns.set(`${file.path} ${column}`, decoded.columns[column]);
    }
    return {
      rows: file.rows,
      columns: Object.fromEntries(wanted.map((column) => [column, this.#columns.get(`${file.path} ${column}`)])),
    };
  }

  /** The same, decoded anew and not kept. */
  async decode(name, partition, columns) {
    const file = this.#find(name, partition);
    for (const column of columns) {
      if (!this.table(name).columns.some((known) => known.name === column)) throw new Error(`${name}.${column}`);
    }
    const decoded = file.rows ? await decodeColumns(await this.fetch(name, partition), columns, this.#decimals) : {};
    for (const column of columns) {
      decoded[column] ??= [];
      if (decoded[column].length !== file.rows) throw new Error(`${file.path}: ${column} has not ${file.rows} rows`);
    }
    return { rows: file.rows, columns: decoded };
  }

  /** The bytes of a file, fetched at most once. */
  fetch(name, partition = "") {
    const file = this.#find(name, partition);
    if (!this.#bytes.has(file.path)) {
      const bytes = this.#download(file);
      bytes.catch(() => this.#bytes.delete(file.path));
      this.#bytes.set(file.path, bytes);
    }
    return this.#bytes.get(file.path);
  }

  async #download(file) {
    const bytes = await (await ask(this.address(file))).arrayBuffer();
    if (bytes.byteLength !== file.bytes) {
      throw new Error(`${file.path}: ${bytes.byteLength} bytes, not ${file.bytes}`);
    }
    return bytes;
  }

  #find(name, partition) {
    const file = this.file(name, partition);
    if (!file) throw new Error(`no file of ${name}${partition && `, ${partition}`}`);
    return file;
  }
}

/** The named columns of a Parquet file's bytes as `{name: array}`. */
export async function decodeColumns(bytes, columns, decimals = "double") {
  const read = decimals === "text" ? writeDecimal : readDecimal;
  const metadata = parquetMetadata(bytes);
  const scales = takeDecimals(metadata);
  const parts = Object.fromEntries(columns.map((column) => [column, []]));
  await parquetRead({
    file: bytes,
    metadata,
    columns,
    parsers: { dateFromDays: (days) => new Date(days * DAY).toISOString().slice(0, 10) },
    onChunk: ({ columnName, columnData, rowStart }) => parts[columnName].push([rowStart, columnData]),
  });
  return Object.fromEntries(columns.map((column) => [column, join(parts[column], scales.get(column), read)]));
}

/** Takes the mark off the decimal columns, so that their bytes come out as written; returns their scales. */
function takeDecimals(metadata) {
  const scales = new Map();
  for (const element of metadata.schema) {
    if (element.converted_type !== "DECIMAL" && element.logical_type?.type !== "DECIMAL") continue;
    scales.set(element.name, element.scale ?? element.logical_type.scale);
    delete element.converted_type;
    delete element.logical_type;
  }
  return scales;
}

function join(parts, scale, read) {
  parts.sort(([first], [second]) => first - second);
  const joined = new Array(parts.reduce((total, [, data]) => total + data.length, 0));
  const known = new Map(); // a value of the file's dictionary is one object, however often it stands in the column
  let at = 0;
  for (const [, data] of parts) {
    for (let row = 0; row < data.length; row += 1) joined[at++] = readValue(data[row], scale, known, read);
  }
  return joined;
}

function readValue(value, scale, known, read) {
  if (value === undefined || value === null) return null;
  if (scale === undefined) return typeof value === "bigint" ? readInteger(value) : value;
  if (!(value instanceof Uint8Array)) return read(BigInt(value), scale);
  if (!known.has(value)) known.set(value, read(readBytes(value), scale));
  return known.get(value);
}

function readInteger(value) {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** A whole number as Parquet writes it: two's complement, the highest byte first. */
function readBytes(bytes) {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return BigInt.asIntN(8 * bytes.length, value);
}

/** `unscaled` / 10^`scale` as the nearest double: one division of two exact doubles, or the decimal read as text. */
export function readDecimal(unscaled, scale) {
  const number = Number(unscaled);
  if (Number.isSafeInteger(number) && scale <= 22) return number / 10 ** scale;
  return Number(`${unscaled}e-${scale}`);
}

/** `unscaled` / 10^`scale` digit by digit, as people write it: no zeros at the end. */
export function writeDecimal(unscaled, scale) {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const rest = digits.slice(digits.length - scale).replace(/0+$/, "");
  return `${unscaled < 0n ? "-" : ""}${whole}${rest ? `.${rest}` : ""}`;
}

async function ask(url, options) {
  const answer = await fetch(url, options);
  if (!answer.ok) throw new Error(`${answer.status} ${url.pathname}`);
  return answer;
}
