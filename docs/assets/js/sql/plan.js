// How a table is read for one place in a statement: which conditions choose files and rows, and what that costs.
// In: a table's shape and SQLite's conditions. Out: a plan, then the files and rows it stands for. Never leaves out a
// row that SQLite would keep: SQLite looks at every row again, and a condition not understood to the letter is passed by.

const OPERATORS = new Map([
  [2, "="],
  [4, ">"],
  [8, "<="],
  [16, "<"],
  [32, ">="],
]);
const LIMIT = 73;
const FILE = 20_000; // what reading one file more weighs, in rows
const LOOKUP = 8; // what looking a value up weighs, in rows
const FEW = 12; // one in so many rows is thought to hold a value

/** The shape of a table: columns with their kind, the key, its files with the years; `year` may be a hidden column. */
export function shapeTable(table, partitions, withYear) {
  const years = new Map(partitions.map((partition) => [partition.name, Number(partition.year)]));
  const reports = new Map(partitions.map((partition) => [partition.name, Math.max(1, Number(partition.reports))]));
  const columns = table.columns.map(({ name, type }) => ({ name, kind: kindOf(type) }));
  const own = columns.findIndex((column) => column.name === "year");
  const hidden = withYear && table.partitioned && own < 0;
  if (hidden) columns.push({ name: "year", kind: "number", hidden });
  let start = 0;
  const files = table.files.map((file) => {
    const placed = { ...file, year: years.get(file.partition), reports: reports.get(file.partition) ?? file.rows, start };
    start += file.rows;
    return placed;
  });
  return {
    name: table.name,
    columns,
    files,
    key: table.key.map((name) => columns.findIndex((column) => column.name === name)),
    partitioned: table.partitioned,
    year: table.partitioned ? columns.findIndex((column) => column.name === "year") : -1,
    hidden: hidden ? columns.length - 1 : -1,
    report: table.partitioned ? columns.findIndex((column) => column.name === "report_id") : -1,
  };
}

/** The kind of a published type: "integer", "real" or "text". */
function kindOf(type) {
  if (/^int|^year/.test(type)) return "number";
  return /^(decimal|number|double|float)/.test(type) ? "real" : "text";
}

/**
 * A plan from conditions `{column, operator, usable, plain, list, known, value}`: `plain` if compared byte by byte,
 * `list` if an IN, `value` if `known`. `{used, needed, lazy, cost, rows, unique}`; `used` in the order of arguments.
 */
export function makePlan(shape, conditions, columnsUsed, ordered) {
  const used = [];
  for (const [index, condition] of conditions.entries()) {
    const operator = OPERATORS.get(condition.operator);
    if (!operator || !condition.usable || !condition.plain || condition.column < 0) continue;
    if (operator !== "=" && condition.column !== shape.year) continue;
    used.push({ ...condition, index, operator });
  }
  const files = estimateFiles(shape, used);
  const equal = used.filter(({ operator, column }) => operator === "=" && column !== shape.hidden);
  let rows = files.rows;
  for (const { column, list } of equal) {
    const share = column === shape.key[0] ? shape.files.reduce((sum, file) => sum + file.reports, 0) || 1 : FEW;
    const inOne = column === shape.report && shape.partitioned ? files.reports : share;
    rows /= column === shape.year ? 1 : Math.max(1, (column === shape.key[0] ? inOne : share) / (list ? 20 : 1));
  }
  const whole = shape.key.length > 0 && shape.key.every((column) => equal.some((one) => one.column === column));
  const unique = whole && !equal.some(({ list }) => list);
  rows = unique ? 1 : Math.max(1, Math.round(rows));
  const keyed = equal.some(({ column }) => column === shape.key[0]);
  return {
    shape,
    used,
    needed: [...new Set([...columnsUsed, ...equal.map(({ column }) => column)])].filter((at) => at !== shape.hidden),
    lazy: !ordered && conditions.some(({ operator }) => operator === LIMIT),
    cost: (keyed ? LOOKUP : files.count * FILE) + rows,
    rows,
    unique,
  };
}

function estimateFiles(shape, used) {
  let files = shape.files;
  let guessed = files.length;
  for (const condition of used) {
    const onYear = condition.column === shape.year;
    const onReport = shape.partitioned && condition.column === shape.report && condition.operator === "=";
    if (!onYear && !onReport) continue;
    if (condition.known && !condition.list) files = keepFiles(shape, files, condition, [condition.value]);
    else if (condition.operator === "=") guessed = Math.min(guessed, condition.list ? 3 : 1);
    else guessed = Math.min(guessed, Math.ceil(files.length / 3));
  }
  const share = Math.min(1, guessed / Math.max(1, files.length));
  const sum = (field) => files.reduce((total, file) => total + file[field], 0) * share;
  return { count: Math.max(1, Math.min(guessed, files.length)), rows: sum("rows"), reports: Math.max(1, sum("reports")) };
}

/** The files a plan reads, given its arguments (a list for every condition that is one, else one value). */
export function chooseFiles({ shape, used }, values) {
  return used.reduce((files, condition, at) => keepFiles(shape, files, condition, values[at]), shape.files);
}

function keepFiles(shape, files, { column, operator }, list) {
  if (column === shape.year) {
    const years = list.map((value) => comparable("number", value));
    if (years.includes(undefined)) return files;
    return files.filter(({ year }) => years.some((wanted) => wanted !== null && compare(year, operator, wanted)));
  }
  if (!shape.partitioned || column !== shape.report || operator !== "=") return files;
  if (list.some((value) => value !== null && typeof value !== "string")) return files;
  const years = new Set(list.map((value) => Number(/-(\d+)$/.exec(value ?? "")?.[1] ?? NaN)));
  return files.filter(({ year }) => years.has(year));
}

function compare(left, operator, right) {
  if (operator === "=") return left === right;
  if (operator === ">") return left > right;
  if (operator === ">=") return left >= right;
  return operator === "<" ? left < right : left <= right;
}

/** A value as it compares with a column of this kind; undefined if that takes SQLite's own rules. */
function comparable(kind, value) {
  if (value === null) return null;
  if (kind === "text") return typeof value === "string" ? value : undefined;
  if (typeof value === "bigint") return value;
  if (typeof value === "string" && /^-?\d{1,15}$/.test(value)) return Number(value);
  if (typeof value !== "number" || (Number.isInteger(value) && !Number.isSafeInteger(value))) return undefined;
  return value;
}

/** The rows of one file that meet the plan's equalities, rising; null stands for all. `columns` by place. */
export function chooseRows({ shape, used }, values, columns) {
  const wanted = [];
  for (const [at, { column, operator }] of used.entries()) {
    if (operator !== "=" || column === shape.hidden) continue;
    const list = values[at].map((value) => comparable(shape.columns[column].kind, value));
    if (list.includes(undefined)) continue;
    const numbers = list.map((value) => (value === null ? -1 : columns[column].numberOf(value)));
    wanted.push({ column: columns[column], numbers: [...new Set(numbers.filter((number) => number >= 0))] });
  }
  if (!wanted.length) return null;
  for (const one of wanted) one.count = one.numbers.reduce((sum, number) => sum + one.column.rowsOf(number).length, 0);
  wanted.sort((first, second) => first.count - second.count);
  const [first, ...others] = wanted;
  let rows = first.numbers.length === 1 ? first.column.rowsOf(first.numbers[0]) : merge(first);
  for (const { column, numbers } of others) {
    const kept = new Set(numbers);
    rows = rows.filter((row) => kept.has(column.codes[row]));
  }
  return rows;
}

function merge({ column, numbers, count }) {
  const rows = new Int32Array(count);
  let at = 0;
  for (const number of numbers) {
    rows.set(column.rowsOf(number), at);
    at += column.rowsOf(number).length;
  }
  return rows.sort();
}
