#!/usr/bin/env bash
# Asks for known vulnerabilities of everything locked, Python and npm. Needs the network; nothing is installed
# but the auditing tool itself, apart, in .venv/audit. Both are asked before the result is given; a package that
# could not be asked for counts as a failure, not as clean.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
build_scripts/setup/install_environment.sh audit .venv/audit || exit 1
failed=
for lock in requirements/*.lock; do
  echo "— pip-audit $lock"
  .venv/audit/bin/python -m pip_audit --strict --progress-spinner off --disable-pip --require-hashes --requirement "$lock" ||
    failed="$failed $lock"
done
echo '— npm audit'
npm --prefix build_scripts/setup audit --package-lock-only || failed="$failed package-lock.json"
if [[ -n $failed ]]; then echo "未通过 / failed:$failed" >&2; exit 1; fi
