"""A day at the desk that uses every command with a JSON answer, and what each of them told: two installations compare.

Documents are named by file and pages, cases by person, and everything that differs from run to run (identifiers,
instants, seconds, where the folder lies, a score) is blotted out, so that equal work gives equal answers.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from account import key_of, name_of
from terminal import Terminal, copied

BLOTTED = {
    "seconds",
    "pages_per_second",
    "score",
    "folder",
    "password",
    "secret",
    "letter",
    "slips",
    "events",
    "sealed",
}
"""What differs from run to run: codes drawn by chance, and letters that show them. Events too: how many there are hangs
on which of two workers settled what."""
SEARCHES = ("certificat médical", "attestation", '"maladie professionnelle"', "2026", "zzzz", "")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)")
_ID = re.compile(r"\b([a-z])-[0-9a-z]{14}\b")
Answers = dict[str, object]
Capture = Callable[[Terminal, Sequence[Path]], object]


@dataclass(kw_only=True)
class Desk:
    """An installation at work, and what its commands told: by the words, with names for identifiers."""

    terminal: Terminal
    told: Answers = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)

    def elsewhere(self, terminal: Terminal) -> "Desk":
        """Return a desk at another installation that knows the same documents and cases."""
        return Desk(terminal=terminal, _names=dict(self._names))

    def ask(self, command: str, *words: object, code: int = 0) -> dict:
        """Run a command, keep what it told, and give it as it came."""
        shape = self.terminal.ask(*command.split(), *words, code=code)
        self.keep(command, words, shape)
        return shape

    def search(self, *words: str) -> None:
        """Search, and keep what was found page by page: two indexes order what they find each in its own way."""
        shape = self.terminal.ask("search", *words)
        hits = sorted(shape["hits"], key=lambda hit: (self._named(hit["document"]), hit["page"]))
        found = [{name: hit[name] for name in ("document", "page", "document_class", "case", "boxes")} for hit in hits]
        facets = {
            name: sorted((self._named(one["value"]), one["count"]) for one in every)
            for name, every in shape["facets"].items()
        }
        self.keep("search", words, {"total": shape["total"], "hits": found, "facets": facets})

    def keep(self, command: str, words: tuple[object, ...], shape: object) -> None:
        """Keep an answer under a name that is the same in every run."""
        label = f"{len(self.told):03} {command} {' '.join(self._named(str(word)) for word in words)}"
        self.told[label] = self._blotted(shape)

    def learn(self) -> list[dict]:
        """Look which documents and cases there are now, and name them; return the documents."""
        documents = [d for batch in self.terminal.ask("status")["batches"] for d in batch["documents"]]
        cases = [self.terminal.ask("case", "show", c["reference"]) for c in self.terminal.ask("case", "list")["cases"]]
        self._names |= {d["document"]: name_of(d) for d in documents}
        self._names |= {case["reference"]: f"case {key_of(case)}" for case in cases}
        return documents

    def of(self, **wanted: object) -> str:
        """Return the first document, by file and pages, that has these values and was not replaced by others."""
        left = (d for d in self.learn() if d["state"] != "superseded")
        fitting = sorted((d for d in left if all(d[name] == value for name, value in wanted.items())), key=name_of)
        return str(fitting[0]["document"])

    def _blotted(self, shape: object) -> object:
        if isinstance(shape, Mapping):
            return {name: self._blotted(value) for name, value in shape.items() if name not in BLOTTED}
        if isinstance(shape, list):
            return [self._blotted(one) for one in shape]
        return self._named(shape) if isinstance(shape, str) else shape

    def _named(self, text: str) -> str:
        for known, name in self._names.items():
            text = text.replace(known, name)
        return _ID.sub(r"\1-…", _INSTANT.sub("…", text.replace(str(self.terminal.home.parent), "…")))


def spend(terminal: Terminal, papers: Path, members: Path, capture: Capture) -> Desk:
    """Take the papers of two people in, the second delivery by `capture`, and do with them all that commands can do."""
    desk = Desk(terminal=terminal)
    desk.ask("reference import", "members", members)
    first, *others = sorted(papers.glob("*.pdf"))
    desk.ask("preview", first)
    known = copied([first, first.with_suffix(".truth.json")], terminal.home.with_name("known"))
    desk.ask("evaluate", known, "--report", terminal.home.with_name("evaluation.html"))
    desk.ask("submit", first)
    capture(terminal, others)
    for paper in desk.learn():
        if paper["state"] == "in_queue" and paper["document_class"] != "unknown":
            desk.ask("document release", paper["document"], "--reason", "relu")
    _operate(desk)
    _settle(desk)
    _admit(desk)
    for upkeep in ("recover", "reindex", "sweep"):
        desk.ask(upkeep)
    desk.ask("submit", papers)
    look(desk)
    return desk


def look(desk: Desk) -> None:
    """Look at everything there is."""
    documents = desk.learn()
    for words in ((), ("--pages",), ("--verify", "--pages")):
        desk.ask("status", *words)
    for paper in sorted(documents, key=name_of):
        desk.ask("document show", paper["document"])
    for words in ((), ("--incomplete",), ("--basket", "complements")):
        listed = desk.ask("case list", *words)
    for case in listed["cases"]:
        desk.ask("case show", case["reference"], "--on", "2027-06-30")
    for case in desk.terminal.ask("case", "list")["cases"]:
        desk.ask("case show", case["reference"])
    for words in SEARCHES:
        desk.search(words, "--limit", "100")
    desk.search("", "--state", "bound", "--class", "medical_certificate", "--type", "occupational_disease")
    for paper in sorted(documents, key=name_of)[:2]:
        desk.ask("search explain", "xylophone certificatt", paper["document"])
    desk.ask("rules check")
    desk.ask("audit verify")
    checks = desk.terminal.run("doctor", "--json").shape["checks"]
    # That no process serves the schedules of a Prefect server is told there, and is so: none runs here.
    desk.keep("doctor", (), [check for check in checks if not check["ok"] and check["name"] != "schedules"])


def _operate(desk: Desk) -> None:
    """Do each act of an operator."""
    _cut(desk, desk.of(pages=[1, 2]))
    desk.ask(
        "document correct", desk.of(document_class="national_id_card"), "expires_on=2031-01-31", "--reason", "relu"
    )
    letter = desk.of(file="piece2.pdf")
    desk.ask("document rotate", letter, "1", "180", "--reason", "à l'envers")
    desk.ask("document undo", letter, "--reason", "elle était droite")
    desk.ask("document set-class", letter, "letter", "--reason", "une lettre")
    desk.ask("document reject", letter, "1", "--reason", "page publicitaire")


def _cut(desk: Desk, whole: str) -> None:
    """Do each act on the cut of a document of two pages, which is whole again in the end."""
    desk.ask("document confirm-cut", whole, "--reason", "nul doute", code=1)
    desk.ask("document reorder", whole, "2,1", "--reason", "à l'envers")
    desk.ask("document undo", whole, "--reason", "c'était l'endroit")
    desk.ask("document split", whole, "2", "--reason", "deux papiers")
    first, second = (desk.of(file="piece1.pdf", pages=[number]) for number in (1, 2))
    desk.ask("document move-page", second, "1", first, "--reason", "sa suite")
    desk.ask("document undo", first, "--reason", "à relire")
    desk.ask("document merge", first, second, "--reason", "un seul")


def _settle(desk: Desk) -> None:
    """Do each act of a caseworker."""
    one, other = (case["reference"] for case in desk.terminal.ask("case", "list")["cases"][:2])
    paper = desk.of(document_class="national_id_card")
    desk.ask("case set", one, "employment=agency", "--reason", "appel")
    desk.ask("case refuse", one, "identity", "--reason", "photo illisible")
    desk.ask("case accept", one, "identity", "--reason", "relue")
    desk.ask("case move", desk.terminal.ask("document", "show", paper)["case"], paper, other, "--reason", "mal rangée")
    desk.ask("case waive", one, "salary_certificate", "--reason", "connue")
    _write(desk, one)
    desk.ask("case note", one, "a rappelé", "--reason", "appel")
    given = desk.ask(
        "case task", one, "rappeler l'employeur", "--for", "local", "--due", "2026-12-01", "--reason", "appel"
    )
    desk.ask("case done", one, given["tasks"][0]["id"], "--reason", "joint")
    desk.ask("case assign", one, "local", "--reason", "absence")
    desk.ask("case repin", one, "--rules", desk.terminal.ask("case", "show", one)["rules_version"], "--reason", "revu")
    desk.ask("case decide", other, "accepted", "--reason", "tout est vu")
    desk.ask("case open", "occupational_disease", "declared_on=2026-11-02", "--reason", "au guichet")


def _write(desk: Desk, case: str) -> None:
    """Draft the letter of a case and take it back; then draft it anew, look at it, and send it."""
    desk.ask("case request", case, "--reason", "première demande")
    desk.ask("case withdraw", case, "--reason", "une pièce arrive")
    desk.ask("case request", case, "--in", "en", "--reason", "seconde demande")
    desk.ask("case letter", case, "--pdf", desk.terminal.home.with_name("letter.pdf"))
    desk.ask("case send", case, "--reason", "relue")
    desk.ask("letters")


def _admit(desk: Desk) -> None:
    """Let somebody and a program in, and out again."""
    desk.ask("user add", "c.madec", "--name", "Claire Madec", "--role", "caseworker", "--until", "2027-01-31")
    desk.ask("user grant", "c.madec", "--name", "Claire Madec", "--role", "controller", "--circle", "health")
    desk.ask("user password", "c.madec")
    made = desk.ask("token make", "c.madec", "--title", "scanner", "--scope", "submit")
    desk.ask("token list")
    desk.ask("token revoke", made["token"]["id"])
    desk.ask("user close", "c.madec")
    desk.ask("user reopen", "c.madec")
    desk.ask("user list")
