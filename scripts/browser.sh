#!/bin/sh
# See that Chromium is here for the tests of the pages; install it when missing and allowed.
set -eu
cd "$(dirname "$0")/.."

command -v chromium >/dev/null 2>&1 || exec sh scripts/packages.sh chromium fonts-liberation
