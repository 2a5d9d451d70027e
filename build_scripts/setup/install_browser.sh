#!/usr/bin/env bash
# Finds a Chromium for the browser tests, installs one where it may, and prints its path on standard output.
#
# Order: BROWSER_PATH; a Chromium or Chrome of this machine; Playwright's own. With none of these: Debian's
# package (as root, where there is apt-get), else Playwright's download. Chinese fonts come along with
# apt-get. Everything but the path goes to standard error. tests/browser.py looks in the same order.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

say() { printf '%s\n' "$*" >&2; }

find_browser() {
  local candidate
  for candidate in chromium chromium-browser google-chrome google-chrome-stable; do
    # asked for its version, because some systems ship a placeholder of that name
    if "$candidate" --version >/dev/null 2>&1; then command -v "$candidate"; return 0; fi
  done
  for candidate in "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
                   "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
    if [[ -x $candidate ]]; then echo "$candidate"; return 0; fi
  done
  [[ -x .venv/bin/python ]] || return 1
  .venv/bin/python - 2>/dev/null <<'PY'
import pathlib, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    path = pathlib.Path(playwright.chromium.executable_path)
if not path.is_file():
    sys.exit(1)
print(path)
PY
}

may_install() { [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; }

install_packages() {
  export DEBIAN_FRONTEND=noninteractive
  say "安装 / installing: $*"
  { apt-get update -qq && apt-get install -y -qq -o Dpkg::Use-Pty=0 --no-install-recommends "$@"; } </dev/null >&2
}

has_libatomic() { compgen -G '/usr/lib*/libatomic.so.1' || compgen -G '/usr/lib/*/libatomic.so.1' || compgen -G '/lib*/libatomic.so.1'; } >/dev/null

has_chinese_font() {
  if command -v fc-list >/dev/null; then [[ -n $(fc-list :lang=zh-cn family) ]]
  else [[ $(uname) == Darwin ]]; fi
}

if [[ -n ${BROWSER_PATH:-} ]]; then
  [[ -x $BROWSER_PATH ]] || { say "错误：BROWSER_PATH=$BROWSER_PATH 不是程序。/ Error: not a program."; exit 1; }
  browser=$BROWSER_PATH
elif ! browser=$(find_browser); then
  if may_install; then
    install_packages chromium fonts-noto-cjk || say "apt-get 没有装好浏览器 / apt-get installed no browser"
  elif [[ -x .venv/bin/python ]] && .venv/bin/python -c 'import playwright' 2>/dev/null; then
    .venv/bin/python -m playwright install chromium >&2 || say "Playwright 没有装好浏览器 / Playwright installed no browser"
  fi
  if ! browser=$(find_browser); then
    say ""
    say "错误：没有找到浏览器，浏览器测试不能运行。任选其一："
    say "  以 root 运行本脚本（Debian、Ubuntu）；或自行安装 Chromium 或 Chrome；或用 BROWSER_PATH=路径 指定。"
    say "Error: no browser was found, so the browser tests cannot run. Do one of these:"
    say "  run this script as root (Debian, Ubuntu); or install Chromium or Chrome; or name one with BROWSER_PATH=path."
    exit 1
  fi
fi

# Playwright's driver is a Node of its own, which needs this library; bare machines do not have it.
if [[ $(uname) == Linux ]] && ! has_libatomic; then
  if may_install; then
    install_packages libatomic1 || say "apt-get 没有装好 libatomic1 / apt-get did not install libatomic1"
  else
    say "提醒：没有 libatomic.so.1，Playwright 可能不能启动。/ Note: libatomic.so.1 is missing; Playwright may not start."
  fi
fi

if ! has_chinese_font; then
  if may_install; then
    install_packages fonts-noto-cjk || say "apt-get 没有装好中文字体 / apt-get installed no Chinese font"
  else
    say "提醒：没有中文字体，截图里会是方框。/ Note: no Chinese font here, screenshots will show boxes."
  fi
fi

printf '%s\n' "$browser"
