#!/usr/bin/env bash
# What takes longer than `make test` may, and what only the network knows. One line a step: its name in Chinese, in
# English, and the command. All is tried before the result is given; how each step ended is written to runs/audit.csv,
# from which `make guards` makes its table. AUDIT_ONLY='round trips|search' takes the steps whose English name matches.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
BROWSER_PATH=$(build_scripts/setup/install_browser.sh) && export BROWSER_PATH
python=.venv/bin/python
failed=
mkdir -p runs
[[ -e runs/audit.csv ]] || echo 'step,command,date,seconds,outcome' >runs/audit.csv

step() { # 中文名 / its name, in English / the command and its words
  local chinese=$1 english=$2 began=$SECONDS outcome=passed date
  shift 2
  [[ $english =~ ${AUDIT_ONLY:-.} ]] || return 0
  echo "— $chinese / $english"
  date=$(date --utc +%F)
  "$@" || { outcome=failed failed="$failed, $english"; }
  printf '%s,"%s",%s,%s,%s\n' "$english" "${*//\"/\'}" "$date" "$((SECONDS - began))" "$outcome" >>runs/audit.csv
}

try_cluster() { # several machines, one of them killed
  local work=.cache/audit-cluster
  rm -rf "$work" && $python -m tests.printing.country --reports 200 --output "$work/reports" &&
    $python -m benchmarks.cluster_run "$work/reports" "$work/work"
  local status=$?
  rm -rf "$work"
  return "$status"
}

score() { # Lighthouse's four scores
  build_scripts/setup/install_linters.sh lighthouse && $python -m tests.lighthouse --output lighthouse
}

step 往返 'round trips' env ROUND_TRIP="${ROUND_TRIP:-5000}" ROUND_TRIP_FORMATS="${ROUND_TRIP_FORMATS:-100}" \
  $python -m pytest -q -n 2 --dist worksteal tests/test_round_trip.py tests/test_round_trip_formats.py tests/test_office.py
step 只做变了的 'only what changed' env PACKAGE_AGAIN="${PACKAGE_AGAIN:-150}" $python -m pytest -q -n 2 tests/test_package_again.py
step 同样的字节 'same bytes' $python -m tests.same_bytes --keep
step 一步一步地改 'walk of changes' $python -m tests.build_walk --steps "${BUILD_WALK:-60}"
step 随时打断 kills $python -m tests.kills --kills "${KILLS:-51}"
step 磁盘和系统调用 'disks and calls' $python -m tests.disks
step 检索 search env SEARCH_QUESTIONS=all $python -m pytest -q tests/test_search_queries.py
step 恶意的文字 'hostile texts' env HOSTILE_TEXTS=all $python -m pytest -q tests/test_hostile_texts.py
step 每种网页，每种宽度 'every kind of page at every width' env EVERY_WIDTH=all $python -m pytest -q -n 2 tests/test_every_kind.py
step 专门做坏的文件 'nasty files' $python -m tests.limits --keep
step 模糊试验 fuzzing $python -m tests.fuzzing --seconds "${FUZZ_SECONDS:-600}" --keep
step 更多随意的文件 'more chance files' env FUZZING="${FUZZING:-200}" $python -m pytest -q -n 2 tests/test_fuzzing.py
step 改坏程序 mutation $python -m tests.mutation --sample "${MUTANTS:-20}" --keep
step 整个数据包 'the whole package' $python -m tests.whole_package
step 几台机器，一台打死 'several machines, one killed' try_cluster
step ProperDocs ProperDocs build_scripts/setup/properdocs.sh
step Lighthouse Lighthouse score
step 没有网络 'no network' $python -m tests.no_network
step 已知漏洞 'known vulnerabilities' build_scripts/setup/audit_locks.sh
if [[ -n $failed ]]; then echo "未通过 / failed:${failed#,}" >&2; exit 1; fi
