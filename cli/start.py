"""Where the console script begins and ends: nothing is imported before it runs, and nothing is tidied after it.

Reading processes are spawned, and a spawned child imports the parent's main module again; so this one stays light.
"""

import gc
import os
import sys
from contextlib import suppress

OBJECTS_BETWEEN_LOOKS = 100_000
"""New objects after which Python looks for garbage: importing makes tens of thousands and no garbage (usual: 700)."""


def entry() -> None:
    """Run the command line and leave with its exit code."""
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # it looks for some in every package: 0.1 s, none here
    from cli.main import run  # noqa: PLC0415 - see above

    leave(run())


def leave(code: int) -> None:
    """End this process with the code; what it held open was closed by its command.

    Taking the modules apart takes Python as long as importing them took (0.6 s measured), for nothing. Prefect alone
    still has something to send then.
    """
    for stream in filter(None, (sys.stdout, sys.stderr)):  # none where the caller closed it
        with suppress(OSError):  # the reader has gone, or the disk is full: what failed was told before
            stream.flush()
    if "prefect" in sys.modules:
        sys.exit(code)
    os._exit(code)


if __name__ == "__main__":
    entry()
