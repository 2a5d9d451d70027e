#!/usr/bin/env bash
# Renews what is locked, each package to a version that has been out for a week, and leaves a patch:
#   renew_locks.sh OUTPUT
# OUTPUT/renewed.patch: the changes to requirements/*.lock, the package.json and package-lock.json of build_scripts/setup
# and the libraries in docs/assets/vendor; empty if there are none. OUTPUT/versions.md: what is renewed, as a table.
# Asks PyPI and npm, runs no install script; needs a clone without other changes. Says renewed=yes in $GITHUB_OUTPUT.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
[[ $# == 1 ]] || { printf '用法 / usage: %s OUTPUT\n' "$0" >&2; exit 2; }
[[ -z $(git status --porcelain --untracked-files=no) ]] || {
  printf '错误：有没有提交的改动。\nError: there are changes that are not committed.\n' >&2; exit 2; }
mkdir -p "$1"
output=$(cd "$1" && pwd)
old=$(mktemp -d) new=$(mktemp -d)
trap 'rm -rf "$old" "$new"' EXIT
folders=(build_scripts/setup build_scripts/setup/vendor)
cp --parents requirements/*.lock "${folders[@]/%//package.json}" "$old"
for set_name in site lock-tools; do build_scripts/setup/install_environment.sh "$set_name"; done
newer() { .venv/bin/python -m build_scripts.upkeep.newer "$@"; }

build_scripts/setup/lock.sh --upgrade --exclude-newer '7 days'
found=$(newer pins "$old/requirements" requirements)
bounds=()
while IFS= read -r bound; do [[ -z $bound ]] || bounds+=(--upgrade-package "$bound"); done <<< "$found"
cp "$old"/requirements/*.lock requirements/ # a version locked within the week is not taken back
if [[ ${#bounds[@]} != 0 ]]; then build_scripts/setup/lock.sh "${bounds[@]}"; fi

for folder in "${folders[@]}"; do
  found=$(newer npm "$folder")
  if [[ -n $found ]]; then
    mapfile -t wanted <<< "$found"
    npm --prefix "$folder" install --package-lock-only --ignore-scripts --no-audit --no-fund --save-exact \
      --omit-lockfile-registry-resolved --loglevel error "${wanted[@]}" </dev/null >&2
  fi
done
if ! git diff --quiet -- build_scripts/setup/vendor; then build_scripts/setup/vendor.sh; fi

cp --parents requirements/*.lock "${folders[@]/%//package.json}" "$new"
{ newer tell "$old" "$new"; echo; for folder in "${folders[@]}"; do newer majors "$folder"; done; } > "$output/versions.md"
git add --all -- requirements "${folders[@]}" docs/assets/vendor
git diff --cached --binary --no-renames --no-color --no-ext-diff > "$output/renewed.patch"
git reset --quiet
renewed=no
if [[ -s $output/renewed.patch ]]; then renewed=yes; fi
printf 'renewed=%s\n' "$renewed" | tee -a "${GITHUB_OUTPUT:-/dev/null}"
cat "$output/versions.md" >> "${GITHUB_STEP_SUMMARY:-/dev/null}"
