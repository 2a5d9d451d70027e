#!/usr/bin/env bash
# Publishes the files of a folder as the GitHub Release of a tag:
#   publish_release.sh data-2026.11.4 dist
# They are checked against SHA256SUMS, put into a draft, and the draft is published when all are there: readers never
# see half a release. A draft left by a run that was cut short is made anew; what is published is never touched.
# Beside them, not in the ledger: program-bom.cdx.json, everything locked that the program leans on.
# Needs Python and gh with GH_TOKEN and GH_REPO.
set -euo pipefail
[[ $# == 2 ]] || { printf '用法 / usage: %s TAG FOLDER\n' "$0" >&2; exit 2; }
tag=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bill=$work/program-bom.cdx.json
(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && python3 -m build_scripts.upkeep.bill "$bill")
cd "$2"
sha256sum --check --strict --quiet SHA256SUMS
files=(SHA256SUMS)
while IFS= read -r line; do files+=("${line:66}"); done < SHA256SUMS

if draft=$(gh release view "$tag" --json isDraft --jq .isDraft 2> /dev/null); then
  if [[ $draft != true ]]; then
    printf '%s 已经发布，不再改动 / is published already and is left alone\n' "$tag" >&2
    exit 2
  fi
  gh release delete "$tag" --yes
fi
gh release create "$tag" --draft --verify-tag --title "$tag" --notes-file release.md "${files[@]}" "$bill"
gh release edit "$tag" --draft=false
