// What of the published tables is at hand for a statement. In: tables/read.js. Out: columns of files, at once if they are
// held, else after `load`. Refuses to know: SQL.

import { Column } from "./column.js";

export class Store {
  #tables;
  #columns = new Map();
  #fetched = new Set();

  constructor(tables) {
    this.#tables = tables;
  }

  /** The column of a file, or undefined while it is not held. */
  column(file, name) {
    return this.#columns.get(`${file.path} ${name}`);
  }

  /** The bytes that loading these needs `{table, file, columns}` would fetch. */
  weigh(needs) {
    return needs.reduce((sum, { file }) => sum + (this.#fetched.has(file.path) ? 0 : file.bytes), 0);
  }

  /** Reads what is needed; tells every file that had to be fetched to `tell`. */
  async load(needs, tell) {
    await Promise.all(needs.map((need) => this.#loadOne(need, tell)));
  }

  async #loadOne({ table, file, columns }, tell) {
    const missing = columns.filter((name) => !this.column(file, name));
    if (!missing.length) return;
    await this.#tables.fetch(table, file.partition);
    if (!this.#fetched.has(file.path)) tell(file);
    this.#fetched.add(file.path);
    const decoded = await this.#tables.decode(table, file.partition, missing);
    for (const name of missing) this.#columns.set(`${file.path} ${name}`, new Column(decoded.columns[name]));
  }
}
