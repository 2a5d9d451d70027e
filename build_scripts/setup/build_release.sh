#!/usr/bin/env bash
# Builds the release a tag names and compares it with the ledger of this commit, byte for byte:
#   build_release.sh data-2026.11.4
# 0: its files lie in dist/, its site, unpacked from dist/site.zip, in site/. 2: nothing may be released.
# Reports that were withheld do not hold up the others; they are listed, with the reasons, in the job's summary.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 2
[[ $# == 1 ]] || { printf '用法 / usage: %s TAG\n' "$0" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

previous=$(build_scripts/setup/fetch_previous.sh "$1" "$work") || exit 2
if [[ -n $previous ]]; then given=(--previous "$previous"); else given=(--first); fi
build_scripts/setup/quietly.sh --keep "$work/said" .venv/bin/python -m build_scripts release --check "${given[@]}"
status=$?
if [[ $status != 0 && $status != 1 ]]; then exit 2; fi
if [[ $status == 1 ]]; then build_scripts/setup/tell_withheld.sh "$work/said"; fi
rm -rf site
.venv/bin/python -m zipfile -e dist/site.zip site || exit 2
