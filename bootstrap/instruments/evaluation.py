"""Evaluation of a folder: each file that has a truth is previewed as by `preview`, scored, and told on a page."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter

from adapters.evaluation_report.page import Report, report_page
from adapters.paths import is_folder
from adapters.pdf.einvoices import without_attachments
from adapters.temporary import temporary_folder
from adapters.truth_files import TruthFile, TruthFound, truths_in
from bootstrap.application import Application
from bootstrap.instruments.preview import previews
from pipeline import refusals
from pipeline.errors import CasebinderError, NotFound
from pipeline.geometry import Box
from pipeline.model.states import FileState
from pipeline.model.text import Bilingual, Language
from services.instruments.evaluate import Evaluation, FileScore, evaluation_of, score_file
from services.ports.reading import Original

OnFile = Callable[[int, int], None]
"""Told how many files of how many are done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """An evaluation, the files that had no truth, the seconds it took, and where its page lies."""

    evaluation: Evaluation
    without_truth: int
    seconds: float
    report: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A file's score, and how its pages can be drawn for the page."""

    score: FileScore
    original: Original


def evaluate(
    application: Application,
    folder: Path,
    *,
    batch_class: str,
    error: float,
    report: Path | None,
    language: Language,
    on_file: OnFile,
) -> Evaluated:
    """Evaluate a folder; raises NotFound when it is not there or holds no file with its truth."""
    started = perf_counter()
    found = _found(folder)
    with temporary_folder() as copies:
        scored = scored_files(application, found, copies, batch_class, on_file)
    made = evaluation_of([each.score for each in scored], error=error)
    page = Report(
        name=folder.resolve().name,
        evaluation=made,
        files=[str(file.path.relative_to(folder)) for file in found.files],
        picture=partial(_picture, application, [each.original for each in scored]),
        language=language,
    )
    place = report or application.settings.home / "evaluations" / f"{page.name}.html"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(report_page(page), encoding="utf-8")
    return Evaluated(
        evaluation=made, without_truth=found.without, seconds=perf_counter() - started, report=place.resolve()
    )


def _found(folder: Path) -> TruthFound:
    if not is_folder(folder):
        raise refusals.no_such_path(str(folder))
    found = truths_in(folder)
    if not found.files:
        raise NotFound(
            "no_truth",
            Bilingual(fr="Aucun fichier n'y a sa vérité à côté de lui.", en="No file there has its truth beside it."),
            where=str(folder),
            next_step=Bilingual(
                fr="Écrivez à côté de X.pdf ce qu'il dit vraiment, dans X.truth.json (voir la page des commandes).",
                en="Write beside X.pdf what it really says, in X.truth.json (see the page of commands).",
            ),
        )
    return found


def scored_files(
    application: Application, found: TruthFound, copies: Path, batch_class: str, on_file: OnFile
) -> list[Scored]:
    """Score the files, several at a time, as many as there are reading processes; copies: an empty folder to use."""
    application.reader.begin()
    every = len(found.files)
    scored: list[Scored] = []
    with ThreadPoolExecutor(max_workers=application.settings.processes) as threads:
        score = partial(_score, application, found, copies, batch_class)
        for done in threads.map(score, range(every)):
            scored.append(done)
            on_file(len(scored), every)
    return scored


def _score(application: Application, found: TruthFound, copies: Path, batch_class: str, file: int) -> Scored:
    path, truth = _as_seen(found.files[file], copies / str(file)), found.files[file].truth
    (made,) = previews(application, application.incoming([path]), batch_class)
    # A truth tells of the file itself, not of what it may bring.
    pages = [read for owner, read in made.pages if owner == made.file.id]
    documents = [view for view in made.view.documents if view.file.id == made.file.id]
    is_refused = made.file.state is FileState.QUARANTINED
    score = score_file(file, truth, pages, documents, is_refused=is_refused)
    return Scored(score=score, original=Original(path=found.files[file].path, media_type=made.file.media_type))


def _as_seen(file: TruthFile, place: Path) -> Path:
    """Return the file to read: a copy without its attachments when it carries its own truth."""
    if not file.is_inside:
        return file.path
    place.mkdir()
    without_attachments(file.path, place / file.path.name)
    return place / file.path.name


def _picture(
    application: Application, originals: list[Original], file: int, number: int, width: int, part: Box | None
) -> bytes | None:
    try:
        return application.reader.picture(originals[file], number, width=width, part=part)
    except CasebinderError:
        return None  # the page says what was read and what is true without it
