#!/bin/sh
# Install system packages when allowed (root, or sudo that asks nothing); else print exactly what to type and fail.
set -eu

stop() {
    printf '\n%s\n' "$*" >&2
    exit 1
}

command -v apt-get >/dev/null 2>&1 || stop "Missing here: $* (names of Debian and Ubuntu).
Install them with the package manager of this system, then give the same make command again."

if [ "$(id -u)" = 0 ]; then
    as_root="env"
elif ! command -v sudo >/dev/null 2>&1; then
    stop "Missing here, and only root may install it. Please let root type:

    apt-get update && apt-get install -y $*

then give the same make command again."
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n env"
else
    stop "Missing here, and installing needs an administrator's password. Please type:

    sudo apt-get update && sudo apt-get install -y $*

then give the same make command again."
fi

apt() {
    $as_root DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 "$@" </dev/null >&2
}

echo "Installing $*" >&2
# A fresh machine has no package lists yet, an old one has lists that no longer fit: both need an update first.
if ! apt install -y --no-install-recommends "$@" 2>/dev/null; then
    apt update && apt install -y --no-install-recommends "$@" ||
        stop "apt-get could not install $*: its own words are above. Is there a network? By hand, as root:

    apt-get update && apt-get install -y $*

then give the same make command again."
fi
