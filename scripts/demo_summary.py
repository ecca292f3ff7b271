"""What the demonstration tells at its end, in the words of a head of mailroom, from the command line's JSON alone."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Shape = Mapping[str, Any]
SHOWN = 3
"""Documents of a queue, and reasons of a document, that the summary shows; the rest is counted."""

WORDS = {
    "fr": {
        "heading": "Ce que le courrier est devenu",
        "unchanged": "Tout était déjà reçu : rien n'a changé.",
        "batches": "{n} lots, {files} fichiers : {done} lus, {duplicate} déjà reçus, {quarantined} en quarantaine",
        "pages": "{n} pages reçues : {by_state}",
        "balanced": "Chaque page est justifiée, recomptée sur les originaux.",
        "unbalanced": "DES PAGES MANQUENT AU COMPTE : casebinder status --verify",
        "in_document": "dans un document",
        "separator": "intercalaires",
        "blank": "blanches",
        "failed": "illisibles",
        "rejected": "écartées",
        "received": "à lire",
        "recognised": "à ranger",
        "documents": "Documents par classe (confiance moyenne, dont sans intervention)",
        "straight": "{n} sans intervention",
        "unread": "sans classe encore",
        "cases": "Dossiers",
        "complete": "complets : {n} sur {all}",
        "basket": "corbeille {name}",
        "folder": "chemise",
        "truth": "Pièces jugées comme le veut l'histoire dessinée : {right} sur {all}",
        "differs": "{case}, {item} : {found} au lieu de {expected}",
        "absent": "{case} : aucun dossier ouvert ({story})",
        "waiting": "Ce qui attend une personne",
        "nothing": "rien",
        "queue": "file {name} : {n} document(s)",
        "more": "et {n} autres : casebinder status",
        "refused": "{file} : {message}",
        "speed": "{pages} pages lues en {seconds:.0f} s : {speed:.1f} pages par seconde ({total:.0f} s en tout)",
        "runs": "{n} traitements enregistrés par Prefect",
        "next": "Et maintenant",
    },
    "en": {
        "heading": "What became of the mail",
        "unchanged": "Everything had been received before: nothing has changed.",
        "batches": "{n} batches, {files} files: {done} read, {duplicate} received before, {quarantined} in quarantine",
        "pages": "{n} pages in: {by_state}",
        "balanced": "Every page is accounted for, recounted from the originals.",
        "unbalanced": "PAGES ARE NOT ACCOUNTED FOR: casebinder status --verify",
        "in_document": "in a document",
        "separator": "separators",
        "blank": "blank",
        "failed": "unreadable",
        "rejected": "taken out",
        "received": "to read",
        "recognised": "to place",
        "documents": "Documents by class (mean confidence, and how many went straight through)",
        "straight": "{n} straight through",
        "unread": "without a class yet",
        "cases": "Cases",
        "complete": "complete: {n} of {all}",
        "basket": "basket {name}",
        "folder": "folder",
        "truth": "Pieces judged as the drawn story wants: {right} of {all}",
        "differs": "{case}, {item}: {found} instead of {expected}",
        "absent": "{case}: no case was opened ({story})",
        "waiting": "What waits for a person",
        "nothing": "nothing",
        "queue": "queue {name}: {n} document(s)",
        "more": "and {n} more: casebinder status",
        "refused": "{file}: {message}",
        "speed": "{pages} pages in {seconds:.0f} s of capture: {speed:.1f} pages a second ({total:.0f} s in all)",
        "runs": "{n} runs recorded by Prefect",
        "next": "What to type next",
    },
}
"""Every sentence of the summary, French and English."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Answers of the command line after the demonstration, and what was new in this run."""

    batches: Sequence[Shape]
    cases: Sequence[Shape]
    expected: Mapping[str, Shape]
    new_pages: int
    is_unchanged: bool
    capture_seconds: float
    total_seconds: float
    flow_runs: int
    titles: Mapping[str, Mapping[str, str]]


def lines(outcome: Outcome, *, language: str, home: str) -> Iterator[str]:
    """Give the summary line by line."""
    words = WORDS[language]
    yield from ("", words["heading"], "=" * len(words["heading"]))
    if outcome.is_unchanged:
        yield words["unchanged"]
    yield from _pages(outcome, words)
    yield from _documents(outcome, words, language)
    yield from _cases(outcome, words, language)
    yield from _waiting(outcome, words)
    yield from _truth(outcome, words)
    yield from _speed(outcome, words)
    yield from _next(outcome, words, home)


def _pages(outcome: Outcome, words: Mapping[str, str]) -> Iterator[str]:
    custody = [batch["custody"] for batch in outcome.batches]
    files, states = Counter[str](), Counter[str]()
    for one in custody:
        files.update(one["files"])
        states.update(one["by_state"])
    yield words["batches"].format(n=len(custody), files=sum(files.values()), **{"done": 0, **files})
    told = ", ".join(f"{n} {words[state]}" for state, n in states.items() if n)
    yield words["pages"].format(n=sum(one["pages_in"] for one in custody), by_state=told)
    yield words["balanced" if all(one["balanced"] for one in custody) else "unbalanced"]


def _documents(outcome: Outcome, words: Mapping[str, str], language: str) -> Iterator[str]:
    documents = [made for batch in outcome.batches for made in batch["documents"]]
    yield from ("", words["documents"])
    by_class = Counter(made.get("document_class") or "" for made in documents)
    for name, count in by_class.most_common():
        same = [made for made in documents if (made.get("document_class") or "") == name]
        mean = sum(made.get("confidence") or 0.0 for made in same) / count
        straight = sum((made.get("routing") or {}).get("to") == "straight-through" for made in same)
        title = outcome.titles.get(name, {}).get(language) or name or words["unread"]
        yield f"  {count:>3}  {title:<42} {mean:>4.0%}  {words['straight'].format(n=straight)}"


def _cases(outcome: Outcome, words: Mapping[str, str], language: str) -> Iterator[str]:
    complete = sum(case["completeness"]["is_complete"] for case in outcome.cases)
    yield from ("", f"{words['cases']}, {words['complete'].format(n=complete, all=len(outcome.cases))}")
    for case in outcome.cases:
        party = (case["party"] or {}).get("name") or "?"
        basket = words["basket"].format(name=case["basket"]) if case["basket"] else ""
        yield f"  {case['reference']}  {party:<28} {basket}"
        yield f"      {case['completeness']['sentence'][language]}"
        yield f"      {words['folder']} {case['folder']}"


def _waiting(outcome: Outcome, words: Mapping[str, str]) -> Iterator[str]:
    yield from ("", words["waiting"])
    queues = Counter[str]()
    for batch in outcome.batches:
        queues.update(batch["waiting"])
    for name, count in queues.items():
        yield f"  {words['queue'].format(name=name, n=count)}"
        queued = [(made["file"], made["routing"]["reasons"]) for made in _queued(outcome, name)]
        for file, reasons in queued[:SHOWN]:
            yield f"      {file}: {' '.join(reasons[:SHOWN])}{' …' if len(reasons) > SHOWN else ''}"
        if len(queued) > SHOWN:
            yield f"      {words['more'].format(n=len(queued) - SHOWN)}"
    failed = [item for batch in outcome.batches for item in batch["failed"]]
    for item in failed:
        yield "  " + words["refused"].format(file=item["file"], message=item.get("message", ""))
    if not queues and not failed:
        yield "  " + words["nothing"]


def _queued(outcome: Outcome, queue: str) -> Iterator[Shape]:
    made = (document for batch in outcome.batches for document in batch["documents"])
    return (document for document in made if (document.get("routing") or {}).get("queue") == queue)


def _truth(outcome: Outcome, words: Mapping[str, str]) -> Iterator[str]:
    found = {_key(case): case for case in outcome.cases}
    wrong, right, every = [], 0, 0
    for key, told in outcome.expected.items():
        every += len(told["items"])
        if key not in found:
            wrong.append(words["absent"].format(case=key, story=told["story"]))
            continue
        statuses = {item["item"]: item["status"] for item in found[key]["completeness"]["items"]}
        for item, status in told["items"].items():
            if statuses.get(item) in {status, *told.get("acceptable", {}).get(item, ())}:
                right += 1
            else:
                reference, other = found[key]["reference"], statuses.get(item)
                wrong.append(words["differs"].format(case=reference, item=item, found=other, expected=status))
    yield from ("", words["truth"].format(right=right, all=every), *(f"  {line}" for line in wrong))


def _key(case: Shape) -> str:
    facts = {fact["name"]: fact["value"] for fact in case["facts"]}
    return f"{facts.get('social_security_number')}/{facts.get('first_observed_on')}"


def _speed(outcome: Outcome, words: Mapping[str, str]) -> Iterator[str]:
    if outcome.new_pages:
        speed = outcome.new_pages / outcome.capture_seconds
        seconds = {"seconds": outcome.capture_seconds, "total": outcome.total_seconds}
        yield from ("", words["speed"].format(pages=outcome.new_pages, speed=speed, **seconds))
    if outcome.flow_runs:
        yield words["runs"].format(n=outcome.flow_runs)


def _next(outcome: Outcome, words: Mapping[str, str], home: str) -> Iterator[str]:
    command = f".venv/bin/casebinder --home {home}"
    incomplete = [case for case in outcome.cases if not case["completeness"]["is_complete"]]
    yield from ("", words["next"], f"  {command} case list --incomplete")
    for case in (incomplete or outcome.cases)[:1]:
        yield f"  {command} case show {case['reference']}"
    yield f'  {command} search "certificat médical"'
    yield f"  {command} status --pages"
