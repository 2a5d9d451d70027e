#!/usr/bin/env bash
# Finds the rolling issue of the weekly check and writes into a folder what it says:
#   find_watch_issue.sh FOLDER
# FOLDER/number: “12 open” or “12 closed”, empty if there is none; FOLDER/body.md: its text. Ours is the one labelled
# `watch` that this repository's workflows wrote: an open one before closed ones, of several the oldest. What people
# write into others changes nothing. Needs gh with GH_TOKEN and GH_REPO.
set -euo pipefail
[[ $# == 1 ]] || { printf '用法 / usage: %s FOLDER\n' "$0" >&2; exit 2; }
mkdir -p "$1"
ours='[.[] | select(.user.login == "github-actions[bot]" and (has("pull_request") | not))]
  | sort_by(.state != "open", .number) | .[0] // empty'
gh api --method GET 'repos/{owner}/{repo}/issues' -f labels=watch -f state=all -f per_page=100 \
  -f sort=created -f direction=asc > "$1/issues.json"
jq -r "$ours | \"\(.number) \(.state)\"" "$1/issues.json" > "$1/number"
jq -r "$ours | .body // \"\"" "$1/issues.json" > "$1/body.md"
rm "$1/issues.json"
