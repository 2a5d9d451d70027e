#!/usr/bin/env bash
# Runs a command whose words may quote reports: in a job of GitHub no line of it is a command of the workflow.
#   quietly.sh [--keep FILE] COMMAND…
# What the command says on standard error is said with the rest; --keep FILE holds it too. Ends as the command does.
set -uo pipefail
keep=
if [[ ${1:-} == --keep ]]; then keep=${2:-}; shift 2; fi
[[ $# -gt 0 ]] || { printf '用法 / usage: %s [--keep FILE] COMMAND…\n' "$0" >&2; exit 2; }
token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
tell() { if [[ ${GITHUB_ACTIONS:-} == true ]]; then printf '::%s\n' "$1"; fi; }

tell "stop-commands::$token"
if [[ -n $keep ]]; then "$@" 2> "$keep"; else "$@" 2>&1; fi
status=$?
if [[ -n $keep ]]; then cat "$keep"; fi
tell "$token::"
exit "$status"
