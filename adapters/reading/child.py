"""The child side of the process pool: its beginning, and the four things it is asked, answered by plain values.

What reads is imported when a child begins: the parent, which knows this module to ask by, does without it.

An error of ours does not cross the border as an exception but as its reason; everything else that goes wrong kills
the task, and the parent says so.
"""

import ctypes
import gc
import logging
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from adapters.reading.tools import ReadingTools
from pipeline import refusals
from pipeline.errors import CasebinderError, PartUnreachable
from pipeline.geometry import Box
from pipeline.imaging.page_source import Wishes
from pipeline.model.batch import Reason
from pipeline.model.page import Recognition
from pipeline.model.text import Bilingual

if TYPE_CHECKING:
    from adapters.reading.page import PageWork

PARENT_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of Linux prctl(2)."""

T = TypeVar("T")
_LOG = logging.getLogger("casebinder.reading")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A task that ended with one of our errors."""

    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """The answer of a child that lacks something of this machine, as room to write: no document is at fault."""

    reason: Reason
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotBegun(Lacking):
    """The answer of a child that could not begin: no task was looked at."""


class _Bench:
    work: "PageWork | None" = None
    not_begun: NotBegun | None = None


def begin(tools: ReadingTools, memory_bytes: int, parent: int) -> None:
    """Set the child up: die with the parent, bounded memory, one thread a library, and the engine found.

    What keeps it from that is the answer to every task: a child that ended here would pass for one a document killed.
    """
    _die_with(parent)
    _hush_libraries()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    if memory_bytes:
        _, hardest = resource.getrlimit(resource.RLIMIT_AS)
        # Nobody but root may have more than the limit of this machine, and asking for it would end every child.
        most = memory_bytes if hardest == resource.RLIM_INFINITY else min(memory_bytes, hardest)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    try:
        _Bench.work = _loaded(tools)
    except CasebinderError as error:
        _Bench.not_begun = NotBegun(reason=_reason_of(error), where=error.where)
    except Exception as error:  # noqa: BLE001 - the border of a process: libraries that are missing, too little memory
        _Bench.not_begun = NotBegun(reason=cannot_begin(type(error).__name__), where="casebinder doctor")


def _loaded(tools: ReadingTools) -> "PageWork":
    gc.disable()  # importing makes tens of thousands of objects and no garbage
    import cv2  # noqa: PLC0415 - as what follows, only in a child

    from adapters.reading.page import PageWork  # noqa: PLC0415

    gc.enable()
    cv2.setNumThreads(1)
    return PageWork(tools)


def _die_with(parent: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        # The parent was gone before we could ask to be told.
        os._exit(1)


def _hush_libraries() -> None:
    """Keep what C libraries print (Leptonica's boxes, PDFium's XFA) off the command's stderr; ours still goes there.

    What matters of it comes back as our own errors; Python writes to a copy of the descriptor.
    """
    sys.stderr = os.fdopen(os.dup(2), "w", buffering=1, errors="backslashreplace")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)
    os.close(silence)
    logging.getLogger("pypdfium2").setLevel(logging.ERROR)


def within(seconds: float, task: "Callable[..., T]", *arguments: object) -> T:
    """Do a task in so much time of the processor, whatever else the machine does; the kernel ends who takes more."""
    signal.setitimer(signal.ITIMER_PROF, seconds)  # nothing handles SIGPROF: it ends the process, inside C code too
    try:
        return task(*arguments)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def ready() -> int:
    """Return the child's process id, by which the parent knows that it has begun."""
    return os.getpid()


def count_pages(path: Path, media_type: str) -> int | Refused | Lacking:
    """Count the pages of an original."""
    return _answered(lambda work: work.count_pages(path, media_type))


def take_apart(path: Path, media_type: str, folder: Path) -> tuple[tuple[str, Reason | None], ...] | Refused | Lacking:
    """Write the parts of an archive or message into a folder."""
    return _answered(lambda work: work.take_apart(path, media_type, folder))


def read(
    path: Path, media_type: str, number: int, wishes: Wishes
) -> tuple[Recognition, tuple[tuple[str, float], ...]] | Refused | Lacking:
    """Read one page."""
    return _answered(lambda work: work.read(path, media_type, number, wishes))


def picture(
    path: Path, media_type: str, number: int, width: int, part: Box | None, turn: int
) -> bytes | Refused | Lacking:
    """Draw one page, or a part of it."""
    return _answered(lambda work: work.picture(path, media_type, number, width, part, turn))


def rendition(
    path: Path, media_type: str, pages: tuple[Recognition, ...], title: str, made_at: datetime
) -> bytes | Refused | Lacking | None:
    """Make the archive PDF of a document."""
    return _answered(lambda work: work.rendition(path, media_type, pages, title, made_at))


def _reason_of(error: CasebinderError) -> Reason:
    return Reason(code=error.code, message=error.message, next_step=error.next_step)


def cannot_begin(kind: str) -> Reason:
    """Return why no task was looked at; kind: that of the error which kept the children from beginning."""
    return Reason(
        code="reader_cannot_begin",
        message=Bilingual(
            fr=f"Les processus de lecture ne peuvent pas commencer ({kind}).",
            en=f"The reading processes cannot begin ({kind}).",
        ),
        next_step=Bilingual(
            fr="« casebinder doctor » dit s'il manque un composant ; sinon augmentez page_memory_mb.",
            en='"casebinder doctor" says whether a part is missing; otherwise raise page_memory_mb.',
        ),
    )


def _answered(task: "Callable[[PageWork], T]") -> T | Refused | Lacking:
    if _Bench.not_begun is not None:
        return _Bench.not_begun
    assert _Bench.work is not None, "the child has not begun"
    try:
        return task(_Bench.work)
    except PartUnreachable as error:
        return Lacking(reason=_reason_of(error), where=error.where)
    except CasebinderError as error:
        return Refused(reason=_reason_of(error))
    except MemoryError:
        _Bench.work.close()
        return Refused(reason=refusals.reason("reader_died"))
    except Exception as error:  # noqa: BLE001  (the border of a task: one page's surprise must not stop its batch)
        _Bench.work.close()
        where = traceback.extract_tb(error.__traceback__)[-1]
        # Only the kind of the error and its place: its words may quote the document.
        _LOG.error("reading.surprise kind=%s at=%s:%s", type(error).__name__, Path(where.filename).name, where.lineno)
        return Refused(reason=refusals.reason("reader_failed"))
