// Libraries from npm → docs/assets/vendor/, each one ES module that asks no other host, with its licence, and
// manifest.json: name, version, licence, and the SHA-256 of every file. Run by `make vendor` in a folder where
// package-lock.json of this folder was installed:  node vendor.mjs INSTALLED OUTPUT
// tests/test_vendor.py holds the committed files equal to the manifest.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const [installed, output] = process.argv.slice(2).map((path) => resolve(path));
const { build } = createRequire(join(installed, "package.json"))("esbuild");
const modules = join(installed, "node_modules");
const APACHE = join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "..", "..", "..", "LICENSE");

/** fflate zips larger parts in workers made of blob: addresses, which our Content-Security-Policy forbids. */
function zipWithoutWorkers() {
  const real = JSON.stringify(join(modules, "fflate/esm/browser.js"));
  const contents = `import { zipSync } from ${real};
export { strToU8, zipSync } from ${real};
export function zip(files, options, done) {
  const tell = done ?? options;
  try { tell(null, zipSync(files, done ? options : {})); } catch (error) { tell(error, null); }
}`;
  return {
    name: "zip-without-workers",
    setup(build) {
      build.onResolve({ filter: /^fflate$/ }, () => ({ path: "zip", namespace: "without-workers" }));
      build.onLoad({ filter: /.*/, namespace: "without-workers" }, () => ({ contents, resolveDir: modules }));
    },
  };
}

/** What is taken: `entry` is bundled with all it imports; `copied` files stand beside it; `why` for the reader. */
const LIBRARIES = [
  {
    name: "hyparquet", entry: "hyparquet/src/index.js", licences: { hyparquet: "hyparquet/LICENSE" },
    why: "reads Parquet in the browser: 20 KB, no WebAssembly",
  },
  {
    name: "sqlite-wasm", package: "@sqlite.org/sqlite-wasm", entry: "@sqlite.org/sqlite-wasm/dist/index.mjs",
    copied: { "sqlite3.wasm": "@sqlite.org/sqlite-wasm/dist/sqlite3.wasm" }, licences: { "sqlite-wasm": APACHE },
    why: "SQL in the browser, SQLite's own build: has virtual tables, so that only the files a question needs are read",
  },
  {
    name: "write-excel-file", entry: "write-excel-file/universal/index.js", plugins: [zipWithoutWorkers()],
    licences: { "write-excel-file": "write-excel-file/LICENSE", fflate: "fflate/LICENSE" },
    why: "writes XLSX in the browser",
  },
];

rmSync(output, { recursive: true, force: true });
const manifest = [];
for (const library of LIBRARIES) {
  const folder = join(output, library.name);
  mkdirSync(folder, { recursive: true });
  const described = JSON.parse(readFileSync(join(modules, library.package ?? library.name, "package.json"), "utf8"));
  const files = {};
  const write = (name, data) => {
    writeFileSync(join(folder, name), data);
    files[name] = createHash("sha256").update(data).digest("hex");
  };
  const bundled = await build({
    entryPoints: [join(modules, library.entry)], bundle: true, minify: true, format: "esm", target: "es2022",
    platform: "browser", legalComments: "none", charset: "utf8", write: false,
    plugins: library.plugins ?? [],
  });
  write(`${library.name}.js`, bundled.outputFiles[0].contents);
  for (const [name, path] of Object.entries(library.copied ?? {})) write(name, readFileSync(join(modules, path)));
  const licences = Object.entries(library.licences)
    .map(([name, path]) => `${name}\n\n${readFileSync(resolve(modules, path), "utf8").trim()}\n`);
  write("LICENSE.txt", licences.join("\n\n"));
  manifest.push({
    name: library.package ?? library.name, version: described.version, licence: described.license, why: library.why,
    folder: library.name, files,
  });
}
writeFileSync(join(output, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);
