#!/bin/sh
# chromium.sh: print the path of the system's Chromium; as root on Debian or Ubuntu install it first where there is none.
set -eu

find_chromium() {
    for name in "${SCORELINE_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Chromium.app/Contents/MacOS/Chromium" \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

find_chromium && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing chromium for the browser tests" >&2
    apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >&2 ||
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium-browser >&2 || true
    find_chromium && exit 0
fi
echo "The browser tests need Chromium, and there is none. Install the package chromium (macOS: brew install --cask chromium)" >&2
echo "or name a browser: make test SCORELINE_CHROMIUM=/path/to/chrome" >&2
exit 1
