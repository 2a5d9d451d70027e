#!/usr/bin/env bash
# Builds the data package and the site, and says in words what the exit code means.
# Code 1 (some reports withheld) is handed on, so that nobody overlooks it; the site of the others stands.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 2

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
       '注意：有报告没有收录（退出码 1）。原因逐条列在上面，也在 datapackage/build/data/findings.csv 里。' \
       '其余报告的网站已经写在 site/，可以打开，也可以发布。没有收录的报告改正之后，再构建一次就会收录。' \
       'Mind: some reports were withheld (exit code 1). The reasons stand above, one by one, and in' \
       'datapackage/build/data/findings.csv. The site of the other reports stands in site/: it can be opened and' \
       'published. Once a withheld report is corrected, the next build takes it in.' "$line" >&2 ;;
  *) printf '\n%s\n%s\n%s\n%s\n' "$line" \
       "失败：网站没有构建成（退出码 $status）；原来若有网站，仍原样保留。原因见上。" \
       "Failed: the site was not built (exit code $status); one that stood before still stands. The reason is above." \
       "$line" >&2 ;;
esac
exit "$status"
