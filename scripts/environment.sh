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

# An environment made elsewhere, by a Python that is gone, or by another than PYTHON= asks for, is made again.
stands() {
    PYTHON=.venv/bin/python sh scripts/python.sh >/dev/null 2>&1 && { [ ! -f "$stamp" ] || made "$place"; } &&
        { [ -z "${PYTHON:-}" ] || [ "$("$PYTHON" -V 2>&1)" = "$(.venv/bin/python -V)" ]; }
}

make_venv() {
    python=$(sh scripts/python.sh)
    lacking=$(sh scripts/python.sh lacks)
    if [ -n "$lacking" ]; then
        sh scripts/packages.sh "$lacking"
    fi
    echo "Making .venv with $("$python" -V) ($python)" >&2
    "$python" -m venv --clear .venv || stop "The environment could not be made in $PWD/.venv."
}

# uv itself comes from the lock, by its hash, like everything else.
install_uv() {
    awk '/^[a-z]/ { wanted = /^uv==/ } wanted' requirements-dev.lock > .cache/uv.lock
    .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r .cache/uv.lock ||
        stop "uv, which installs the rest, could not be fetched. $network"
}

# What is downloaded is told, what was installed is not: it is the lock.
install_locked() {
    rm -f .cache/synced
    { uv pip sync --compile-bytecode --require-hashes requirements-dev.lock 2>&1 && : > .cache/synced; } |
        sed -E '/^ ([-+~]|Downloaded|Building|Built) /d' >&2
    [ -f .cache/synced ]
}

uv() {
    env -u UV_FIND_LINKS -u PIP_FIND_LINKS UV_CACHE_DIR="${UV_CACHE_DIR:-$PWD/.cache/uv}" VIRTUAL_ENV=.venv \
        .venv/bin/uv "$@"
}

network="Is there a network?
  Behind a proxy, set HTTPS_PROXY; with a package index of your own, PIP_INDEX_URL and UV_DEFAULT_INDEX; then again."
lock="lock $(digest requirements-dev.lock)"
project="project $(digest pyproject.toml)"
place="place $PWD"
stamp=.venv/casebinder.stamp
made() {
    [ -f "$stamp" ] && grep -qxF "$1" "$stamp"
}

if made "$lock" && made "$project" && made "$place" && stands; then
    exit 0
fi
[ -w . ] || stop "No right to write in $PWD: the environment is made inside the checkout. Clone it where you may write."
mkdir -p .cache
stands || make_venv
[ -x .venv/bin/uv ] || install_uv
if ! made "$lock"; then
    echo "Installing the locked dependencies (1.7 GB on disk; a minute or more the first time)" >&2
    free=$(df -Pk . | awk 'NR == 2 { print $4 }')
    [ "$free" -gt 2000000 ] || echo "Only $((free / 1024)) MB are free here; 2000 MB are wanted." >&2
    rm -f "$stamp"
    install_locked || stop "The dependencies could not be installed (see above). $network"
fi
uv pip install -q --no-deps --no-build-isolation --reinstall-package casebinder -e . ||
    stop "The project itself could not be installed (see above)."
# Compiled now, because later nobody may be allowed to: each start would compile everything anew (seconds).
.venv/bin/python -m compileall -q adapters bootstrap casebinder classifiers cli extractors flows pipeline services web \
    specimens || stop "The project's own files could not be compiled (see above)."
printf '%s\n%s\n%s\n' "$lock" "$project" "$place" > "$stamp"
