#!/usr/bin/env bash
# Finds LibreOffice for the tests of older office files (Writer) and of the formulas on the data page (Calc), installs
# it where it may, and prints its path on standard output.
#
# Order: OFFICE_PATH; a LibreOffice of this machine. With none: Debian's package without windows (as root, where
# there is apt-get). Everything but the path goes to standard error. build_scripts/files/office.py looks in the same
# order. Only .doc, .rtf and .odt reports need it, and Calc only the test of the formulas: the site is made without.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

say() { printf '%s\n' "$*" >&2; }

find_office() {
  local candidate
  for candidate in soffice libreoffice; do
    # asked for its version, because a package without Writer's files may leave the name behind
    if "$candidate" --version >/dev/null 2>&1; then command -v "$candidate"; return 0; fi
  done
  candidate=/Applications/LibreOffice.app/Contents/MacOS/soffice
  if [[ -x $candidate ]]; then echo "$candidate"; return 0; fi
  return 1
}

has_calc() {
  local program place
  program=$(readlink -f "$1" 2>/dev/null) || return 1
  for place in libsclo.so ../Frameworks/libsclo.dylib; do
    if [[ -e $(dirname "$program")/$place ]]; then return 0; fi
  done
  return 1
}

may_install() { [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; }

install_packages() {
  export DEBIAN_FRONTEND=noninteractive
  say "安装 / installing: $*"
  { apt-get update -qq && apt-get install -y -qq -o Dpkg::Use-Pty=0 --no-install-recommends "$@"; } </dev/null >&2
}

if [[ -n ${OFFICE_PATH:-} ]]; then
  [[ -x $OFFICE_PATH ]] || { say "错误：OFFICE_PATH=$OFFICE_PATH 不是程序。/ Error: not a program."; exit 1; }
  office=$OFFICE_PATH
elif ! office=$(find_office); then
  if may_install; then
    install_packages libreoffice-writer-nogui libreoffice-calc-nogui || say "apt-get 没有装好 LibreOffice / apt-get installed no LibreOffice"
  fi
  if ! office=$(find_office); then
    say ""
    say "错误：没有找到 LibreOffice，不能读取 .doc、.rtf、.odt。任选其一："
    say "  以 root 运行本脚本（Debian、Ubuntu）；或自行安装 LibreOffice Writer；或用 OFFICE_PATH=路径 指定。"
    say "Error: no LibreOffice was found, so .doc, .rtf and .odt cannot be read. Do one of these:"
    say "  run this script as root (Debian, Ubuntu); or install LibreOffice Writer; or name it with OFFICE_PATH=path."
    exit 1
  fi
fi

if ! has_calc "$office" && [[ -z ${OFFICE_PATH:-} ]] && may_install; then
  install_packages libreoffice-calc-nogui || say "apt-get 没有装好 LibreOffice Calc / apt-get installed no LibreOffice Calc"
fi

printf '%s\n' "$office"
