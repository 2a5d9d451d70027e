#!/usr/bin/env bash
# Reviews what is checked out here against the commit it began from, as the check on a pull request does:
#   review_change.sh BASE_COMMIT OUTPUT
# In: a clone that has both commits. Out: OUTPUT (summary.md, comment.md, full.md, annotations.txt, review.json,
# changes.csv, log.txt) and the site in site/; the summary is appended to $GITHUB_STEP_SUMMARY. Ends with 0 where nothing stands
# against the change, 1 where something does, 2 where nothing could be reviewed. Needs no network and no token.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
[[ $# == 2 ]] || { printf '用法 / usage: %s BASE_COMMIT OUTPUT\n' "$0" >&2; exit 2; }
base=$(git rev-parse --verify --quiet --end-of-options "$1^{commit}") ||
  { printf '没有这个提交 / no such commit: %s\n' "$1" >&2; exit 2; }
tip=$base
base=$(git merge-base "$tip" HEAD) ||
  { printf '没有共同的提交 / no common commit: %s\n' "$1" >&2; exit 2; }
missed=$(git rev-list --count "$base..$tip")
if [[ $missed != 0 ]]; then
  printf '落后 %s 个提交，按分开以前的比较；合并以前请先跟上 / %s commits behind: compared with what it began from\n' \
    "$missed" "$missed"
fi
output=$2
python=$PWD/.venv/bin/python
work=$(mktemp -d)
tidy() { git worktree remove --force "$work/before" 2> /dev/null || true; rm -rf "$work"; }
trap tidy EXIT

# What programs say may quote reports. In the log of a job no line of it is a command until the token is said.
token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
printf '::stop-commands::%s\n' "$token"

git diff --no-renames --ignore-submodules=none --name-only -z "$base" HEAD > "$work/changed"
git worktree add --quiet --detach "$work/before" "$base"
before=$work/package-before after=$work/package-after
(cd "$work/before" && "$python" -m build_scripts package --output "$before") > "$work/base.log" 2>&1 || true

status=0
"$python" -m build_scripts package --output "$after" > "$work/said" 2>&1 || status=$?
cat "$work/said"
given=()
if [[ $status -gt 1 ]]; then
  given=(--failed "$work/said")
elif ! "$python" -m build_scripts site --package "$after" > "$work/site.log" 2>&1; then
  given=(--site-failed "$work/site.log")
  cat "$work/site.log"
fi

result=0
"$python" -m build_scripts review --base "$before" --package "$after" --changed "$work/changed" \
  --output "$output" "${given[@]}" || result=$?
[[ $result -le 1 ]] || { cat "$work/base.log"; printf '::%s::\n' "$token"; exit 2; }
cat "$work/base.log" "$work/said" > "$output/log.txt"
printf '::%s::\n' "$token"
cat "$output/annotations.txt"
cat "$output/summary.md" >> "${GITHUB_STEP_SUMMARY:-/dev/null}"
exit "$result"
