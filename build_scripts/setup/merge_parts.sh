#!/usr/bin/env bash
# Puts parts together: the package is built as ever, and what the parts hold of the same is not done again.
#   merge_parts.sh FOLDER [OUTPUT [REPORTS]]     FOLDER holds the parts' tar files; OUTPUT: datapackage/build
# A part that is missing or broken only costs time. Code 1: some reports were withheld, as told above.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 2
parts=${1:?"the folder of the parts"} output=${2:-datapackage/build} reports=${3:-datapackage/reports}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
given=()
while IFS= read -r part; do
  place=$folder/${#given[@]}
  mkdir "$place"
  if tar -xf "$part" -C "$place"; then given+=("--part=$place"); fi
done < <(find "$parts" -name '*.tar' | LC_ALL=C sort)
.venv/bin/python -m build_scripts package "${given[@]}" --reports "$reports" --output "$output" --no-cache
