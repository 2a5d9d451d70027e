#!/usr/bin/env bash
# Builds the site for its deployment: 0 if there is a site to deploy, 2 if there is none. Reports that were
# withheld do not hold up the others; they are listed, with the reasons, in the summary of the job.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 2
said=$(mktemp)
trap 'rm -f "$said"' EXIT

build_scripts/setup/quietly.sh --keep "$said" build_scripts/setup/build_site.sh "$@"
status=$?
if [[ $status != 0 && $status != 1 ]]; then exit 2; fi

if [[ $status == 1 ]]; then build_scripts/setup/tell_withheld.sh "$said"; fi
