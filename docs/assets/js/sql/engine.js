// Runs a statement over the published tables: SQLite with virtual tables, the files fetched as they turn out needed.
// In: a statement. Out: rows, and what was read for them. Refuses to know: pages, workers.

import sqlite3InitModule from "../../vendor/sqlite-wasm/sqlite-wasm.js";
import { guardConnection } from "./guard.js";
import { CAUTION, MOST_CELLS } from "./limits.js";
import { shapeTable } from "./plan.js";
import { Store } from "./store.js";
import { Session, addTables } from "./vtab.js";

const NO_YEAR = /no such column: "?(?:\w+\.)?"?year\b/i;
const quote = (name) => `"${name.replaceAll('"', '""')}"`;

/** A statement that SQLite refuses, in its own words; `offset` where in the statement (or -1). */
export class StatementError extends Error {
  constructor(message, kind = "sqlite", offset = -1) {
    super(message);
    this.kind = kind;
    this.offset = offset;
  }
}

/** An engine over `tables` (tables/read.js); `bytes` are those of sqlite3.wasm, so that their MIME type is no matter. */
export async function openEngine(tables, bytes) {
  globalThis.sqlite3ApiConfig = { disable: { vfs: { kvvfs: true, opfs: true, "opfs-sahpool": true, "opfs-wl": true } } };
  const sqlite3 = await sqlite3InitModule({
    instantiateWasm: (imports, done) => {
      WebAssembly.instantiate(bytes, imports).then(({ instance, module }) => done(instance, module));
      return {};
    },
    print: () => {},
    printErr: () => {},
  });
  return new Engine(sqlite3, tables);
}

class Engine {
  #sqlite3;
  #session;
  #store;
  #published;
  #withYear;

  constructor(sqlite3, tables) {
    this.#sqlite3 = sqlite3;
    this.#store = new Store(tables);
    this.#session = new Session(this.#store);
    this.#published = this.#connect(tables.index, false);
    this.#withYear = this.#connect(tables.index, true);
  }

  #connect(index, withYear) {
    const db = new this.#sqlite3.oo1.DB(":memory:", "c");
    const shapes = new Map(index.tables.map((table) => [table.name, shapeTable(table, index.partitions, withYear)]));
    addTables(this.#sqlite3, db, shapes, this.#session);
    for (const name of shapes.keys()) db.exec(`CREATE VIRTUAL TABLE ${quote(name)} USING tables`);
    guardConnection(this.#sqlite3, db);
    return db;
  }

  /**
   * `{columns, rows, complete, files}`; `rows` are lists by column, `files` those that were read, each once.
   * `hooks`: `fetched(file)` after a file was fetched, `confirm(bytes)` asked before more than CAUTION is fetched.
   */
  async run(text, hooks) {
    this.#session.begin();
    const [db, statement] = this.#prepare(text);
    const touched = new Map();
    let weight = 0;
    let confirmed = false;
    try {
      for (;;) {
        const answer = this.#step(db, statement);
        for (const [path, use] of this.#session.used) touched.set(path, use);
        if (answer) return { ...answer, files: [...touched.values()] };
        const needs = this.#session.missing;
        this.#session.missing = [];
        weight += this.#store.weigh(needs);
        if (weight > CAUTION && !confirmed) {
          if (!(await hooks.confirm(weight))) throw new StatementError("", "declined");
          confirmed = true;
        }
        await this.#store.load(needs, hooks.fetched);
      }
    } finally {
      this.#sqlite3.capi.sqlite3_finalize(statement);
    }
  }

  /** A statement, on the tables as published if it can be, else with the year of the report in every table of reports. */
  #prepare(text) {
    try {
      return [this.#published, this.#prepareOn(this.#published, text)];
    } catch (error) {
      if (!NO_YEAR.test(error.message)) throw error;
      try {
        return [this.#withYear, this.#prepareOn(this.#withYear, text)];
      } catch (other) {
        throw NO_YEAR.test(other.message) ? error : other;
      }
    }
  }

  #prepareOn(db, text) {
    const { capi, wasm } = this.#sqlite3;
    return wasm.scopedAllocCall(() => {
      const place = wasm.scopedAllocPtr();
      const tail = wasm.scopedAllocPtr();
      let start = wasm.scopedAllocCString(text);
      let statement = 0;
      while (wasm.peek(start)) {
        const code = capi.sqlite3_prepare_v3(db.pointer, start, -1, 0, place, tail);
        const found = wasm.peekPtr(place);
        if (statement && (code || found)) {
          capi.sqlite3_finalize(statement);
          if (found) capi.sqlite3_finalize(found);
          throw new StatementError("", "several");
        }
        if (code) throw this.#failure(db);
        if (found) statement = found;
        start = wasm.peekPtr(tail);
      }
      if (!statement) throw new StatementError("", "empty");
      if (!capi.sqlite3_column_count(statement)) {
        capi.sqlite3_finalize(statement);
        throw new StatementError("not authorized"); // SQLite lets pass what has nothing to do, such as REINDEX
      }
      return statement;
    });
  }

  #failure(db) {
    const { capi } = this.#sqlite3;
    const { failure } = this.#session;
    this.#session.failure = null;
    const message = failure ? failure.message : capi.sqlite3_errmsg(db.pointer);
    return new StatementError(message, failure ? "engine" : "sqlite", capi.sqlite3_error_offset(db.pointer));
  }

  /** All rows, or null if something is missing. */
  #step(db, statement) {
    const { capi } = this.#sqlite3;
    capi.sqlite3_reset(statement);
    const columns = this.#describe(statement);
    const rows = columns.map(() => []);
    const most = Math.floor(MOST_CELLS / Math.max(1, columns.length));
    for (let count = 0; ; count += 1) {
      const code = capi.sqlite3_step(statement);
      if (code === capi.SQLITE_DONE) return { columns, rows, count, complete: true };
      if (code !== capi.SQLITE_ROW) {
        if (this.#session.missing.length) return null;
        throw this.#failure(db);
      }
      if (count === most) return { columns, rows, count, complete: false };
      for (let at = 0; at < columns.length; at += 1) rows[at].push(this.#value(statement, at));
    }
  }

  #describe(statement) {
    const { capi, wasm } = this.#sqlite3;
    return Array.from({ length: capi.sqlite3_column_count(statement) }, (_, at) => {
      const origin = wasm.exports.sqlite3_column_origin_name?.(statement, at);
      const table = wasm.exports.sqlite3_column_table_name?.(statement, at);
      return {
        name: capi.sqlite3_column_name(statement, at),
        origin: origin ? wasm.cstrToJs(origin) : "",
        table: table ? wasm.cstrToJs(table) : "",
      };
    });
  }

  #value(statement, at) {
    const { exports } = this.#sqlite3.wasm;
    switch (exports.sqlite3_column_type(statement, at)) {
      case 1: {
        const value = exports.sqlite3_column_int64(statement, at);
        const number = Number(value);
        return Number.isSafeInteger(number) ? number : value;
      }
      case 2:
        return exports.sqlite3_column_double(statement, at);
      case 3:
        return this.#text(statement, at);
      case 4:
        return `x'${[...this.#bytes(statement, at)].map((byte) => byte.toString(16).padStart(2, "0")).join("")}'`;
      default:
        return null;
    }
  }

  #decoder = new TextDecoder("utf-8", { ignoreBOM: true }); // a mark at the start is part of the text

  #text(statement, at) {
    const { exports, heap8u } = this.#sqlite3.wasm;
    const place = exports.sqlite3_column_text(statement, at);
    return this.#decoder.decode(heap8u().subarray(place, place + exports.sqlite3_column_bytes(statement, at)));
  }

  #bytes(statement, at) {
    const { exports, heap8u } = this.#sqlite3.wasm;
    const place = exports.sqlite3_column_blob(statement, at);
    return heap8u().slice(place, place + exports.sqlite3_column_bytes(statement, at));
  }
}
