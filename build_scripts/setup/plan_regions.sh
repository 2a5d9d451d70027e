#!/usr/bin/env bash
# Parts of about the same size for machines that build side by side, told by the provinces in the names of the files:
#   plan_regions.sh [PARTS [REPORTS]]     prints, and hands to the workflow, parts=["11,41","13,51"]
# Files whose names begin with no code belong to no part; whoever puts the parts together reads them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
parts=${1:-8} reports=${2:-datapackage/reports}
find "$reports" -type f ! -name '*.yml' -printf '%f\n' | { grep -oE '^[1-9][0-9]' || true; } | LC_ALL=C sort | uniq -c |
  LC_ALL=C sort -k1,1nr -k2,2 | awk -v most="$parts" '
    { smallest = 1 # the largest province left goes to the smallest part
      for (part = 1; part <= most; part++) if (size[part] + 0 < size[smallest] + 0) smallest = part
      size[smallest] += $1
      codes[smallest] = codes[smallest] (codes[smallest] == "" ? "" : ",") $2 }
    END { printf "parts=["
      for (part = 1; part <= most; part++) if (codes[part] != "") printf "%s\"%s\"", (part > 1 ? "," : ""), codes[part]
      print "]" }' | tee -a "${GITHUB_OUTPUT:-/dev/null}"
