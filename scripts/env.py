"""Generate the secrets of `docker-compose.yml` into `.env`, readable by its owner only: what `make env` calls.

Each name that the compose file will not start without gets a random value; what stands in `.env` already is kept, so
that a second run changes nothing. Standard library only: it also runs where nothing is installed.
"""

import argparse
import os
import re
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
WANTED = re.compile(r"\$\{([A-Z][A-Z0-9_]*):\?")
"""A variable without which compose stops: `${NAME:?what to do}`."""
BYTES = 24


def wanted(compose: str) -> list[str]:
    """Name the secrets of a compose file, in its order."""
    return list(dict.fromkeys(WANTED.findall(compose)))


def with_secrets(present: str, names: Sequence[str]) -> str:
    """Return the text of `.env` with a value for each name; hexadecimal, since some stand within addresses."""
    known = {line.partition("=")[0].strip() for line in present.splitlines()}
    if present and not present.endswith("\n"):
        present += "\n"
    return present + "".join(f"{name}={secrets.token_hex(BYTES)}\n" for name in names if name not in known)


def main(arguments: Sequence[str] | None = None) -> int:
    """Complete the file and say what was made."""
    parser = argparse.ArgumentParser(prog="env", description=__doc__)
    parser.add_argument("--compose", type=Path, default=ROOT / "docker-compose.yml")
    parser.add_argument("--out", type=Path, default=ROOT / ".env")
    given = parser.parse_args(arguments)
    present = given.out.read_text(encoding="utf-8") if given.out.exists() else ""
    text = with_secrets(present, wanted(given.compose.read_text(encoding="utf-8")))
    made = text.count("\n") - present.count("\n")
    given.out.touch(mode=0o600)
    given.out.chmod(0o600)
    if text != present:
        beside = given.out.with_name(given.out.name + ".new")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
            out.write(text)
        beside.replace(given.out)
    print(f"{given.out}: {made} secrets made" if made else f"{given.out}: complete, nothing changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
