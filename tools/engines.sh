#!/bin/sh
# engines.sh VENV LOCK: install what the tests of Spark, PostgreSQL, ClickHouse and LibreOffice need, as far as that is possible here.
# What is missing is said, and is an error only where SCORELINE_REQUIRE_ENGINES is set, as in continuous integration.
set -eu
venv=$1 lock=$2
lacking=

as_root() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1
}

apt_install() {
    echo "Installing $* for the tests of other programs" >&2
    apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

lack() {
    lacking=yes
    echo "$1" >&2
}

has_postgres() {
    ls /usr/lib/postgresql/1[5-9]/bin/initdb /usr/lib/postgresql/[2-9][0-9]/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1
}

echo "Installing the drivers of Spark, PostgreSQL and ClickHouse that $lock names, checked by hash"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-build-isolation -r "$lock" ||
    lack "They cannot be installed here; the tests of those engines are left out."

has_postgres || { as_root && apt_install postgresql; } || true
has_postgres || lack "PostgreSQL is not tested: install PostgreSQL 15 or newer (Debian: apt-get install postgresql)."

command -v java >/dev/null 2>&1 || { as_root && apt_install default-jre-headless; } || true
command -v java >/dev/null 2>&1 || lack "Spark is not tested: install Java 17 or newer (Debian: apt-get install default-jre-headless)."

has_office() {
    command -v soffice >/dev/null 2>&1 || command -v libreoffice >/dev/null 2>&1
}

has_office || { as_root && apt_install libreoffice-calc-nogui; } || true
has_office || lack "Formulas in workbooks are not tested: install LibreOffice (Debian: apt-get install libreoffice-calc-nogui)."

[ -z "$lacking" ] || [ -z "${SCORELINE_REQUIRE_ENGINES:-}" ] || exit 1
