"""Run every check of the house, all of them even when one fails, and say which failed: what `make check` calls.

The checks are ruff (rules and format), mypy strict, the import contracts, and the tests of `tests/architecture`
(the lock, the reference pages, sizes, words). `--without-tests` leaves those out, for who runs `make test` as well:
they are part of it. Standard library only.
"""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
CHECKS = (
    ("rules of style", (BIN / "ruff", "check", "--quiet", ".")),
    ("format", (BIN / "ruff", "format", "--check", "--quiet", ".")),
    ("types", (BIN / "mypy", "--no-error-summary")),
    ("types of scripts", (BIN / "mypy", "--no-error-summary", *sorted((ROOT / "scripts").glob("*.py")))),
    ("imports", (BIN / "lint-imports", "--no-logo")),
    ("house", (sys.executable, "-m", "pytest", "-q", "--no-header", "-p", "no:randomly", "tests/architecture")),
)


def main() -> int:
    """Run the checks in turn with a line each; 0 when all passed."""
    failed = []
    for name, command in CHECKS[:-1] if "--without-tests" in sys.argv else CHECKS:
        started = time.monotonic()
        done = subprocess.run([str(part) for part in command], cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
        print(
            f"{name:<16} {'failed' if done.returncode else 'clean ':<8} {time.monotonic() - started:5.1f} s", flush=True
        )
        failed += [name] if done.returncode else []
    if failed:
        print(f"make check: {', '.join(failed)} failed", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
