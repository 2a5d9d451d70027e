#!/usr/bin/env bash
# Hands what `make check FILES=…` or `make add FILES=…` names to that command; ARGS of add come after it.
# FILES_GIVEN is data and never run as a command:
# one name as it stands, whatever it holds; or several, with quotes around those with blanks; or patterns such as *.txt.
set -euo pipefail

command=${1:-check}
[[ $# == 0 ]] || shift
given=${FILES_GIVEN:-}
files=()

match() { # a name as it stands if there is such a file, else all that it matches as a pattern; fails if there is none
  local pattern=${1/#\~\//$HOME/} name matched=1
  if [[ -e $pattern || -L $pattern ]]; then
    files+=("$pattern")
    return
  fi
  while IFS= read -r name; do
    files+=("$name")
    matched=0
  done < <(compgen -G "$pattern" | LC_ALL=C sort)
  return "$matched"
}

add() {
  match "$1" || files+=("$1")
}

if [[ -n $given ]] && match "$given"; then
  :
elif parted=$(xargs printf '%s\n' <<< "$given" 2> /dev/null); then
  while IFS= read -r name; do
    [[ -z $name ]] || add "$name"
  done <<< "$parted"
else
  add "$given" # a quote that is not closed: part of a name
fi

if [[ ${#files[@]} == 0 ]]; then
  cat >&2 << 'USAGE'
用法 / usage:
  make check FILES=报告.pdf                     看一遍，不写文件 / look at it; nothing is written
  make add FILES=报告.pdf ARGS="--url 网址"     放进来；网址、文件夹也可以 / add it; addresses and folders too
  make check FILES='报告 (1).docx'             一个文件，名字里可以有空格和括号 / one file; blanks and brackets are fine
  make check FILES='"报告 (1).docx" 另一份.txt'  几个文件，有空格的加引号 / several; quote those with blanks
  make check FILES='文件夹/*'                  文件夹里的全部 / all in a folder
USAGE
  exit 2
fi
exec "${PYTHON_VENV:-.venv/bin/python}" -m build_scripts "$command" "$@" -- "${files[@]}"
