#!/usr/bin/env bash
# Tells an issue what was understood of it, in one comment that is edited from then on:
#   answer_issue.sh ARTIFACT ISSUE RUN_URL
# In: the folder that check_proposal.sh handed on; without one, the comment says that the check was cut short. Only a
# comment of ours that bears our mark is edited. Needs gh with GH_TOKEN (issues: write) and GH_REPO.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
[[ $# == 3 && $2 =~ ^[1-9][0-9]{0,9}$ ]] || { printf '用法 / usage: %s ARTIFACT ISSUE RUN_URL\n' "$0" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -I -S build_scripts/setup/take_proposal.py answer "$1" "$2" "$3" "$work"

comments=repos/$GH_REPO/issues/$2/comments
gh api --paginate "$comments" --jq '.[] | select(.user.login == "github-actions[bot]" and
  (.body | startswith("<!-- proposal-answer -->"))) | .id' > "$work/ours"
mine=
IFS= read -r mine < "$work/ours" || true
if [[ $mine =~ ^[0-9]+$ ]]; then
  gh api --method PATCH "repos/$GH_REPO/issues/comments/$mine" --input "$work/comment.json" > /dev/null
else
  gh api --method POST "$comments" --input "$work/comment.json" > /dev/null
fi
