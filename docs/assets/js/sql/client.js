// The page's side of the worker: statements in, answers out, one at a time. Stopping ends the worker and starts another.

/** Where the worker's file is: the one address this page may make a program of (Trusted Types). */
const FILE = new URL("./worker.js", import.meta.url);
const address = globalThis.trustedTypes?.createPolicy("sql-worker", { createScriptURL: () => FILE.href }).createScriptURL("") ?? FILE;

export class Client {
  #addresses;
  #worker = null;
  #waiting = null;
  #hooks;

  /** `addresses` `{tables, wasm}`; `hooks` `{fetched(file), confirm(bytes)}`. */
  constructor(addresses, hooks) {
    this.#addresses = addresses;
    this.#hooks = hooks;
  }

  /** The answer to a statement; rejects with `{kind, message, offset}`, or `{kind: "stopped"}`. */
  run(statement) {
    return this.#ask({ run: statement });
  }

  rows(from, to) {
    return this.#ask({ rows: [from, to] });
  }

  csv() {
    return this.#ask({ csv: true });
  }

  /** End what runs; what was fetched stays in the browser's cache. */
  stop() {
    this.#worker?.terminate();
    this.#worker = null;
    this.#settle("reject", { kind: "stopped", message: "" });
  }

  #ask(message) {
    if (this.#waiting) this.stop();
    this.#worker ??= this.#start();
    this.#worker.postMessage(message);
    return new Promise((resolve, reject) => (this.#waiting = { resolve, reject }));
  }

  #start() {
    const worker = new Worker(address, { type: "module" });
    worker.addEventListener("message", ({ data }) => this.#hear(data));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.#worker?.terminate();
      this.#worker = null;
      this.#settle("reject", { kind: "engine", message: event.message ?? "" });
    });
    worker.postMessage({ open: this.#addresses });
    return worker;
  }

  async #hear(data) {
    if (data.fetched) this.#hooks.fetched(data.fetched);
    else if (data.ask) this.#worker?.postMessage({ confirm: await this.#hooks.confirm(data.ask) });
    else if (data.failed) {
      if (data.failed.kind === "engine") this.#drop();
      this.#settle("reject", data.failed);
    } else this.#settle("resolve", data.answer ?? data.rows ?? data.csv);
  }

  /** After a fault that is not the statement's, the next one begins anew. */
  #drop() {
    this.#worker?.terminate();
    this.#worker = null;
  }

  #settle(how, value) {
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.[how](value);
  }
}
