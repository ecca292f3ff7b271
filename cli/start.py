"""Where the console script begins: nothing is imported before it runs.

Reading processes are spawned, and a spawned child imports the parent's main module again; so this one stays light.
"""

import sys


def entry() -> None:
    """Run the command line and leave with its exit code."""
    from cli.main import run  # noqa: PLC0415 - see above

    sys.exit(run())


if __name__ == "__main__":
    entry()
