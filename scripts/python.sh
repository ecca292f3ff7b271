#!/bin/sh
# Name the Python 3.11 to 3.13 that .venv is made with, or say what to do. PYTHON= chooses one.
# With `lacks`: name the system package without which it can make no environment; nothing when it can.
set -eu

suits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

version() {
    if command -v "$1" >/dev/null 2>&1; then "$1" -V 2>&1; else echo "no program $1"; fi
}

# The system's own python3 is taken when it suits: it is the one whose packages are complete.
find_python() {
    for name in ${PYTHON:-python3 python3.12 python3.13 python3.11}; do
        if suits "$name"; then
            command -v "$name"
            return
        fi
    done
    printf '\nCasebinder needs Python 3.11, 3.12 or 3.13; found: %s.\n' "$(version "${PYTHON:-python3}")" >&2
    printf '  Debian 12 or 13, Ubuntu 24.04:  apt-get install python3 python3-venv\n' >&2
    printf '  elsewhere installed:            make PYTHON=/path/to/python3.12 ...\n' >&2
    exit 1
}

python=$(find_python)
if [ "${1:-}" != lacks ]; then
    echo "$python"
elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    echo "python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
fi
