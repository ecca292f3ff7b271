"""Where the console script begins and ends: nothing is imported before it runs, and nothing is tidied after it.

Reading processes are spawned, and a spawned child imports the parent's main module again; so this one stays light.
"""

import gc
import io
import os
import signal
import sys
from contextlib import suppress

OBJECTS_BETWEEN_LOOKS = 200_000
"""New objects after which Python looks for garbage: a search makes 120,000 and no garbage; looking through 100,000 of
them took a twentieth of its time (usual: 700)."""


def entry() -> None:
    """Run the command line and leave with its exit code."""
    open_what_is_closed()
    write_utf_8()
    end_as_by_ctrl_c()
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # it looks for some in every package: 0.1 s, none here
    try:
        from cli.main import run  # noqa: PLC0415 - see above
    except KeyboardInterrupt:
        leave(128 + signal.SIGINT)
    leave(run())


def open_what_is_closed() -> None:
    """Lead to nowhere what the caller closed of stdin, stdout and stderr.

    Else the first file opened takes the number of a closed one, and what a library says on stderr is written into it.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            nowhere = os.open(os.devnull, os.O_RDWR)  # the lowest number that is free: this one
            os.set_inheritable(nowhere, True)
            setattr(sys, name, os.fdopen(nowhere, "r" if name == "stdin" else "w", encoding="utf-8", closefd=False))


def write_utf_8() -> None:
    """Print UTF-8 whatever language or encoding the caller's environment names: names and answers are of any alphabet.

    What is no character, of a file name that is not UTF-8, is written by its number, as JSON writes it.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def end_as_by_ctrl_c() -> None:
    """Let SIGTERM and a terminal that closes (SIGHUP) end a command as Ctrl-C does: what is in hand is put back.

    What the caller wants ignored, as nohup does, stays so.
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


def leave(code: int) -> None:
    """End this process with the code; what it held open was closed by its command.

    Taking the modules apart takes Python as long as importing them took (0.6 s measured), for nothing. Prefect alone
    still has something to send then.
    """
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # the reader has gone, or the disk is full: what failed was told before
            stream.flush()
    if "prefect" in sys.modules:
        sys.exit(code)
    os._exit(code)


if __name__ == "__main__":
    entry()
