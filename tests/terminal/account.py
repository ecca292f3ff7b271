"""What an installation holds, told from its command line alone, without identifiers: two homes can be compared.

A document is named by its file and pages, a case by what tells it from others; what differs from run to run
(ids, references, instants) is left out, all else is kept.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping

import case_folders
from terminal import Terminal

ENDS = {"in_document", "separator", "blank", "rejected", "failed"}
Name = str


def account(terminal: Terminal) -> dict:
    """Return files, pages, documents and cases of a home, each under a name that is the same in every run."""
    batches = terminal.ask("status", "--pages")["batches"]
    cases = shown_cases(terminal)
    names = {d["document"]: name_of(d) for b in batches for d in b["documents"]}
    keys = {case["reference"]: key_of(case) for case in cases}
    return {
        "batches": sorted((b["status"], b["batch_class"], json.dumps(b["custody"])) for b in batches),
        "pages": sorted((p["file"], p["number"], p["state"]) for b in batches for p in b["pages"]),
        "waiting": sorted((b["waiting"] for b in batches), key=json.dumps),
        "documents": {name_of(d): _document(d, keys) for b in batches for d in b["documents"]},
        "cases": {key_of(case): _case(case, names) for case in cases},
    }


def shown_cases(terminal: Terminal) -> list[dict]:
    """Return every case whole."""
    return [terminal.ask("case", "show", c["reference"]) for c in terminal.ask("case", "list")["cases"]]


def name_of(document: Mapping) -> Name:
    """Name a document by its file and pages."""
    return f"{document['file']} {document['pages']}"


def key_of(case: Mapping) -> str:
    """Name a case by its person and the day of first observation, one of an invoice by its seller and number."""
    facts = {fact["name"]: fact["value"] for fact in case["facts"]}
    is_invoice = case["case_type"] == "supplier_invoice"
    names = ("seller_siret", "invoice_number") if is_invoice else ("social_security_number", "first_observed_on")
    return "/".join(str(facts.get(name)) for name in names)


def _document(document: Mapping, keys: Mapping[str, str]) -> dict:
    kept = ("state", "opened_by", "document_class", "confidence", "fields", "findings", "routing", "tables")
    return {name: document.get(name) for name in kept} | {"case": keys.get(document["case"])}


def _case(case: Mapping, names: Mapping[str, Name]) -> dict:
    return {
        "status": case["status"],
        "basket": case["basket"],
        "waiting_on": case["waiting_on"],
        "sentence": case["completeness"]["sentence"]["fr"],
        "facts": [(f["name"], f["value"], f["origin"], names.get(f["document"])) for f in case["facts"]],
        "items": {
            i["item"]: (i["status"], [names.get(p, p) for p in i["pieces"]]) for i in case["completeness"]["items"]
        },
        "documents": sorted(name_of(d) for d in case["documents"]),
        "acts": Counter(e["act"] for e in case["history"] if e["act"] == "case.open"),
    }


def problems(terminal: Terminal, expected: Mapping) -> Iterator[str]:
    """Say all that is wrong with a home that should be at rest and hold exactly what is expected."""
    yield from _custody(terminal)
    found = account(terminal)
    for part, wanted in expected.items():
        yield from _differences(part, wanted, found[part])
    yield from _projections(terminal)
    chain = terminal.run("audit", "verify", "--json")
    if chain.code:
        yield f"audit verify: {chain.out}{chain.err}"


def _custody(terminal: Terminal) -> Iterator[str]:
    answer = terminal.run("status", "--verify", "--pages", "--json")
    if answer.code:
        yield f"status --verify ended with {answer.code}: {answer.err}"
    for batch in answer.shape["batches"]:
        custody = batch["custody"]
        if not (custody["balanced"] and custody["verified"]) or custody["discrepancies"]:
            yield f"{batch['id']} does not balance: {custody}"
        if sum(custody["by_state"].values()) != custody["pages_in"] or len(batch["pages"]) != custody["pages_in"]:
            yield f"{batch['id']}: pages by state are not the pages that came in: {custody}"
        yield from (f"{batch['id']} failed: {item}" for item in batch["failed"])
        yield from (f"still {page['state']}: {page}" for page in batch["pages"] if page["state"] not in ENDS)
        yield from _twice("page", [(page["file"], page["number"]) for page in batch["pages"]])
        yield from _twice("document", [name_of(document) for document in batch["documents"]])
    left = terminal.ask("recover")
    if left["batches"] or left["projected"]:
        yield f"recover found something left: {left}"


def _differences(part: str, wanted: object, found: object) -> Iterator[str]:
    if isinstance(wanted, dict) and isinstance(found, dict):
        for name in sorted(wanted.keys() | found.keys()):
            if name not in found:
                yield f"{part}: {name} is lost"
            elif name not in wanted:
                yield f"{part}: {name} was not there in the undisturbed run"
            elif wanted[name] != found[name]:
                yield f"{part}: {name}: {_first(wanted[name], found[name])}"
    elif wanted != found:
        yield f"{part}: {_first(wanted, found)}"


def _first(wanted: object, found: object) -> str:
    if isinstance(wanted, dict) and isinstance(found, dict):
        name = next(name for name in wanted | found if wanted.get(name) != found.get(name))
        return f"{name}: {_first(wanted.get(name), found.get(name))}"
    return f"wanted {str(wanted)[:600]}, found {str(found)[:600]}"


def _twice(what: str, names: list) -> Iterator[str]:
    yield from (f"{what} there {count} times: {name}" for name, count in Counter(names).items() if count > 1)


def _projections(terminal: Terminal) -> Iterator[str]:
    """Compare index and case folders with the records."""
    batches = terminal.ask("status")["batches"]
    recorded = Counter((d["document"], page) for b in batches for d in b["documents"] for page in d["pages"])
    hits = terminal.ask("search", "", "--limit", 1000)
    indexed = Counter((hit["document"], hit["page"]) for hit in hits["hits"])
    yield from (f"indexed and not recorded, or twice: {name}" for name in indexed - recorded)
    yield from (f"recorded and not indexed: {name}" for name in recorded - indexed)
    if hits["total"] != sum(indexed.values()):
        yield f"the index counts {hits['total']} pages and shows {sum(indexed.values())}"
    cases = shown_cases(terminal)
    yield from _twice("case", [key_of(case) for case in cases])
    for case in cases:
        yield from _folder(case, case_folders.content(terminal, case["folder"]))
    stray = set(case_folders.every(terminal)) - {case["folder"] for case in cases}
    yield from (f"a case folder without a case: {folder}" for folder in sorted(stray))


def _folder(case: Mapping, files: Mapping[str, bytes]) -> Iterator[str]:
    """Compare a case folder's manifest and files with the case as it is shown."""
    folder = case["folder"]
    if case_folders.MANIFEST not in files:
        yield f"{folder}: there is no manifest"
        return
    manifest = json.loads(files[case_folders.MANIFEST])
    made = case["completeness"]
    told = {
        **{name: case[name] for name in ("reference", "case_type", "rules_version", "rules_digest", "basket")},
        "state": case["status"],
        "is_complete": made["is_complete"],
        "sentence": made["sentence"],
        "checked_on": made["checked_on"],
        "items": [(item["item"], item["status"], item["pieces"]) for item in made["items"]],
    }
    items = [(item["item"], item["status"], item["documents"]) for item in manifest["items"]]
    for name, value in told.items():
        written = items if name == "items" else manifest[name]
        if written != value:
            yield f"{folder}: {name} is {written} in the manifest and {value} in the case"
    documents = [document["document"] for document in case["documents"]]
    yield from _twice(f"document of {folder}", documents)
    if {piece["document"] for piece in manifest["pieces"]} != set(documents):
        yield f"{folder}: the manifest lists {manifest['pieces']}, the case holds {documents}"
    yield from _files(folder, manifest, files)


def _files(folder: str, manifest: Mapping, files: Mapping[str, bytes]) -> Iterator[str]:
    """Compare the files of a folder, to the byte, with its manifest."""
    found = {
        path: f"sha256:{hashlib.sha256(content).hexdigest()}"
        for path, content in files.items()
        if path != case_folders.MANIFEST
    }
    wanted = {piece["path"]: piece["digest"] for piece in manifest["pieces"]}
    yield from (f"{folder}: {path} is not as the manifest says" for path in dict(found.items() ^ wanted.items()))
    yield from _twice("path", [piece["path"] for piece in manifest["pieces"]])
