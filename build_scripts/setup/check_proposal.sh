#!/usr/bin/env bash
# Makes a checked proposal of what gather_issue.sh brought:
#   check_proposal.sh FOLDER
# In: FOLDER with what was brought. Out: the files below datapackage/reports, committed on a detached head; the review of
# that commit in FOLDER/review; FOLDER/proposal for the jobs that may write. Says `state=` to $GITHUB_OUTPUT. Ends with
# 0 whenever there is something to tell the issue, whether or not it can be taken. Needs no network and no token.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
[[ $# == 1 ]] || { printf '用法 / usage: %s FOLDER\n' "$0" >&2; exit 2; }
folder=$1
base=$(git rev-parse HEAD)

# What programs say may quote a report: in the log of a job, no line of it is a command until the token is said.
token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
printf '::stop-commands::%s\n' "$token"
placed=0
.venv/bin/python -m build_scripts propose place --output "$folder" || placed=$?
printf '::%s::\n' "$token"
[[ $placed -le 1 ]] || exit 2

outcome=well
if [[ $placed == 0 ]]; then
  git checkout --quiet --detach
  GIT_LITERAL_PATHSPECS=1 git add --force --pathspec-from-file="$folder/paths" --pathspec-file-nul
  git -c user.name=proposal -c user.email=proposal@localhost commit --quiet --no-verify -m 'reports: a proposal'
  reviewed=0
  build_scripts/setup/review_change.sh "$base" "$folder/review" || reviewed=$?
  [[ $reviewed -le 1 ]] || exit 2
  [[ $reviewed == 0 ]] || outcome=blocked
else
  cat "$folder/well/answer.md" >> "${GITHUB_STEP_SUMMARY:-/dev/null}"
fi
rm -rf "$folder/proposal"
mv "$folder/$outcome" "$folder/proposal"
printf 'state=%s\n' "$(cat "$folder/proposal/state")" | tee -a "${GITHUB_OUTPUT:-/dev/null}"
