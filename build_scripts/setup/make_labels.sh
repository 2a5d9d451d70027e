#!/usr/bin/env bash
# Makes the labels that the forms and workflows need, or those named, and sets their colours and words right:
#   make_labels.sh [NAME…]
# In: labels.csv beside this script. What other labels there are is left alone. Needs gh, logged in or with GH_TOKEN;
# GH_REPO names the repository where there is no clone.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
wanted=" $* "
made=0
while IFS=, read -r name colour description; do
  if [[ $# == 0 || $wanted == *" $name "* ]]; then
    gh label create "$name" --color "$colour" --description "$description" --force
    made=$((made + 1))
  fi
done < <(tail -n +2 "$here/labels.csv")
(( made == $# || $# == 0 )) || { printf '错误：labels.csv 里没有 %s\nError: not in labels.csv: %s\n' "$*" "$*" >&2; exit 2; }
