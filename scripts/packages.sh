#!/bin/sh
# Install system packages when allowed (root, or sudo that asks nothing); else print exactly what to type and fail.
set -eu

if ! command -v apt-get >/dev/null 2>&1; then
    printf '\nMissing here: %s (names of Debian and Ubuntu).\nInstall them with the package manager of this system.\n' "$*" >&2
    exit 1
fi
if [ "$(id -u)" = 0 ]; then
    as_root="env"
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo -n env"
else
    printf '\nMissing here, and installing needs root. Please type:\n\n    sudo apt-get install -y %s\n\nthen the same make command again.\n' "$*" >&2
    exit 1
fi

apt() {
    $as_root DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 "$@" </dev/null >&2
}

echo "Installing $*" >&2
# A fresh machine has no package lists yet, an old one has lists that no longer fit: both need an update first.
if ! apt install -y --no-install-recommends "$@" 2>/dev/null; then
    apt update && apt install -y --no-install-recommends "$@" || {
        printf '\napt-get could not install %s. Please see to it by hand:\n\n    apt-get update && apt-get install -y %s\n' "$*" "$*" >&2
        exit 1
    }
fi
