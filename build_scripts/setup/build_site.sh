#!/usr/bin/env bash
# Builds the data package and the site, and says in words what the exit code means.
# Code 1 (some reports withheld) fails here too: what we publish must come from clean input. The site
# without these reports stands all the same, so that they can be looked at.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# A program that cannot even be loaded ends with 1 as well, which would be taken for “some withheld”.
if .venv/bin/python -c 'import build_scripts.cli'; then
  .venv/bin/python -m build_scripts build "$@"
  status=$?
else
  status=2
fi
if [[ $status == 1 && ! ( -f datapackage/build/datapackage.json && -f site/index.html ) ]]; then status=2; fi

line='────────────────────────────────────────────────────────────────────────'
case $status in
  0) printf '\n完成：数据包在 datapackage/build/，网站在 site/。\nDone: data package in datapackage/build/, site in site/.\n' ;;
  1) printf '\n%s\n%s\n%s\n%s\n%s\n%s\n%s\n' "$line" \
       '未通过：有报告没有收入（退出码 1）。原因逐条列在上面，也在 datapackage/build/data/findings.csv 里。' \
       '其余报告已经写好，网站可以打开：site/。这些报告改正或移走之前，不会发布。' \
       'Not passed: some reports were withheld (exit code 1). The reasons stand above and in' \
       'datapackage/build/data/findings.csv. The other reports were written and site/ can be opened, but' \
       'nothing is published until these are corrected or taken away.' "$line" >&2 ;;
  *) printf '\n%s\n%s\n%s\n%s\n' "$line" \
       "失败：没有构建成（退出码 $status）；原来若有数据包和网站，仍原样保留。原因见上。" \
       "Failed: nothing was built (exit code $status); a package and site that stood before still stand. The reason is above." \
       "$line" >&2 ;;
esac
exit "$status"
