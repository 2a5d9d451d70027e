#!/usr/bin/env bash
# Brings the libraries that readers' browsers load from npm into docs/assets/vendor: locked versions with hashes, no
# install scripts. In: vendor/package.json, vendor/package-lock.json, vendor/vendor.mjs. Run through `make vendor`.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
command -v npm >/dev/null || {
  printf '错误：需要 Node.js 和 npm。\nError: Node.js and npm are needed.\n' >&2; exit 1; }
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
cp "$here/vendor/package.json" "$here/vendor/package-lock.json" "$folder/"
npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel error </dev/null >&2
node "$here/vendor/vendor.mjs" "$folder" "$here/../../docs/assets/vendor"
echo "已写出 / written: docs/assets/vendor"
