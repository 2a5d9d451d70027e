#!/usr/bin/env bash
# What takes longer than `make test`: prints with random numbers and known damage, thousands as text and hundreds in every
# format, read back (ROUND_TRIP and ROUND_TRIP_FORMATS set how many); every question of the labelled set for the search;
# a package made again after many chance changes, and the whole of `build`, some runs killed (BUILD_WALK sets how often); every kind of page in both schemes at both widths; a package of 10,000
# reports by Frictionless unaided; package and site by Dask's workers, one killed; the site by ProperDocs; Lighthouse; then known vulnerabilities of everything locked (audit_locks.sh, needs the network).
# All is tried before the result is given.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
failed=
echo '— 往返 / round trips'
BROWSER_PATH=$(build_scripts/setup/install_browser.sh) && export BROWSER_PATH
ROUND_TRIP=${ROUND_TRIP:-5000} ROUND_TRIP_FORMATS=${ROUND_TRIP_FORMATS:-100} \
  .venv/bin/python -m pytest -q -n 2 --dist worksteal tests/test_round_trip.py tests/test_round_trip_formats.py tests/test_office.py || failed="$failed round-trip"
echo '— 只做变了的 / only what changed'
PACKAGE_AGAIN=${PACKAGE_AGAIN:-150} .venv/bin/python -m pytest -q -n 2 tests/test_package_again.py || failed="$failed package-again"
.venv/bin/python -m tests.build_walk --steps "${BUILD_WALK:-60}" || failed="$failed build-walk"
echo '— 检索 / search'
SEARCH_QUESTIONS=all .venv/bin/python -m pytest -q tests/test_search_queries.py || failed="$failed search"
echo '— 每种网页，每种宽度 / every kind of page at every width'
EVERY_WIDTH=all .venv/bin/python -m pytest -q -n 2 tests/test_every_kind.py || failed="$failed every-width"
echo '— 整个数据包 / the whole package'
.venv/bin/python -m tests.whole_package || failed="$failed whole-package"
echo '— 几台机器，一台打死 / several machines, one killed'
{ rm -rf .cache/audit-cluster && .venv/bin/python -m tests.printing.country --reports 200 --output .cache/audit-cluster/reports &&
  .venv/bin/python -m benchmarks.cluster_run .cache/audit-cluster/reports .cache/audit-cluster/work; } || failed="$failed cluster"
rm -rf .cache/audit-cluster
echo '— ProperDocs'
build_scripts/setup/properdocs.sh || failed="$failed properdocs"
echo '— Lighthouse'
build_scripts/setup/install_linters.sh lighthouse && .venv/bin/python -m tests.lighthouse --output lighthouse || failed="$failed lighthouse"
build_scripts/setup/audit_locks.sh || failed="$failed vulnerabilities"
if [[ -n $failed ]]; then echo "未通过 / failed:$failed" >&2; exit 1; fi
