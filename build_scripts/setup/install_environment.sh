#!/usr/bin/env bash
# Makes the Python environment and installs one locked set of packages, every file checked by hash.
#
#   install_environment.sh site|cluster|test|lock-tools|audit|properdocs|fuzzing|mutation [FOLDER]      FOLDER: default .venv
#
# In: requirements/SET.lock. Out: FOLDER. Does nothing when FOLDER holds this very lock for this very
# Python already (a stamp in it says so); a changed lock is installed over what stands.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

set_name=${1:?"site, cluster, test, lock-tools, audit, properdocs, fuzzing or mutation"}
folder=${2:-.venv}
lock=requirements/$set_name.lock
stamp=$folder/.installed-$set_name

fail() { printf '\n错误：%s\nError: %s\n\n' "$1" "$2" >&2; exit 1; }

[[ -f $lock ]] || fail "没有 $lock。" "there is no $lock."

runs() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

if ! runs "$folder/bin/python"; then
  python=
  for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
    if runs "$candidate"; then python=$candidate; break; fi
  done
  [[ -n $python ]] || fail "需要 Python 3.11 或更新的版本；可用 PYTHON=路径 指定。" \
    "Python 3.11 or newer is needed; PYTHON=path names one."
  echo "建立 $folder / making $folder ($("$python" --version))" >&2
  "$python" -m venv --clear "$folder" || fail "不能建立虚拟环境；在 Debian 上请先安装 python3-venv。" \
    "the virtual environment could not be made; on Debian install python3-venv first."
fi

key=$("$folder/bin/python" - "$lock" <<'PY'
import hashlib, pathlib, sys
print(hashlib.sha256(pathlib.Path(sys.argv[1]).read_bytes()).hexdigest(), sys.version.split()[0])
PY
)
if [[ -f $stamp && $(<"$stamp") == "$key" ]]; then exit 0; fi

echo "安装 $lock / installing $lock" >&2
rm -f "$stamp"
"$folder/bin/python" -m pip install -qq --disable-pip-version-check --no-input \
  --require-hashes --no-deps --only-binary :all: --requirement "$lock" >&2 ||
  fail "$lock 没有装好；原因见上。" "$lock was not installed; the reason stands above."
echo "$key" >"$stamp"
