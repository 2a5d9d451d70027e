#!/usr/bin/env bash
# Runs the benchmarks: `python -m benchmarks` where there is such a command, else every benchmarks/bench_*.py,
# or those named; fails when one fails or there is none.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
shopt -s nullglob
if [[ -f benchmarks/__main__.py ]]; then exec .venv/bin/python -m benchmarks "$@"; fi
files=("$@")
if [[ ${#files[@]} == 0 ]]; then files=(benchmarks/bench_*.py); fi
if [[ ${#files[@]} == 0 ]]; then
  printf '错误：benchmarks/ 里没有可以运行的文件。\nError: there is nothing to run in benchmarks/.\n' >&2; exit 1
fi
for file in "${files[@]}"; do
  echo "— $file"
  PYTHONPATH=. .venv/bin/python "$file"
done
