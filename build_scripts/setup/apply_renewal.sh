#!/usr/bin/env bash
# Applies the patch of renew_locks.sh to this clone:
#   apply_renewal.sh FOLDER
# The patch is data from another job: only regular files that hold locked versions may be in it, else nothing is applied.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
[[ $# == 1 ]] || { printf '用法 / usage: %s FOLDER\n' "$0" >&2; exit 2; }
patch=$1/renewed.patch
allowed='^(requirements/[a-z-]+\.lock|build_scripts/setup/(vendor/)?package(-lock)?\.json|docs/assets/vendor/[A-Za-z0-9@._/-]+)$'
fail() { printf '错误：补丁里有不该改的：%s\nError: the patch holds what it may not change: %s\n' "$1" "$1" >&2; exit 2; }

[[ -f $patch && ! -L $patch ]] || fail 'renewed.patch'
files=0
while IFS=$'\t' read -r -d '' _ _ name; do
  files=$((files + 1))
  [[ $name =~ $allowed && $name != *..* ]] || fail "${name@Q}"
done < <(git apply --numstat -z -- "$patch")
(( files > 0 )) || fail "$(wc -c < "$patch") bytes"
kinds=$(git apply --summary -- "$patch")
if grep -vE '^ (create|delete) mode 100644 ' <<< "$kinds" | grep -q .; then fail "$kinds"; fi
git apply --index -- "$patch"
