#!/usr/bin/env bash
# Builds the site with MkDocs, and with ProperDocs, the continuation of MkDocs 1.x, in an environment without MkDocs;
# then compares them file by file:
#   properdocs.sh [PACKAGE]          default: the reports of this repository, packaged anew
# 0: not a byte differs. 1: files differ, and are listed. Run through `make properdocs`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
build_scripts/setup/install_environment.sh properdocs .venv/properdocs
work=$(mktemp -d)
config=.site-properdocs.yml # beside mkdocs.yml, for the paths in that are relative to it
trap 'rm -rf "$work" "$config"' EXIT

package=${1:-$work/package}
if [[ $# == 0 ]]; then
  .venv/bin/python -m build_scripts package --output "$package" >&2 || [[ $? == 1 ]]
fi
.venv/bin/python -c 'import json, os, sys; print("INHERIT: mkdocs.yml\nextra:\n  package:", json.dumps(os.path.abspath(sys.argv[1])))' \
  "$package" > "$config"
if .venv/properdocs/bin/python -c 'import mkdocs' 2> /dev/null; then echo 'MkDocs: .venv/properdocs' >&2; exit 2; fi
echo '— MkDocs' >&2
.venv/bin/python -m mkdocs build --quiet --config-file "$config" --site-dir "$work/mkdocs"
echo '— ProperDocs' >&2
.venv/properdocs/bin/properdocs build --quiet --config-file "$config" --site-dir "$work/properdocs"
.venv/bin/python -m build_scripts.upkeep.same_sites "$work/mkdocs" "$work/properdocs"
