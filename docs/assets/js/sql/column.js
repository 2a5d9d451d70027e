// A column of one file as SQL needs it: each distinct value once, the rows as numbers of values, and on demand the rows
// that hold a value. In: an array of strings, numbers, bigints and nulls. Refuses to know: files, SQLite.

export class Column {
  #numbers = new Map();
  #starts = null;
  #rows = null;

  constructor(list) {
    this.values = [];
    this.codes = new Int32Array(list.length);
    for (let row = 0; row < list.length; row += 1) {
      let number = this.#numbers.get(list[row]);
      if (number === undefined) {
        number = this.values.push(list[row]) - 1;
        this.#numbers.set(list[row], number);
      }
      this.codes[row] = number;
    }
  }

  /** The number of a value, or -1. */
  numberOf(value) {
    return this.#numbers.get(value) ?? -1;
  }

  /** The rising rows that hold the value of this number. */
  rowsOf(number) {
    this.#starts ?? this.#sort();
    return this.#rows.subarray(this.#starts[number], this.#starts[number + 1]);
  }

  #sort() {
    const starts = new Int32Array(this.values.length + 1);
    for (const code of this.codes) starts[code + 1] += 1;
    for (let number = 0; number < this.values.length; number += 1) starts[number + 1] += starts[number];
    const next = starts.slice();
    this.#rows = new Int32Array(this.codes.length);
    for (let row = 0; row < this.codes.length; row += 1) this.#rows[next[this.codes[row]]++] = row;
    this.#starts = starts;
  }
}
