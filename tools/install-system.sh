#!/bin/sh
# Install what a command needs and the system lacks, by apt: Python's venv, Chromium, a Chinese font.
#   tools/install-system.sh venv PYTHON | browser | driver
set -eu

log=$(mktemp)
trap 'rm -f "$log"' EXIT

say() { echo "springsim: $*" >&2; }

# apt WHY PACKAGE: install one package, or fail.
apt() {
    command -v apt-get >/dev/null || { say "$1 is missing, and there is no apt-get to install $2 with"; return 1; }
    if [ "$(id -u)" = 0 ]; then as_root=
    elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then as_root=sudo
    else say "$1 is missing; as root: apt-get install $2"; return 1; fi
    say "installing $2 ($1 is missing)"
    export DEBIAN_FRONTEND=noninteractive
    { $as_root apt-get -qq update && $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq -y --no-install-recommends install "$2"; } >"$log" 2>&1 </dev/null || { cat "$log" >&2; return 1; }
}

venv() {
    "$1" -c 'import ensurepip' 2>/dev/null && return
    version=$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    apt "Python's venv module" "python$version-venv"
}

browser() {
    # Debian has Chromium without a window as a package of its own, which takes a quarter less time.
    if ! command -v chromium-headless-shell >/dev/null && ! { apt "a browser for the tests" chromium-headless-shell 2>/dev/null; } &&
        ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null && ! command -v google-chrome >/dev/null; then
        apt "a browser for the tests" chromium || exit 1
    fi
    if ! command -v fc-list >/dev/null || [ -z "$(fc-list :lang=zh family)" ]; then
        apt "a Chinese font" fonts-noto-cjk || say "going on without; tests of Chinese figures will fail"
    fi
}

driver() {
    # Playwright's own node is linked against a library that a small Debian lacks.
    for node in .venv/lib/python3*/site-packages/playwright/driver/node; do
        "$node" --version >/dev/null 2>&1 || apt "a library for Playwright" libatomic1 || exit 1
    done
}

case "${1-}" in
venv) venv "$2" ;;
browser) browser ;;
driver) driver ;;
*) say "usage: $0 venv PYTHON | browser | driver"; exit 2 ;;
esac
