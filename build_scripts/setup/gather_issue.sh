#!/usr/bin/env bash
# Brings what the issue of the event in hand ($GITHUB_EVENT_PATH) asks for:
#   gather_issue.sh FOLDER
# Attachments come from GitHub's own hosts alone, pages within the limits of `add`. Uses no token.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
[[ $# == 1 && -n ${GITHUB_EVENT_PATH:-} ]] || { printf '用法 / usage: GITHUB_EVENT_PATH=… %s FOLDER\n' "$0" >&2; exit 2; }
token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
printf '::stop-commands::%s\n' "$token"
status=0
.venv/bin/python -m build_scripts propose gather "$GITHUB_EVENT_PATH" --output "$1" || status=$?
printf '::%s::\n' "$token"
exit "$status"
