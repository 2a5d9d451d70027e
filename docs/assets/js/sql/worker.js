// The engine in a worker, so that the page never waits. In and out: messages, told below. Stopped by ending the worker.
//
//   in   {open: {tables, wasm}} once · {run: statement} · {confirm: true or false} · {rows: [from, to]} · {csv: true}
//   out  {opened} · {fetched: file} · {ask: bytes} · {answer} · {failed} · {rows} · {csv}

import { openTables } from "../tables/read.js";
import { writeCsv } from "./csv.js";
import { openEngine } from "./engine.js";

let opening = null;
let answer = null;
let confirmed = null;

addEventListener("message", ({ data }) => {
  if (data.open) opening = open(data.open);
  else if (data.run !== undefined) run(data.run);
  else if (data.confirm !== undefined) confirmed?.(data.confirm);
  else if (data.rows) postMessage({ rows: slice(...data.rows) });
  else if (data.csv) postMessage({ csv: writeCsv(answer.columns, answer.rows, answer.count) });
});

async function open({ tables, wasm }) {
  const [opened, bytes] = await Promise.all([openTables(new URL(tables)), fetchBytes(wasm)]);
  return openEngine(opened, bytes);
}

async function fetchBytes(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  return response.arrayBuffer();
}

async function run(statement) {
  answer = null;
  try {
    const engine = await opening;
    const began = performance.now();
    answer = await engine.run(statement, {
      fetched: (file) => postMessage({ fetched: file }),
      confirm: (bytes) => {
        postMessage({ ask: bytes });
        return new Promise((resolve) => (confirmed = resolve));
      },
    });
    const { columns, count, complete, files } = answer;
    postMessage({ answer: { columns, count, complete, files, milliseconds: performance.now() - began } });
  } catch (error) {
    postMessage({ failed: { kind: error.kind ?? "engine", message: error.message, offset: error.offset ?? -1 } });
  }
}

/** Rows as lists. */
function slice(from, to) {
  const rows = [];
  for (let row = from; row < Math.min(to, answer.count); row += 1) rows.push(answer.rows.map((column) => column[row]));
  return rows;
}
