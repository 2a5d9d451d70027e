// SQLite's side of the tables: a module of virtual tables over the store. In: SQLite's calls. Out: rows; where a file is
// not at hand, what is missing is put on `missing` and the statement ends with an error, to be run again once it is there.

import { chooseFiles, chooseRows, makePlan } from "./plan.js";

const SHORT = 200; // bytes of a text that is kept in SQLite's memory once it was asked for
const MOST_KEPT = 64 * 1024 * 1024; // bytes of such texts
const TYPES = { number: "INTEGER", real: "REAL", text: "TEXT" };
const PLAIN = "binary";
const POINTER = 4; // bytes

/** What a statement asks of the tables: `missing` needs, and the plans of the statement that is being run. */
export class Session {
  missing = [];
  plans = [];
  used = new Map(); // path → what of the file was read: {table, file}

  constructor(store) {
    this.store = store;
  }

  /** Before a statement is prepared. */
  begin() {
    this.plans = [];
    this.used.clear();
    this.missing = [];
  }
}

/** Makes the module known to a connection as `tables`; `shapes` are its tables by name. */
export function addTables(sqlite3, db, shapes, session) {
  const { capi, wasm, vtab } = sqlite3;
  const texts = (session.texts ??= new Texts(wasm));
  const bound = new Map(); // a table's or cursor's pointer → what it is here
  // no rest parameters: these are called for every value of every row
  const guard = (work) => (first, second, third, fourth, fifth, sixth) => {
    try {
      return work(first, second, third, fourth, fifth, sixth) || 0;
    } catch (error) {
      session.failure = error;
      return capi.SQLITE_ERROR;
    }
  };
  const open = (pointer, name, shape) => {
    const columns = shape.columns.map(
      (column) => `"${column.name}" ${TYPES[column.kind]}${column.hidden ? " HIDDEN" : ""}`,
    );
    const code = capi.sqlite3_declare_vtab(db.pointer, `CREATE TABLE x(${columns.join(", ")})`);
    if (!code) bound.set(vtab.xVtab.create(pointer).pointer, shape);
    return code;
  };
  const connect = guard((pDb, pAux, argc, argv, ppVtab) => {
    const name = wasm.cstrToJs(wasm.peekPtr(argv + 2 * POINTER));
    return open(ppVtab, name, shapes.get(name));
  });
  const methods = {
    xCreate: connect,
    xConnect: connect,
    xDisconnect: guard((pVtab) => bound.delete(pVtab) && vtab.xVtab.dispose(pVtab)),
    xDestroy: guard((pVtab) => bound.delete(pVtab) && vtab.xVtab.dispose(pVtab)),
    xBestIndex: guard((pVtab, pInfo) => planBy(pInfo, bound.get(pVtab))),
    xOpen: guard((pVtab, ppCursor) => {
      bound.set(vtab.xCursor.create(ppCursor).pointer, new Cursor(session, texts));
    }),
    xClose: guard((pCursor) => bound.delete(pCursor) && vtab.xCursor.dispose(pCursor)),
    xFilter: guard((pCursor, number, text, argc, argv) => {
      const plan = session.plans[number];
      const values = plan.used.map(({ list }, at) => readArgument(wasm.peekPtr(argv + POINTER * at), list));
      return bound.get(pCursor).start(plan, values) ? 0 : capi.SQLITE_ERROR;
    }),
    xNext: guard((pCursor) => (bound.get(pCursor).next() ? 0 : capi.SQLITE_ERROR)),
    xEof: (pCursor) => (bound.get(pCursor).ended ? 1 : 0),
    xColumn: guard((pCursor, pContext, at) => bound.get(pCursor).give(pContext, at)),
    xRowid: guard((pCursor, pRowid) => wasm.poke(pRowid, BigInt(bound.get(pCursor).rowid), "i64") && 0),
  };
  const module = vtab.setupModule({ methods });
  const code = capi.sqlite3_create_module(db.pointer, "tables", module.pointer, 0);
  if (code) throw new Error(`sqlite3_create_module: ${code}`);

  function planBy(pInfo, shape) {
    const info = vtab.xIndexInfo(pInfo);
    try {
      const conditions = readConditions(info, pInfo);
      const bits = BigInt.asUintN(64, info.$colUsed);
      const columns = shape.columns.map((_, at) => at).filter((at) => (bits >> BigInt(Math.min(at, 63))) & 1n);
      const plan = makePlan(shape, conditions, columns, info.$nOrderBy > 0);
      for (const [at, { index, list }] of plan.used.entries()) {
        const usage = info.nthConstraintUsage(index);
        usage.$argvIndex = at + 1;
        usage.dispose();
        if (list) capi.sqlite3_vtab_in(pInfo, index, 1);
      }
      info.$idxNum = session.plans.push(plan) - 1;
      info.$estimatedCost = plan.cost;
      info.$estimatedRows = BigInt(plan.rows);
      if (plan.unique) info.$idxFlags = capi.SQLITE_INDEX_SCAN_UNIQUE;
    } finally {
      info.dispose();
    }
  }

  function readConditions(info, pInfo) {
    const conditions = [];
    for (let index = 0; index < info.$nConstraint; index += 1) {
      const constraint = info.nthConstraint(index);
      const known = wasm.scopedAllocCall(() => {
        const place = wasm.scopedAllocPtr();
        if (capi.sqlite3_vtab_rhs_value(pInfo, index, place)) return [];
        return [capi.sqlite3_value_to_js(wasm.peekPtr(place), false)];
      });
      conditions.push({
        column: constraint.$iColumn,
        operator: constraint.$op,
        usable: constraint.$usable !== 0,
        plain: String(capi.sqlite3_vtab_collation(pInfo, index)).toLowerCase() === PLAIN,
        list: capi.sqlite3_vtab_in(pInfo, index, -1) !== 0,
        known: known.length === 1,
        value: known[0],
      });
      constraint.dispose();
    }
    return conditions;
  }

  function readArgument(pValue, list) {
    if (!list) return [capi.sqlite3_value_to_js(pValue, false)];
    const values = [];
    wasm.scopedAllocCall(() => {
      const place = wasm.scopedAllocPtr();
      let code = capi.sqlite3_vtab_in_first(pValue, place);
      for (; code === capi.SQLITE_OK; code = capi.sqlite3_vtab_in_next(pValue, place)) {
        values.push(capi.sqlite3_value_to_js(wasm.peekPtr(place), false));
      }
      if (code !== capi.SQLITE_DONE) throw new Error(`sqlite3_vtab_in: ${code}`);
    });
    return values;
  }
}

/** A place in a table: the files the plan chose, one after the other, and in each its rows. */
class Cursor {
  constructor(session, texts) {
    this.session = session;
    this.texts = texts;
    this.ended = true;
  }

  /** Go to the first row; false if something is missing. */
  start(plan, values) {
    this.plan = plan;
    this.values = values;
    this.files = chooseFiles(plan, values);
    const missing = this.files.map((file) => this.lacking(file)).filter(Boolean);
    if (missing.length && !plan.lazy) {
      this.session.missing = missing;
      return false;
    }
    this.at = -1;
    return this.nextFile();
  }

  lacking(file) {
    const { shape, needed } = this.plan;
    const names = needed.map((at) => shape.columns[at].name);
    const columns = names.filter((name) => !this.session.store.column(file, name));
    return columns.length && file.rows ? { table: shape.name, file, columns } : null;
  }

  nextFile() {
    const { shape, needed } = this.plan;
    for (this.at += 1; this.at < this.files.length; this.at += 1) {
      this.file = this.files[this.at];
      if (!this.file.rows) continue;
      const missing = this.lacking(this.file);
      if (missing) {
        this.session.missing = [missing];
        return false;
      }
      this.columns = [];
      for (const at of needed) this.columns[at] = this.session.store.column(this.file, shape.columns[at].name);
      if (needed.length) this.session.used.set(this.file.path, { table: shape.name, file: this.file });
      this.rows = chooseRows(this.plan, this.values, this.columns);
      this.count = this.rows ? this.rows.length : this.file.rows;
      this.index = 0;
      this.ended = false;
      if (this.count) return true;
    }
    this.ended = true;
    return true;
  }

  next() {
    this.index += 1;
    return this.index < this.count || this.nextFile();
  }

  get row() {
    return this.rows ? this.rows[this.index] : this.index;
  }

  get rowid() {
    return this.file.start + this.row;
  }

  give(pContext, at) {
    if (at === this.plan.shape.hidden) return this.texts.giveNumber(pContext, this.file.year);
    const column = this.columns[at];
    if (!column) throw new Error(`column ${at} of ${this.plan.shape.name} was not asked for`);
    return this.texts.give(pContext, column, column.codes[this.row], this.plan.shape.columns[at].kind === "real");
  }
}

/** Hands values to SQLite; short texts are written into its memory once and stay there. */
class Texts {
  #wasm;
  #kept = new WeakMap();
  #encoder = new TextEncoder();
  #size = 0;

  constructor(wasm) {
    this.#wasm = wasm;
  }

  giveNumber(pContext, value) {
    const { exports } = this.#wasm;
    if (typeof value === "bigint") exports.sqlite3_result_int64(pContext, value);
    else if ((value | 0) === value) exports.sqlite3_result_int(pContext, value);
    else if (Number.isSafeInteger(value)) exports.sqlite3_result_int64(pContext, BigInt(value));
    else exports.sqlite3_result_double(pContext, value);
  }

  give(pContext, column, number, real) {
    const value = column.values[number];
    if (value === null) return this.#wasm.exports.sqlite3_result_null(pContext);
    if (typeof value !== "string") {
      if (real) return this.#wasm.exports.sqlite3_result_double(pContext, value);
      return this.giveNumber(pContext, value);
    }
    const { exports } = this.#wasm;
    let kept = this.#kept.get(column);
    if (!kept) this.#kept.set(column, (kept = { places: new Int32Array(column.values.length), lengths: [] }));
    if (kept.places[number]) {
      return exports.sqlite3_result_text(pContext, kept.places[number], kept.lengths[number], 0);
    }
    const bytes = this.#encoder.encode(value);
    const place = this.#wasm.allocFromTypedArray(bytes.length ? bytes : new Uint8Array(1));
    if (bytes.length <= SHORT && this.#size < MOST_KEPT) {
      this.#size += bytes.length;
      kept.places[number] = place;
      kept.lengths[number] = bytes.length;
      exports.sqlite3_result_text(pContext, place, bytes.length, 0);
    } else {
      exports.sqlite3_result_text(pContext, place, bytes.length, -1);
      this.#wasm.dealloc(place);
    }
  }
}
