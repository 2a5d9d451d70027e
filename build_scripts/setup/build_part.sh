#!/usr/bin/env bash
# Builds the part of the package of some regions, and packs it to be put together with the others:
#   build_part.sh CODES [TARGET [REPORTS]]     CODES: 41,51   TARGET: part.tar
# Reports that are withheld are told when all parts are put together.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 2
codes=${1:?"the codes of the regions, such as 41,51"} target=${2:-part.tar} reports=${3:-datapackage/reports}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
.venv/bin/python -m build_scripts package --regions "$codes" --reports "$reports" \
  --output "$folder/package" --cache "$folder/cache" >&2
status=$?
if [[ $status != 0 && $status != 1 || ! -f $folder/package/datapackage.json ]]; then exit 2; fi
tar -cf "$target" -C "$folder" package cache
