#!/bin/sh
# Make .venv in the checkout: a Python 3.11 to 3.13, the dependencies of requirements-dev.lock, the project itself.
# A stamp tells for which lock, project file and folder it was made, so that a second run does nothing.
set -eu
cd "$(dirname "$0")/.."

stop() {
    printf '\n%s\n' "$*" >&2
    exit 1
}

digest() {
    sha256sum "$1" | cut -d ' ' -f 1
}

suits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

# The system's own python3 is taken when it suits: it is the one whose packages are complete.
find_python() {
    for name in ${PYTHON:-python3 python3.12 python3.13 python3.11}; do
        if suits "$name"; then
            command -v "$name"
            return
        fi
    done
    seen=$(python3 -V 2>&1 || echo "no python3")
    stop "Casebinder needs Python 3.11, 3.12 or 3.13; found: $seen.
  Debian 12, Ubuntu 24.04:  apt-get install python3 python3-venv
  elsewhere installed:      make PYTHON=/path/to/python3.12 ..."
}

make_venv() {
    python=$(find_python)
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        sh scripts/packages.sh "python$version-venv" || stop "Python $version is here but cannot make environments."
    fi
    echo "Making .venv with Python $version ($python)" >&2
    "$python" -m venv --clear .venv || stop "The environment could not be made in $PWD/.venv."
}

# uv itself comes from the lock, by its hash, like everything else.
install_uv() {
    awk '/^[a-z]/ { wanted = /^uv==/ } wanted' requirements-dev.lock > .cache/uv.lock
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r .cache/uv.lock ||
        stop "uv could not be installed: is there a network, and a way to a package index?"
}

uv() {
    env -u UV_FIND_LINKS -u PIP_FIND_LINKS UV_CACHE_DIR="${UV_CACHE_DIR:-$PWD/.cache/uv}" VIRTUAL_ENV=.venv \
        .venv/bin/uv "$@"
}

lock="lock $(digest requirements-dev.lock)"
project="project $(digest pyproject.toml)"
place="place $PWD"
stamp=.venv/casebinder.stamp
made() {
    [ -f "$stamp" ] && grep -qxF "$1" "$stamp"
}

if made "$lock" && made "$project" && made "$place" && .venv/bin/python -c '' 2>/dev/null; then
    exit 0
fi
[ -w . ] || stop "No right to write in $PWD: the environment is made inside the checkout. Clone it where you may write."
mkdir -p .cache
# An environment made elsewhere, or by a Python that is gone, is made again.
if ! suits .venv/bin/python || { [ -f "$stamp" ] && ! made "$place"; }; then
    make_venv
fi
[ -x .venv/bin/uv ] || install_uv
if ! made "$lock"; then
    echo "Installing the locked dependencies (about 1 GB the first time)" >&2
    free=$(df -Pk . | awk 'NR == 2 { print $4 }')
    [ "$free" -gt 2000000 ] || echo "Only $((free / 1024)) MB are free here; 2000 MB are wanted." >&2
    rm -f "$stamp"
    uv pip sync --compile-bytecode --require-hashes requirements-dev.lock || stop "The dependencies could not be installed (see above)."
fi
uv pip install -q --no-deps --no-build-isolation --reinstall-package casebinder -e . ||
    stop "The project itself could not be installed (see above)."
# Compiled now, because later nobody may be allowed to: each start would compile everything anew (seconds).
.venv/bin/python -m compileall -q adapters bootstrap casebinder classifiers cli extractors flows pipeline services \
    specimens || stop "The project's own files could not be compiled (see above)."
printf '%s\n%s\n%s\n' "$lock" "$project" "$place" > "$stamp"
