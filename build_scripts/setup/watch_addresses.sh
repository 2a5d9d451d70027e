#!/usr/bin/env bash
# The weekly check, from the reports to the text of the rolling issue:
#   watch_addresses.sh BEFORE OUTPUT [DAY]
# BEFORE/body.md: what the issue says (find_watch_issue.sh); OUTPUT: what is to be told. DAY (2026-11-23) is today unless
# given: here alone the clock is asked, the program takes it from its arguments. Needs no token.
# The summary of the run tells the same without the memory. 0: checked; 2: not checked, and nothing is to be told.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 2
[[ $# == 2 || $# == 3 ]] || { printf '用法 / usage: %s BEFORE OUTPUT [DAY]\n' "$0" >&2; exit 2; }
day=${3:-$(date -u +%F)}
build_scripts/setup/quietly.sh .venv/bin/python -m build_scripts package
status=$?
if [[ $status != 0 && $status != 1 ]]; then exit 2; fi # withheld reports do not hold up the check of the others
build_scripts/setup/quietly.sh .venv/bin/python -m build_scripts watch --day "$day" --before "$1/body.md" --output "$2" || exit 2
{ printf '## %s\n\n' "$day"; cat "$2/summary.md"; } >> "${GITHUB_STEP_SUMMARY:-/dev/null}"
