"""What the demonstration tells at its end, in the words of a head of mailroom, from the command line's JSON alone."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
        "cases": "Dossiers : {all}, dont {n} complets",
        "basket": "corbeille {name}",
        "folders": "On les trouve dans {folders}",
        "truth": "Au regard de l'histoire dessinée, avant qu'une personne ait rien vu",
        "right": "pièces bien jugées dans les dossiers ouverts : {right} sur {all}",
        "differs": "{case}, {item} : {found} au lieu de {expected}",
        "by_rule": "{outcome} par la règle",
        "invoices": "factures simples approuvées : {right} sur {plain} ; litiges approuvés : {wrong} sur {others}",
        "absent": "dossiers pas encore ouverts : {n} ; ce qui les ouvre attend une personne",
        "waiting": "Ce qui attend une personne",
        "nothing": "rien",
        "verification": "champs à vérifier",
        "classification": "classe à dire",
        "separation": "coupe à vérifier",
        "unmatched": "sans dossier encore ; le rejoignent dès qu'il s'ouvre",
        "more": "et {n} de plus : casebinder status",
        "refused": "fichiers ou pages refusés, avec la raison",
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
        "cases": "Cases: {all}, of which {n} complete",
        "basket": "basket {name}",
        "folders": "They lie in {folders}",
        "truth": "Held against the drawn story, before any person has looked",
        "right": "pieces judged rightly in the cases opened: {right} of {all}",
        "differs": "{case}, {item}: {found} instead of {expected}",
        "by_rule": "{outcome} by rule",
        "invoices": "plain invoices approved: {right} of {plain}; disputes approved: {wrong} of {others}",
        "absent": "cases not opened yet: {n}; what opens them waits for a person",
        "waiting": "What waits for a person",
        "nothing": "nothing",
        "verification": "fields to be checked",
        "classification": "class to be told",
        "separation": "cut to be checked",
        "unmatched": "without a case yet; they join it when it opens",
        "more": "and {n} more: casebinder status",
        "refused": "files or pages refused, and why",
        "speed": "{pages} pages in {seconds:.0f} s of capture: {speed:.1f} pages a second ({total:.0f} s in all)",
        "runs": "{n} runs recorded by Prefect",
        "next": "What to type next",
    },
}
"""Every sentence of the summary, French and English."""

STATUSES = {
    "satisfied": "satisfaite",
    "missing": "manquante",
    "expired": "expirée",
    "undetermined": "indéterminée",
    "to-review": "à vérifier",
    "requested": "demandée",
    "refused": "refusée",
    "waived": "dispensée",
    "not-applicable": "sans objet",
}
"""What becomes of a piece, in French; in English the names say it."""


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
    invoices: Mapping[str, Shape] = field(default_factory=dict)


def lines(outcome: Outcome, *, language: str, home: str) -> Iterator[str]:
    """Yield the summary line by line."""
    words = WORDS[language]
    yield from ("", words["heading"], "=" * len(words["heading"]))
    if outcome.is_unchanged:
        yield words["unchanged"]
    yield from _pages(outcome, words)
    yield from _documents(outcome, words, language)
    yield from _cases(outcome, words, language)
    yield from _waiting(outcome, words)
    yield from _truth(outcome, words, STATUSES if language == "fr" else {})
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
    yield from ("", words["cases"].format(n=complete, all=len(outcome.cases)))
    for case in outcome.cases:
        party = (case["party"] or {}).get("name") or "?"
        title = outcome.titles.get(case["basket"], {}).get(language) or case["basket"]
        basket = f" · {words['basket'].format(name=title)}" if case["basket"] else ""
        yield f"  {case['reference']}  {party}{basket}"
        yield f"      {case['completeness']['sentence'][language]}{_decided(case, outcome, words, language)}"
    folders = sorted({case["folder"].rpartition("/")[0] for case in outcome.cases})
    if folders:
        yield "  " + words["folders"].format(folders=", ".join(folders))


def _decided(case: Shape, outcome: Outcome, words: Mapping[str, str], language: str) -> str:
    """Return what was decided of a case, and by whom when rules did; nothing when nothing was."""
    last = next(reversed(case.get("decisions", ())), None)
    if last is None:
        return ""
    title = outcome.titles.get(last["outcome"], {}).get(language) or last["outcome"]
    return f" · {words['by_rule'].format(outcome=title) if last['by'] == 'system' else title}"


def _waiting(outcome: Outcome, words: Mapping[str, str]) -> Iterator[str]:
    yield from ("", words["waiting"])
    queues = Counter[str]()
    for batch in outcome.batches:
        queues.update(batch["waiting"])
    for name, count in sorted(queues.items(), key=lambda queue: queue[0] == "unmatched"):
        yield f"  {count:>3}  {words.get(name, name)}"
        queued = [(made["file"], made["routing"]["reasons"]) for made in _queued(outcome, name)]
        for file, reasons in queued[:SHOWN]:
            yield f"         {file}: {' '.join(reasons[:SHOWN])}{' …' if len(reasons) > SHOWN else ''}"
        if len(queued) > SHOWN:
            yield f"         {words['more'].format(n=len(queued) - SHOWN)}"
    failed = [item for batch in outcome.batches for item in batch["failed"]]
    if failed:
        yield f"  {len(failed):>3}  {words['refused']}"
    for item in failed:
        yield f"         {item['file']}: {item.get('message', '')}"
    if not queues and not failed:
        yield "  " + words["nothing"]


def _queued(outcome: Outcome, queue: str) -> Iterator[Shape]:
    made = (document for batch in outcome.batches for document in batch["documents"])
    return (document for document in made if (document.get("routing") or {}).get("queue") == queue)


def _truth(outcome: Outcome, words: Mapping[str, str], statuses: Mapping[str, str]) -> Iterator[str]:
    found = {_key(case): case for case in outcome.cases}
    opened = {key: told for key, told in outcome.expected.items() if key in found}
    wrong, every = [], 0
    for key, told in opened.items():
        every += len(told["items"])
        items = {item["item"]: item for item in found[key]["completeness"]["items"]}
        for item, status in told["items"].items():
            if items[item]["status"] not in {status, *told.get("acceptable", {}).get(item, ())}:
                other, wanted = (statuses.get(one, one) for one in (items[item]["status"], status))
                named = {"case": found[key]["reference"], "item": items[item]["title"]}
                wrong.append(words["differs"].format(found=other, expected=wanted, **named))
    yield from ("", words["truth"], "  " + words["right"].format(right=every - len(wrong), all=every))
    yield from (f"      {line}" for line in wrong)
    if len(opened) < len(outcome.expected):
        yield "  " + words["absent"].format(n=len(outcome.expected) - len(opened))
    yield from _invoices(outcome, words)


def _invoices(outcome: Outcome, words: Mapping[str, str]) -> Iterator[str]:
    """Hold what the rules decided of invoices against the verdicts drawn with them."""
    if not outcome.invoices:
        return
    decided = {_fact(case, "invoice_number"): case.get("decisions", ()) for case in outcome.cases}
    approved = {number for number, made in decided.items() if made and made[-1]["outcome"] == "approved"}
    plain = {number for number, told in outcome.invoices.items() if told["outcome"] == "approved"}
    figures = {"right": len(plain & approved), "plain": len(plain), "wrong": len(approved - plain)}
    yield "  " + words["invoices"].format(others=len(outcome.invoices) - len(plain), **figures)


def _key(case: Shape) -> str:
    return f"{_fact(case, 'social_security_number')}/{_fact(case, 'first_observed_on')}"


def _fact(case: Shape, name: str) -> Any:
    return next((fact["value"] for fact in case["facts"] if fact["name"] == name), None)


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
