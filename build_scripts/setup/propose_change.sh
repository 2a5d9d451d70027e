#!/usr/bin/env bash
# Makes a branch and a pull request of a proposal that was checked, after a maintainer put the label on the issue:
#   propose_change.sh ARTIFACT ISSUE RUN_URL SENDER BASE_BRANCH
# In: the folder that check_proposal.sh handed on, looked at anew (take_proposal.py); a checkout of the commit it was
# checked on. Out: branch proposal/issue-N, one commit on top of it, and its pull request. A branch on which somebody
# else has worked is left alone. Needs gh with GH_TOKEN (contents and pull-requests: write), GH_REPO, GITHUB_SERVER_URL.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
[[ $# == 5 && $2 =~ ^[1-9][0-9]{0,9}$ && $4 =~ ^[A-Za-z0-9-]{1,39}$ ]] ||
  { printf '用法 / usage: %s ARTIFACT ISSUE RUN_URL SENDER BASE_BRANCH\n' "$0" >&2; exit 2; }
branch=proposal/issue-$2
remote=$GITHUB_SERVER_URL/$GH_REPO.git
name='github-actions[bot]' email='41898282+github-actions[bot]@users.noreply.github.com'
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
stop() { printf '%s\n' "$1" | tee -a "${GITHUB_STEP_SUMMARY:-/dev/null}" >&2; exit 1; }

right=$(gh api "repos/$GH_REPO/collaborators/$4/permission" --jq .permission)
[[ $right == admin || $right == write ]] ||
  stop '贴标签的人不能写这个仓库，没有提议。 / Whoever put the label may not write to this repository; nothing was proposed.'

BASE_BRANCH=$5 python3 -I -S build_scripts/setup/take_proposal.py files "$1" "$2" "$3" "$work" . "$branch"
GIT_LITERAL_PATHSPECS=1 git add --force --pathspec-from-file="$work/paths" --pathspec-file-nul
git -c user.name="$name" -c user.email="$email" commit --quiet --no-verify --file "$work/message"

gh auth setup-git
tip=$(git ls-remote "$remote" "refs/heads/$branch")
tip=${tip%%[[:space:]]*}
if [[ -n $tip ]]; then
  git fetch --quiet --depth=1 "$remote" "refs/heads/$branch"
  [[ $(git log -1 --format=%ce FETCH_HEAD) == "$email" ]] ||
    stop "有人在分支 $branch 上工作过，所以没有动它；请先合并或删去它。 / Somebody has worked on the branch $branch, so it was left alone: merge or delete it first."
fi
git push --quiet --force-with-lease="refs/heads/$branch:$tip" "$remote" "HEAD:refs/heads/$branch"

owner=${GH_REPO%%/*}
pull=$(gh api "repos/$GH_REPO/pulls?state=open&head=$owner:$branch" --jq '.[0].number // empty')
if [[ $pull =~ ^[0-9]+$ ]]; then
  gh api --method PATCH "repos/$GH_REPO/pulls/$pull" --input "$work/change.json" > /dev/null
elif ! gh api --method POST "repos/$GH_REPO/pulls" --input "$work/pull.json" > /dev/null; then
  stop "分支 $branch 已经有了，合并请求没有发起：仓库设置里要允许 GitHub Actions 发起合并请求（Settings → Actions → General）；也可以自己发起：$GITHUB_SERVER_URL/$GH_REPO/compare/$branch?expand=1 / The branch $branch stands, but the pull request could not be opened: allow it in the settings, or open it yourself at that address."
fi
