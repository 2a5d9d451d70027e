// What a statement may do: read. In: SQLite's question about a step. Out: whether it may. Refuses to know: the tables.

const LONGEST_VALUE = 20_000_000; // bytes of one text
const LONGEST_STATEMENT = 100_000;

/** Lets a connection read and nothing else: no writing, no other file, no setting. */
export function guardConnection({ capi }, db) {
  const allowed = new Set([capi.SQLITE_SELECT, capi.SQLITE_READ, capi.SQLITE_FUNCTION, capi.SQLITE_RECURSIVE]);
  capi.sqlite3_limit(db.pointer, capi.SQLITE_LIMIT_LENGTH, LONGEST_VALUE);
  capi.sqlite3_limit(db.pointer, capi.SQLITE_LIMIT_SQL_LENGTH, LONGEST_STATEMENT);
  capi.sqlite3_limit(db.pointer, capi.SQLITE_LIMIT_ATTACHED, 0);
  // "word" is a name and never, by a slip, a text
  capi.sqlite3_db_config(db.pointer, capi.SQLITE_DBCONFIG_DQS_DML, 0, 0);
  capi.sqlite3_db_config(db.pointer, capi.SQLITE_DBCONFIG_DQS_DDL, 0, 0);
  capi.sqlite3_db_config(db.pointer, capi.SQLITE_DBCONFIG_DEFENSIVE, 1, 0);
  capi.sqlite3_set_authorizer(db.pointer, (pData, action) => (allowed.has(action) ? 0 : capi.SQLITE_DENY), 0);
}
