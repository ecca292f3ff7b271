"""How a batch stands, in lines for a person: files, pages by state and whether they balance, what waits and why."""

from collections import Counter
from collections.abc import Iterator

from cli.wording import counted
from pipeline.custody import Discrepancy
from pipeline.model.document import ToQueue
from pipeline.model.states import BatchState, DocumentState, FileState, PageState
from pipeline.model.text import Bilingual, Language
from services.looking.find import BatchView, DocumentView

BATCH_STATES = {
    BatchState.RECEIVED: Bilingual(fr="reçu", en="received"),
    BatchState.WORKING: Bilingual(fr="en cours", en="under way"),
    BatchState.ATTENTION: Bilingual(fr="attend une personne", en="waits for a person"),
    BatchState.CLOSED: Bilingual(fr="terminé", en="done"),
}
PAGE_STATES = {
    PageState.RECEIVED: Bilingual(fr="reçues", en="received"),
    PageState.RECOGNISED: Bilingual(fr="lues", en="read"),
    PageState.FAILED: Bilingual(fr="en échec", en="failed"),
    PageState.IN_DOCUMENT: Bilingual(fr="dans un document", en="in a document"),
    PageState.SEPARATOR: Bilingual(fr="séparateurs", en="separators"),
    PageState.BLANK: Bilingual(fr="blanches", en="blank"),
    PageState.REJECTED: Bilingual(fr="rejetées", en="rejected"),
}
QUEUES = {
    "classification": Bilingual(fr="classe à dire", en="class to be told"),
    "separation": Bilingual(fr="coupe à vérifier", en="cut to be checked"),
    "verification": Bilingual(fr="champs à vérifier", en="fields to be checked"),
    "unmatched": Bilingual(fr="sans dossier", en="without a case"),
}


def batch_lines(view: BatchView, language: Language) -> Iterator[str]:
    """Yield the lines of one batch."""
    noun = "Lot" if language is Language.FR else "Batch"
    yield f"{noun} {view.batch.id} · {BATCH_STATES[view.batch.state].in_language(language)}"
    yield f"  {_files(view, language)}"
    yield f"  {_pages(view, language)}"
    for one in view.balance.discrepancies:
        yield f"  ! {discrepancy_line(one, language)}"
    for name, classes in _classes(view.documents):
        yield f"  {name}: {classes}"
    for queue, count in view.waiting:
        yield f"  ? {QUEUES[queue].in_language(language) if queue in QUEUES else queue}: {count}"
    for document in view.documents:
        yield from (f"    {line}" for line in waiting_lines(document, language))
    for item in view.failed:
        why, step = item.reason.message.in_language(language), item.reason.next_step.in_language(language)
        yield f"  ! {item.file}: {why} {step}"


def discrepancy_line(found: Discrepancy, language: Language) -> str:
    """Return what does not add up, with its file and page where it has one."""
    page = f" p. {found.page}" if found.page is not None else ""
    problem = found.problem.in_language(language)
    return f"{found.file}{page}: {problem}" if found.file else problem


def waiting_lines(view: DocumentView, language: Language) -> Iterator[str]:
    """Yield why a document waits for a person; nothing when it does not."""
    made = view.document.understanding
    if view.document.state is not DocumentState.IN_QUEUE or made is None or not isinstance(made.routing, ToQueue):
        return
    pages = ", ".join(str(page.ordinal) for page in view.pages)
    reasons = " ".join(why.in_language(language) for why in made.routing.reasons)
    yield f"{view.document.id} · {view.file.name} p. {pages} · {made.classification.document_class}: {reasons}"


def _files(view: BatchView, language: Language) -> str:
    counts = Counter(file.state for file in view.files)
    duplicates, refused = counts[FileState.DUPLICATE], counts[FileState.QUARANTINED]
    if language is Language.FR:
        parts = [counted(len(view.files), "fichier", "fichiers")]
        parts += [counted(duplicates, "déjà reçu", "déjà reçus")] if duplicates else []
        parts += [f"{refused} en quarantaine"] if refused else []
    else:
        parts = [counted(len(view.files), "file", "files")]
        parts += [f"{duplicates} received before"] if duplicates else []
        parts += [f"{refused} in quarantine"] if refused else []
    return ", ".join(parts)


def _pages(view: BatchView, language: Language) -> str:
    counts = Counter(page.state for page in view.pages)
    parts = [f"{counts[state]} {PAGE_STATES[state].in_language(language)}" for state in PageState if counts[state]]
    french = language is Language.FR
    balanced = ("compte juste" if french else "balanced") if view.balance.is_balanced else "!"
    return f"{len(view.pages)} pages = {' + '.join(parts) or '0'} ({balanced})"


def _classes(documents: tuple[DocumentView, ...]) -> list[tuple[str, str]]:
    """Return each class with its count and mean confidence, by count."""
    by_class: dict[str, list[float]] = {}
    for view in documents:
        if view.document.understanding:
            made = view.document.understanding.classification
            by_class.setdefault(made.document_class, []).append(made.confidence)
    ordered = sorted(by_class.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [(name, f"{len(all_)} ({sum(all_) / len(all_):.0%})") for name, all_ in ordered]
