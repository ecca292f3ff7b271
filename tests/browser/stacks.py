"""A stack of letters with blank sheets between them, each of which is a doubtful cut, in a served installation."""

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from terminal import ROOT

from adapters.rule_files import read_rules
from bootstrap.application import Application
from pipeline.model.batch import Document
from pipeline.model.identity import BatchId
from services.access import SYSTEM
from services.ports.reading import IncomingFile
from services.rules.files import RuleFile

LETTERS = (("Lettre du musée", 2), ("Lettre de la mairie", 1), ("Lettre du théâtre", 2))
"""What each letter is called, and its pages: the file has 7 with the blanks."""
WORDS = (
    "Madame, Monsieur,",
    "Nous avons bien reçu votre demande du printemps et nous vous en remercions vivement.",
    "Votre dossier sera étudié par nos services dans les meilleurs délais possibles.",
    "Nous vous prions de croire, Madame, Monsieur, à nos sentiments distingués.",
)


def captured(application: Application, folder: Path) -> BatchId:
    """Put the rules of careful cuts in force, and capture the stack."""
    application.rulebook.publish(SYSTEM, (_careful(folder),))
    path = drawn(folder / "pile.pdf")
    file = IncomingFile(name=path.name, path=path, size=path.stat().st_size, head=path.read_bytes()[:4096])
    received = application.receive.receive(SYSTEM, [file], batch_class="careful_stack", channel="upload")
    go_on(application, received.batch)
    return received.batch


def go_on(application: Application, batch: BatchId) -> None:
    """Do what a worker and the relay would do now."""
    application.engine.run(SYSTEM, batch, lambda _: None)
    application.project.drain(SYSTEM)


def documents(application: Application, batch: BatchId) -> tuple[Document, ...]:
    """Return the documents in force of a batch."""
    with application.records.reading() as uow:
        return tuple(uow.documents.of_batch(batch))


def _careful(folder: Path) -> RuleFile:
    text = (ROOT / "rules" / "batches" / "scanner_stack.yaml").read_text(encoding="utf-8")
    path = folder / "careful_stack.yaml"
    careful = text.replace("batch_class: scanner_stack", "batch_class: careful_stack").replace(", content]", "]")
    path.write_text(careful.replace("cut_confidence: 0.8", "cut_confidence: 0.9"), encoding="utf-8")
    return read_rules((path,))[0]


def drawn(path: Path) -> Path:
    """Draw the stack: letters with a blank page between them, each page with its own text."""
    canvas = Canvas(str(path), pagesize=A4)
    for number, (title, pages) in enumerate(LETTERS):
        if number:
            canvas.showPage()
        for page in range(1, pages + 1):
            for line, words in enumerate((title, *WORDS, f"Page {page}/{pages}")):
                canvas.drawString(70, 760 - 26 * line, words)
            canvas.showPage()
    canvas.save()
    return path
