#!/bin/sh
# lock.sh: write the lock files anew. They hold versions and hashes for every platform, and no index address.
set -eu
compile() {
    uv pip compile pyproject.toml requirements-build.in --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet "$@"
}
compile --upgrade --output-file requirements.lock
compile --upgrade --extra dev --constraint requirements.lock --output-file requirements-dev.lock
compile --extra dev --extra spark --extra postgres --extra clickhouse --constraint requirements-dev.lock --output-file requirements-engines.lock
if grep -nE '://|^-' requirements.lock requirements-dev.lock requirements-engines.lock; then
    echo "A lock file holds an address or an option; it may hold only versions and hashes." >&2
    exit 1
fi
