#!/usr/bin/env bash
# Chromium, for the tests that look at pages in a real browser, and PostgreSQL, for the tests of a ledger in a server.
# Without them, and outside CI, those tests skip and say so.
set -euo pipefail
missing=()
packages=()
if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null && ! command -v google-chrome >/dev/null; then
  missing+=(Chromium)
  packages+=(chromium fonts-noto-core poppler-utils)
fi
if ! compgen -G "/usr/lib/postgresql/*/bin/postgres" >/dev/null && ! command -v postgres >/dev/null; then
  missing+=(PostgreSQL)
  packages+=(postgresql)
fi
if [ ${#missing[@]} = 0 ]; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${packages[@]}" >/dev/null && exit 0
fi
if [ "${CI:-}" = true ]; then echo "system-packages: missing and could not be installed: ${missing[*]}" >&2; exit 1; fi
echo "system-packages: not here, and no rights to install: ${missing[*]}; their tests will be skipped" >&2
