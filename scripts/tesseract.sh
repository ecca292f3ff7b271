#!/bin/sh
# See that Tesseract is here with French, English and orientation data; install what is missing when allowed.
# What Python still lacks to make .venv is asked for with it: who may not install is told everything at once.
set -eu
cd "$(dirname "$0")/.."

missing() {
    command -v tesseract >/dev/null 2>&1 || echo tesseract-ocr
    known=$(tesseract --list-langs 2>/dev/null || true)
    for language in fra eng osd; do
        echo "$known" | grep -qx "$language" || echo "tesseract-ocr-$language"
    done
}

wanted=$(missing)
[ -n "$wanted" ] || exit 0
[ -x .venv/bin/python ] || wanted="$(sh scripts/python.sh lacks) $wanted"
# shellcheck disable=SC2086 # one word a package
sh scripts/packages.sh $wanted
left=$(missing)
[ -z "$left" ] || { echo "Tesseract still lacks: $left" >&2; exit 1; }
