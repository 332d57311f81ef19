#!/bin/sh
# install.sh VENV LOCK: make the virtual environment and put into it exactly what the lock file names, then Scoreline itself.
set -eu
venv=$1 lock=$2

# A folder that was moved or half made has no working pip: make it anew.
if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    if [ -n "${PYTHON:-}" ]; then set -- "$PYTHON"; else set -- python3 python3.13 python3.12 python3.14 python3.11; fi
    python=
    for name in "$@"; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            python=$name
            break
        fi
    done
    if [ -z "$python" ]; then
        echo "Scoreline needs Python 3.11 or newer, and found none. Install it, or name it: make PYTHON=/path/to/python3.12" >&2
        exit 1
    fi
    if ! "$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then
        sudo=sudo
        [ "$(id -u)" = 0 ] && sudo=
        echo "This Python has no venv module. Add it with one command, then run make again:" >&2
        echo "    ${sudo:+$sudo }apt-get install -y python3-venv" >&2
        exit 1
    fi
    echo "Making $venv with $("$python" --version)"
    rm -rf "$venv"
    "$python" -m venv "$venv"
fi

echo "Installing what $lock names, checked by hash"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
