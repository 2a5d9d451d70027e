#!/usr/bin/env bash
# Finds R for the tests of the R recipe on the data page and of workbooks (by readxl), installs both where it may, and
# prints the path of Rscript on standard output.
#
# Order: RSCRIPT_PATH; the Rscript of this machine. With none: Debian's base package without its recommendations (as
# root, where there is apt-get); likewise readxl. Everything but the path goes to standard error. tests/test_recipes.py
# looks in the same order. Only these tests need it: the site is made without.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

say() { printf '%s\n' "$*" >&2; }

find_r() {
  # run once, because a package without its library may leave the name behind
  if Rscript --vanilla -e 'invisible(0)' >/dev/null 2>&1; then command -v Rscript; return 0; fi
  return 1
}

may_install() { [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; }

install_packages() {
  export DEBIAN_FRONTEND=noninteractive
  say "安装 / installing: $*"
  { apt-get update -qq && apt-get install -y -qq -o Dpkg::Use-Pty=0 --no-install-recommends "$@"; } </dev/null >&2
}

if [[ -n ${RSCRIPT_PATH:-} ]]; then
  [[ -x $RSCRIPT_PATH ]] || { say "错误：RSCRIPT_PATH=$RSCRIPT_PATH 不是程序。/ Error: not a program."; exit 1; }
  rscript=$RSCRIPT_PATH
elif ! rscript=$(find_r); then
  if may_install; then
    install_packages r-base-core || say "apt-get 没有装好 R / apt-get installed no R"
  fi
  if ! rscript=$(find_r); then
    say ""
    say "错误：没有找到 R，不能验证数据页上的 R 代码。任选其一："
    say "  以 root 运行本脚本（Debian、Ubuntu）；或自行安装 R；或用 RSCRIPT_PATH=路径 指定 Rscript。"
    say "Error: no R was found, so the R code of the data page cannot be tested. Do one of these:"
    say "  run this script as root (Debian, Ubuntu); or install R; or name Rscript with RSCRIPT_PATH=path."
    exit 1
  fi
fi

has_readxl() { "$rscript" --vanilla -e 'library(readxl)' >/dev/null 2>&1; }
if [[ -z ${RSCRIPT_PATH:-} ]] && may_install && ! has_readxl; then
  install_packages r-cran-readxl || say "apt-get 没有装好 readxl / apt-get installed no readxl"
fi

printf '%s\n' "$rscript"
