#!/usr/bin/env bash
# Brings the data package of the version before the tag's into a folder, and prints where it lies.
#   fetch_previous.sh data-2026.11.4 FOLDER
# From the assets of that release, checked against the hash in the ledger of this commit; a version that was never
# published as a file is built again from the commit its entry names. Prints nothing if the tag's is the first version.
# Needs gh with GH_TOKEN, and for the latter the whole history of the repository.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
[[ $# == 2 ]] || { printf '用法 / usage: %s TAG FOLDER\n' "$0" >&2; exit 2; }
mkdir -p "$2"
folder=$(cd "$2" && pwd)

told=$(.venv/bin/python -m build_scripts.upkeep.released "$1")
[[ -n $told ]] || exit 0
IFS=' ' read -r tag asset sha256 commit <<< "$told"
if [[ $asset != - ]]; then
  gh release download "$tag" --pattern "$asset" --dir "$folder" --clobber >&2
  printf '%s  %s\n' "$sha256" "$folder/$asset" | sha256sum --check --strict >&2
  printf '%s\n' "$folder/$asset"
else
  python=$PWD/.venv/bin/python
  git worktree add --quiet --detach "$folder/history" "$commit" >&2
  trap 'git worktree remove --force "$folder/history" >&2' EXIT
  # 1: written, some reports withheld, as they were when that version was made; 2: nothing written
  (cd "$folder/history" && "$python" -m build_scripts package >&2) || { code=$?; (( code == 1 )) || exit "$code"; }
  rm -rf "$folder/package"
  mv "$folder/history/datapackage/build" "$folder/package"
  printf '%s\n' "$folder/package"
fi
