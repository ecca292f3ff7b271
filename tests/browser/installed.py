"""A real installation filled by capture of a few specimens, in the open circle and in a closed one."""

import shutil
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from papers import draw_channel, draw_papers, write_members
from people import CLOSED, EVERYBODY, INSIDER
from terminal import ROOT, TODAY, Terminal, copied

from bootstrap.application import Application, open_home
from bootstrap.settings import Settings
from pipeline.model.actor import Scope
from pipeline.model.identity import ActorId
from services.access import SYSTEM
from services.ports.uploads import PromisedFile

OPEN_PAPERS = ("document.pdf", "document(1).pdf", "document(2).pdf")
CLOSED_PAPERS = ("piece1.pdf", "piece2.pdf")
"""Papers of two people; all but one card have a text layer, so that capture takes seconds."""


TASKS = {"task": "reference", "closed_task": "closed_reference"}
"""Tasks, and in which case they are."""
PARTIES = {"party": "reference", "closed_party": "closed_reference"}
"""Parties, and whose case is theirs."""


@dataclass(frozen=True, kw_only=True)
class Filled:
    """What is in it, by name: a batch, a document and the reference of its case, and the same in a closed circle."""

    terminal: Terminal
    batch: str
    document: str
    reference: str
    closed_batch: str
    closed_document: str
    closed_reference: str
    waiting: str
    """A document that waits for a person."""
    task: str
    closed_task: str
    party: str
    closed_party: str
    token: str
    page: str
    set_aside: str
    upload: str
    whole_upload: str
    left_upload: str
    other_upload: str

    def application(self, *, today: str = TODAY) -> Application:
        """Open it, with everybody in it who visits."""
        made = open_home(Settings(home=self.terminal.home, actor="local"), today=date.fromisoformat(today))
        for one in EVERYBODY:
            made.administer.add_actor(SYSTEM, one)
        return made

    def copied(self, home: Path) -> "Filled":
        """Return an installation of its own with the same content."""
        return replace(self, terminal=self.terminal.copy(home))


def fill(folder: Path) -> Filled:
    """Draw the papers of some people and capture them: the last one's as confidential."""
    terminal = Terminal(home=folder / "home")
    _add_classes(terminal.home)
    terminal.ask("reference", "import", "members", write_members(folder / "members.csv"))
    drawn = draw_channel(folder / "portal", "portal")
    papers = {
        "": copied([drawn / name for name in OPEN_PAPERS], folder / "open"),
        "closed_": copied([drawn / name for name in CLOSED_PAPERS], folder / "closed"),
    }
    given = {}
    for name, place in papers.items():
        batch_class = "confidential" if name else "mailroom"
        receipt = terminal.ask("submit", place, "--batch-class", batch_class, "--as", "system")
        batch = receipt["batches"][0]["id"]
        shown = terminal.ask("status", batch, "--as", "system")["batches"][0]
        bound = next(document for document in shown["documents"] if document["case"])
        given |= {f"{name}batch": batch, f"{name}document": bound["document"], f"{name}reference": bound["case"]}
    given |= {name: _task(terminal, given[case]) for name, case in TASKS.items()}
    given |= {name: _party(terminal, given[case]) for name, case in PARTIES.items()}
    (waiting,) = submit_doubtful(terminal, folder / "doubtful", ("complete",), most=1)
    return Filled(
        terminal=terminal,
        token=_token(terminal),
        waiting=waiting,
        **given,
        **_uploads(terminal),
        **_papers(terminal, folder),
    )


def submit_doubtful(terminal: Terminal, folder: Path, codes: tuple[str, ...], *, most: int | None = None) -> list[str]:
    """Capture papers of other people under a batch class to which nearly all is doubtful; return what waits."""
    batch_class = ("--batch-class", "careful", "--as", "system")
    batch = terminal.ask("submit", draw_papers(folder, codes, most=most), *batch_class)["batches"][0]["id"]
    shown = terminal.ask("status", batch, "--as", "system")["batches"][0]
    return [one["document"] for one in shown["documents"] if one["routing"]["to"] == "queue"]


def _party(terminal: Terminal, reference: str) -> str:
    """Return the party of a case."""
    return str(terminal.ask("case", "show", reference, "--as", "system")["party"]["id"])


def _task(terminal: Terminal, reference: str) -> str:
    """Give whoever comes to it a task of the case; return the task's name."""
    made = open_home(Settings(home=terminal.home))
    task = made.on_cases.notes.give(INSIDER, reference, "call back")
    made.close()
    return task


def _token(terminal: Terminal) -> str:
    """Give the local person an account and a token; return the token's name."""
    with closing(open_home(Settings(home=terminal.home))) as made:
        made.accounts.open(SYSTEM, ActorId("local"))
        return made.tokens.make(SYSTEM, ActorId("local"), title="scanner", scopes=(Scope.SUBMIT,)).token.id


def _papers(terminal: Terminal, folder: Path) -> dict[str, str]:
    """Have a file set aside; return its name, and that of a page in a case."""
    (folder / "note.txt").write_text("This is no scan.", encoding="utf-8")
    made = open_home(Settings(home=terminal.home))
    files = made.incoming([folder / "note.txt"])
    receipt = made.receive.receive(made.actor(ActorId("local")), files, batch_class="mailroom", channel="folder")
    page = next(page for view in made.find.batches(SYSTEM) for page in view.pages if page.document)
    made.close()
    return {"set_aside": receipt.files[0].id, "page": page.id}


def _uploads(terminal: Terminal) -> dict[str, str]:
    """Have the operator begin some uploads, one of which is whole as it begins; return their names."""
    made = open_home(Settings(home=terminal.home))
    operator = next(one for one in EVERYBODY if one.id == "operator")
    sizes = {"upload": 9, "whole_upload": 0, "left_upload": 9, "other_upload": 9}
    begun = {
        name: made.uploads.begin(operator, [PromisedFile(name=f"{name}.pdf", size=size)], batch_class="mailroom")
        for name, size in sizes.items()
    }
    made.close()
    return {name: view.upload.id for name, view in begun.items()}


def _add_classes(home: Path) -> None:
    """Give the installation rules of its own: the delivered ones, a batch class of the closed circle, a careful one."""
    shutil.copytree(ROOT / "rules", home / "rules", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    folder = home / "rules" / "batches"
    text = (folder / "mailroom.yaml").read_text(encoding="utf-8")
    closed = text.replace("batch_class: mailroom", "batch_class: confidential").replace(
        "circle: open", f"circle: {CLOSED}"
    )
    (folder / "confidential.yaml").write_text(closed, encoding="utf-8")
    careful = text.replace("batch_class: mailroom", "batch_class: careful")
    careful = careful.replace("\nverify:\n", "\nverify:\n  field_confidence: 1.0\n")
    (folder / "careful.yaml").write_text(careful, encoding="utf-8")
