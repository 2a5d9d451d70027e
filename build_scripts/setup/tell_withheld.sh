#!/usr/bin/env bash
# Appends what a build said of withheld reports to the summary of the job:
#   tell_withheld.sh FILE
set -euo pipefail
{ # indented, the lines stay plain text, whatever a report says
  printf '### 没有收录的报告 / Reports withheld\n\n'
  head -c 500000 "$1" | sed 's/^/    /'
  printf '\n'
} >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
