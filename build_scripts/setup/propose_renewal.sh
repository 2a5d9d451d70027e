#!/usr/bin/env bash
# Makes or renews the one pull request with newer locked versions:
#   propose_renewal.sh FOLDER RESULT
# FOLDER: what renew_locks.sh left; RESULT: how the tests of it ended (success, failure, …). Commits on a branch of its
# own, dependencies/renew, replaces what stood there, and says in the pull request what was tried. Needs gh with
# GH_TOKEN, GH_REPO and GITHUB_SERVER_URL.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[[ $# == 2 ]] || { printf '用法 / usage: %s FOLDER RESULT\n' "$0" >&2; exit 2; }
folder=$(cd "$1" && pwd)
[[ $2 =~ ^[a-z]{1,20}$ ]] || { printf '错误 / error: RESULT\n' >&2; exit 2; }
cd "$here/../.."
branch=dependencies/renew
title='依赖：锁定的新版本 / dependencies: newer locked versions'
"$here/apply_renewal.sh" "$folder"
git -c user.name='github-actions[bot]' -c user.email='41898282+github-actions[bot]@users.noreply.github.com' \
  commit --quiet --message 'dependencies: renew what is locked'

remote=$GITHUB_SERVER_URL/$GH_REPO.git
as_gh() { git -c credential.helper= -c credential.helper='!gh auth git-credential' "$@"; }
identify() { git diff "$1^" "$1" | git patch-id --stable | cut -d ' ' -f 1; }
if as_gh fetch --quiet --depth 2 "$remote" "refs/heads/$branch" 2> /dev/null && [[ $(identify FETCH_HEAD) == "$(identify HEAD)" ]]; then
  echo '那里已经是这些改动 / the branch holds these changes already'
else
  as_gh push --quiet --force "$remote" "HEAD:refs/heads/$branch"
fi

body=$(mktemp)
trap 'rm -f "$body"' EXIT
sed "s/@RESULT@/$2/" "$here/renewal.md" > "$body"
head -c 50000 "$folder/versions.md" >> "$body"
number=$(gh pr list --head "$branch" --state open --json number --jq '.[0].number // empty')
if [[ -n $number ]]; then
  gh pr edit "$number" --title "$title" --body-file "$body"
else
  "$here/make_labels.sh" dependencies
  gh pr create --head "$branch" --title "$title" --label dependencies --body-file "$body"
fi
