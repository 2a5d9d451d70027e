#!/usr/bin/env bash
# Writes the lock files anew: every package, direct or not, pinned with the hashes of all its files, for
# Linux and macOS and every Python we support. Versions already locked stay; `--upgrade` takes newer ones.
# In: pyproject.toml, requirements/*.in, package.json here. Out: requirements/*.lock, package-lock.json here.
# Run through `make lock`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# Settings of this machine (extra indexes, local folders) must not reach the locks.
for name in $(compgen -e | grep -E '^(UV|PIP)_' || true); do
  case "$name" in *CERT*|*TIMEOUT*|*CACHE*) ;; *) unset "$name" ;; esac
done

compile() {
  local output=$1; shift
  echo "锁定 / locking $output"
  .venv/bin/uv --no-config pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --only-binary :all: --no-annotate --no-header --no-emit-index-url --no-emit-find-links \
    --output-file "$output" "$@"
}

compile requirements/site.lock "${@}" --extra site pyproject.toml
compile requirements/cluster.lock "${@}" --extra site --extra cluster --constraint requirements/site.lock pyproject.toml
# The test set holds the site set at the very same versions.
compile requirements/test.lock "${@}" --extra site --extra cluster --extra test --constraint requirements/cluster.lock --override requirements/overrides.in pyproject.toml
compile requirements/properdocs.lock "${@}" --extra site --constraint requirements/site.lock --override requirements/properdocs-overrides.in pyproject.toml requirements/properdocs.in
compile requirements/fuzzing.lock "${@}" --extra site --constraint requirements/site.lock pyproject.toml requirements/fuzzing.in
compile requirements/mutation.lock "${@}" --override requirements/mutation-overrides.in requirements/mutation.in
compile requirements/audit.lock "${@}" requirements/audit.in
compile requirements/lock-tools.lock "${@}" requirements/lock-tools.in

for folder in build_scripts/setup build_scripts/setup/vendor; do
  echo "锁定 / locking $folder/package-lock.json"
  npm --prefix "$folder" install --package-lock-only --ignore-scripts --no-audit --no-fund \
    --omit-lockfile-registry-resolved --loglevel error </dev/null >/dev/null
done
