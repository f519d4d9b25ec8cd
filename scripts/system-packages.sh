#!/usr/bin/env bash
# Chromium, for the tests that look at pages in a real browser. Without it, and outside CI, those tests skip and say so.
set -euo pipefail
if command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-core poppler-utils >/dev/null && exit 0
fi
if [ "${CI:-}" = true ]; then echo "system-packages: Chromium is missing and could not be installed" >&2; exit 1; fi
echo "system-packages: no Chromium here and no rights to install it; the tests of pages in a browser will be skipped" >&2
