#!/usr/bin/env bash
# Puts the text of the weekly check into its one rolling issue:
#   tell_watch.sh FOLDER
# FOLDER holds issue.md and state (“open” if a person has something to do), made by a job that read what strangers
# wrote: both are data here. Which issue it is, this script finds by itself. There is none: it is made, if there is
# something to do. It says the same already: nothing is touched, also if somebody closed it. Else its text is
# replaced, and it is opened or closed. Needs gh with GH_TOKEN and GH_REPO.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[[ $# == 1 ]] || { printf '用法 / usage: %s FOLDER\n' "$0" >&2; exit 2; }
text=$1/issue.md
state=$(head -c 10 "$1/state")
fail() { printf '错误：%s / Error: %s\n' "$1" "$2" >&2; exit 2; }
[[ $state == open || $state == closed ]] || fail 'state 不是 open 或 closed' 'state is neither open nor closed'
[[ -f $text && ! -L $text ]] || fail '没有 issue.md' 'there is no issue.md'
(( $(wc -c < "$text") < 65536 )) || fail 'issue.md 太长' 'issue.md is too long'

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$here/find_watch_issue.sh" "$work"
read -r number was < "$work/number" || true

if [[ -z ${number:-} ]]; then
  if [[ $state == closed ]]; then echo '没有要人看的，不建 issue / nothing to do, no issue is made'; exit 0; fi
  "$here/make_labels.sh" watch
  gh issue create --title '每周检查：网址和年度 / Weekly check: addresses and years' --label watch --body-file "$text"
elif [[ $(tr -d '\r' < "$work/body.md") == "$(tr -d '\r' < "$text")" ]]; then
  printf 'issue #%s 说的已经是这些，不改 / says the same already, nothing is touched\n' "$number"
else
  gh issue edit "$number" --body-file "$text"
  if [[ $state == open && $was == closed ]]; then gh issue reopen "$number"; fi
  if [[ $state == closed && $was == open ]]; then gh issue close "$number" --reason completed; fi
fi
