"""Pages that Prefect shows beside a run: ids, counts and seconds, never a name or a word of a document."""

from collections import Counter
from collections.abc import Iterable

from prefect.artifacts import acreate_markdown_artifact

from pipeline.model.states import BatchState
from pipeline.model.text import Bilingual, Language
from services.instruments.prove import CustodyProof
from services.looking.find import BatchView

AT_REST = frozenset({BatchState.ATTENTION, BatchState.CLOSED})
Row = tuple[Bilingual, str | int]


async def summarise(view: BatchView, language: Language, *, seconds: float) -> None:
    """Keep the summary of a batch that is at rest; a batch taken up again gets a new version of the same page."""
    if view.batch.state not in AT_REST:
        return
    await acreate_markdown_artifact(
        key=f"batch-{view.batch.id}",
        markdown=batch_page(view, language, seconds=seconds),
        description=f"{view.batch.id}: {view.batch.state}",
    )


async def show_proof(proof: CustodyProof, language: Language) -> None:
    """Keep what the nightly custody proof found."""
    await acreate_markdown_artifact(
        key="custody-proof",
        markdown=proof_page(proof, language),
        description=f"{proof.batches} batches, {len(proof.unproved)} unproved",
    )


def batch_page(view: BatchView, language: Language, *, seconds: float) -> str:
    """Write the summary of a batch: how many pages and documents are where, and how to look closer."""
    pages = Counter(page.state for page in view.pages)
    documents = Counter(shown.document.state for shown in view.documents)
    speed = len(view.pages) / seconds if seconds else 0.0
    rows: list[Row] = [
        (Bilingual(fr="état", en="state"), view.batch.state),
        (Bilingual(fr="fichiers", en="files"), len(view.files)),
        (Bilingual(fr="pages", en="pages"), f"{len(view.pages)} ({_counts(pages.items())})"),
        (Bilingual(fr="compte juste", en="balanced"), "✓" if view.balance.is_balanced else "✗"),
        (Bilingual(fr="documents", en="documents"), f"{len(view.documents)} ({_counts(documents.items())})"),
        (Bilingual(fr="attendent une personne", en="wait for a person"), _counts(view.waiting) or 0),
        (Bilingual(fr="mis de côté", en="set aside"), len(view.failed)),
        (Bilingual(fr="secondes", en="seconds"), f"{seconds:.1f}"),
        (Bilingual(fr="pages par seconde", en="pages a second"), f"{speed:.2f}"),
    ]
    title = Bilingual(fr="Lot", en="Batch").in_language(language)
    return f"# {title} {view.batch.id}\n\n{_table(rows, language)}\n\n`casebinder status {view.batch.id}`\n"


def proof_page(proof: CustodyProof, language: Language) -> str:
    """Write what the custody proof found, each batch that is not proved with the command that shows why."""
    seal = "✓" if proof.broken_at is None else f"✗ {proof.broken_at}"
    rows: list[Row] = [
        (Bilingual(fr="lots recomptés", en="batches recounted"), proof.batches),
        (Bilingual(fr="pages", en="pages"), proof.pages),
        (Bilingual(fr="lots non prouvés", en="batches not proved"), len(proof.unproved)),
        (Bilingual(fr="événements d'audit", en="audit events"), f"{proof.events} {seal}"),
    ]
    title = Bilingual(fr="Preuve de conservation", en="Custody proof").in_language(language)
    looks = [f"- `casebinder status {one.batch} --verify`: {one.discrepancies}" for one in proof.unproved]
    return "\n".join([f"# {title}", "", _table(rows, language), "", *looks])


def _counts(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts))


def _table(rows: Iterable[Row], language: Language) -> str:
    return "\n".join(
        ["| | |", "| --- | --- |", *(f"| {name.in_language(language)} | {value} |" for name, value in rows)]
    )
