"""The operator's acts by command line, each followed by reading back the document, its case, its pages and search."""

from pathlib import Path

import pytest
from terminal import Terminal

pytestmark = pytest.mark.slow


def documents(terminal: Terminal) -> list[dict]:
    """Return every document there is now."""
    batches = terminal.ask("status")["batches"]
    return [d for batch in batches for d in batch["documents"] if d["state"] != "superseded"]


def of(terminal: Terminal, **wanted: str) -> list[dict]:
    """Return the documents that have these values."""
    return [d for d in documents(terminal) if all(d[name] == value for name, value in wanted.items())]


def acts(terminal: Terminal, reference: str) -> list[tuple[str, str]]:
    """Return the history of a case: act and reason."""
    return [(event["act"], event["reason"]) for event in terminal.ask("case", "show", reference)["history"]]


def field(document: dict, name: str) -> dict:
    """Return a field of a document."""
    return next(one for one in document["fields"] if one["name"] == name)


def is_sound(terminal: Terminal) -> bool:
    """Return whether every page is accounted for."""
    return all(batch["custody"]["balanced"] for batch in terminal.ask("status", "--verify")["batches"])


def found(terminal: Terminal, *words: str) -> set[str]:
    """Return the documents that a search finds."""
    return {hit["document"] for hit in terminal.ask("search", *words, "--limit", "1000")["hits"]}


def test_a_correction_touches_its_field_and_the_verdict(mine: Terminal) -> None:
    """The corrected value is the operator's, the rest stays, the case is judged anew and its history says why."""
    bound = next(d for d in documents(mine) if d["case"] and any(f["name"] == "expires_on" for f in d["fields"]))
    words = ("document", "correct", bound["document"], "expires_on=2020-01-31", "--reason", "relu sur la carte")
    after = mine.ask(*words)
    changed = field(after, "expires_on")
    assert (changed["value"], changed["origin"], changed["confidence"]) == ("2020-01-31", "operator", 1.0)
    others = [[f for f in d["fields"] if f["name"] != "expires_on"] for d in (bound, after)]
    assert others[0] == others[1]
    assert mine.ask("document", "show", bound["document"]) == after
    case = mine.ask("case", "show", bound["case"])
    item = next(i for i in case["completeness"]["items"] if bound["document"] in i["pieces"])
    assert item["status"] in {"expired", "undetermined", "to-review"}
    assert ("document.correct", "relu sur la carte") in acts(mine, bound["case"])
    assert is_sound(mine)


def test_a_correction_of_the_wrong_kind_is_refused(mine: Terminal) -> None:
    """A value that is not of the field's kind, or a field the class has not, changes nothing."""
    before = next(d for d in documents(mine) if any(f["kind"] == "date" for f in d["fields"]))
    day = next(f["name"] for f in before["fields"] if f["kind"] == "date")
    for words in ((f"{day}=31/01/2026",), ("no_such_field=1",), (f"{day}",)):
        assert mine.run("document", "correct", before["document"], *words).code == 2
    assert mine.ask("document", "show", before["document"]) == mine.ask("document", "show", before["document"])
    assert field(mine.ask("document", "show", before["document"]), day) == field(before, day)


def test_set_class_reads_the_document_anew(mine: Terminal) -> None:
    """A document told to be of another class has that class for sure, its fields, and is found under it."""
    paper = next(d for d in documents(mine) if not d["case"] and d["document_class"] != "letter")
    after = mine.ask("document", "set-class", paper["document"], "letter", "--reason", "une lettre")
    assert (after["document_class"], after["confidence"]) == ("letter", 1.0)
    assert paper["document"] in found(mine, "", "--class", "letter")
    assert paper["document"] not in found(mine, "", "--class", paper["document_class"])
    assert mine.run("document", "set-class", paper["document"], "no_such_class").code in {2, 5}
    assert is_sound(mine)


def test_split_and_merge_lose_no_page(mine: Terminal, stack: Path) -> None:
    """Two documents put together hold both pages in order; cut again, each page is in one of two."""
    first, second = of(mine, file=stack.name)[:2]
    merged = mine.ask("document", "merge", first["document"], second["document"], "--reason", "une seule lettre")
    assert merged["pages"] == first["pages"] + second["pages"]
    gone = {first["document"], second["document"]} - {merged["document"]}
    assert not gone & found(mine, "")
    assert merged["document"] in found(mine, "")
    at = len(first["pages"]) + 1
    cut = mine.ask("document", "split", merged["document"], at, "--reason", "deux lettres")
    assert cut["pages"] == first["pages"]
    parts = sorted(of(mine, file=stack.name), key=lambda d: d["pages"])[:2]
    assert [d["pages"] for d in parts] == [first["pages"], second["pages"]]
    assert (parts[1]["opened_by"], parts[1]["cut_confidence"]) == ("operator", 1.0)
    assert mine.run("document", "split", cut["document"], 99).code in {1, 2}
    assert is_sound(mine)


def test_documents_of_two_files_are_not_merged(mine: Terminal, stack: Path) -> None:
    """A document is of one file."""
    one = of(mine, file=stack.name)[0]
    other = next(d for d in documents(mine) if d["file"] != stack.name)
    assert mine.run("document", "merge", one["document"], other["document"]).code in {1, 2}
    assert mine.ask("document", "show", one["document"]) == one | {"schema": "casebinder/document/1"}


def test_a_rejected_page_stays_accounted_for(mine: Terminal, stack: Path) -> None:
    """The page leaves its document with who and why, and still counts."""
    long = max(documents(mine), key=lambda d: len(d["pages"]))
    page = long["pages"][-1]
    mine.ask("document", "reject", long["document"], len(long["pages"]), "--reason", "page étrangère")
    rows = [p for b in mine.ask("status", "--pages")["batches"] for p in b["pages"] if p["file"] == long["file"]]
    row = next(p for p in rows if p["number"] == page)
    assert (row["state"], row["document"]) == ("rejected", None)
    assert "page étrangère" in row["reason"]["message"]
    now = [d["pages"] for d in of(mine, file=long["file"])]
    assert page not in [number for pages in now for number in pages]
    assert is_sound(mine)


def test_a_waiting_document_is_released_as_it_is(mine: Terminal) -> None:
    """What waits for a person goes on when released: no longer waiting, its archive PDF made, its doubts on record."""
    waiting = next(d for d in of(mine, state="in_queue") if d["document_class"] != "unknown")
    queue = waiting["routing"]["queue"]
    before = sum(batch["waiting"].get(queue, 0) for batch in mine.ask("status")["batches"])
    after = mine.ask("document", "release", waiting["document"], "--reason", "vu")
    assert after["state"] in {"bound", "unmatched", "released"}
    shown = {name: after[name] for name in ("document_class", "fields", "pages")}
    assert shown == {name: waiting[name] for name in shown}
    assert sum(batch["waiting"].get(queue, 0) for batch in mine.ask("status")["batches"]) < before + 1
    pdf = mine.home.with_name("paper.pdf")
    mine.ask("document", "show", waiting["document"], "--pdf", pdf)
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert mine.run("document", "release", waiting["document"]).code == 1
    assert is_sound(mine)
