#!/usr/bin/env bash
# Known vulnerabilities of everything locked, Python and npm. Needs the network; nothing is installed but the auditing
# tool itself, apart, in .venv/audit. All is asked before the result is given; a package that could not be asked for
# counts as a failure.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
build_scripts/setup/install_environment.sh audit .venv/audit || exit 1
failed=
for lock in requirements/*.lock; do
  echo "— pip-audit $lock"
  .venv/audit/bin/python -m pip_audit --strict --progress-spinner off --disable-pip --require-hashes --requirement "$lock" ||
    failed="$failed $lock"
done
for folder in build_scripts/setup build_scripts/setup/vendor; do
  echo "— npm audit $folder"
  npm --prefix "$folder" audit --package-lock-only || failed="$failed $folder/package-lock.json"
done
if [[ -n $failed ]]; then echo "未通过 / failed:$failed" >&2; exit 1; fi
