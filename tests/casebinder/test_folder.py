"""The case folder: readable places, one for each paper, and a manifest that explains it."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

from casebinder.explaining.lines import lines
from casebinder.folder import Paper, render
from casebinder.model.case import Case, Decision, PieceStatus
from casebinder.model.request import Request, RequestState
from pipeline import codec
from pipeline.model.identity import ActorId
from pipeline.model.text import Language


def paper_of(content):
    """Return what the folder shows of a piece."""
    return Paper(
        document=content.piece.document,
        document_class=content.document_class,
        received_on=content.received_at.date(),
        digest=f"sha256:{content.piece.document}",
        media_type="application/pdf",
    )


def rendered(desk, *contents, extra=()):
    """Render the folder of a case with these pieces."""
    case = desk.case(pieces=tuple(c.piece for c in contents))
    return render(desk.case_type, case, desk.judge(*contents), [*map(paper_of, contents), *extra])


def test_papers_lie_under_their_item_and_complementary_ones_in_their_sub_folder(desk) -> None:
    """A person with a file browser alone understands where each paper is."""
    letter = Paper(
        document="d-9x",
        document_class="letter",
        received_on=date(2026, 6, 11),
        digest="sha256:9",
        media_type="image/tiff",
    )
    folder = rendered(desk, desk.declaration(), desk.salary(), extra=[letter])
    assert folder.place == "cases/occupational_disease/OD-2026-00001"
    assert [paper.path for paper in folder.papers] == [
        "declaration/2026-06-10_occupational_disease_declaration_1.pdf",
        "complementary/salary_certificate/2026-06-10_employer_certificate_1.pdf",
        "other/2026-06-11_letter_9x.tif",
    ]


def test_refused_papers_are_set_aside(desk) -> None:
    """A refused paper stays in the folder, but not among those that count."""
    refused = desk.identity()
    refused = replace(refused, piece=replace(refused.piece, status=PieceStatus.REFUSED))
    assert rendered(desk, refused).papers[0].path.startswith("identity/refused/")


def test_the_manifest_tells_state_rules_and_verdict_and_holds_the_case(desk) -> None:
    """Every paper with digest and state, the rules that judged, the sentence; the case can be rebuilt from it."""
    contents = (desk.declaration(), desk.salary())
    manifest = json.loads(rendered(desk, *contents).manifest)
    assert manifest["rules_version"] == "2026.2"
    assert manifest["sentence"]["fr"].startswith("incomplet : 2 pièces manquantes")
    assert manifest["legal_basis"][0] == "CSS L. 461-1"
    assert manifest["pieces"][0]["states"] == {"declaration": "accepted"}
    assert manifest["pieces"][0]["digest"] == "sha256:d-declaration-1"
    kept = codec.decode(Case, json.dumps(manifest["case"]))
    assert kept == desk.case(pieces=tuple(c.piece for c in contents))


def test_the_same_state_gives_the_same_bytes(desk) -> None:
    """Rendering is a function of the records, so that writing twice changes nothing."""
    contents = (desk.declaration(), desk.salary(), desk.identity())
    assert rendered(desk, *contents) == rendered(desk, *contents)


def test_a_case_in_lines_says_it_all_in_both_languages(desk) -> None:
    """The terminal shows sentence, basket, each item with its reason, contradictions and deadlines."""
    verdict = desk.judge(desk.declaration(last_name="Petit"), desk.identity(expires=date(2024, 5, 3)))
    french = "\n".join(lines(desk.case(), verdict, Language.FR))
    assert french.startswith("OD-2026-00001 : incomplet : 2 pièces manquantes, 1 expirée, 1 incohérence")
    assert "corbeille control (Des pièces se contredisent), à nous d’agir" in french
    assert "✗ Pièce d’identité [expirée]" in french
    assert "✗ C01 Nom de la déclaration : Petit ; de la pièce d’identité : Durand." in french
    assert "D02 Premier examen du dossier : 10/07/2026, dans 9 jours" in french
    english = "\n".join(lines(desk.case(), verdict, Language.EN))
    assert "D01 Decision of the fund: not started" in english
    assert "? " not in english.split("Deadlines")[0].split("Agreement")[1]


def test_lines_name_what_acts_take_and_what_was_done(desk) -> None:
    """A caseworker at the terminal sees the documents' ids, what was asked for and what was decided."""
    at = datetime(2026, 6, 12, 8, tzinfo=UTC)
    piece = desk.declaration()
    case = desk.case(
        pieces=(piece.piece, replace(piece.piece, item="other", status=PieceStatus.OFFERED)),
        requests=(Request(id="r-1", state=RequestState.DRAFTED, items=("identity",), drafted_at=at),),
        decisions=(Decision(outcome="approved", reasons=("complete",), by=ActorId("ada"), at=at),),
    )
    told = lines(case, desk.judge(piece), Language.EN)
    assert f"  {piece.piece.document} · Occupational disease declaration [accepted]" in told
    assert f"  {piece.piece.document} · not on the list [offered]" in told
    assert "  12 June 2026 [drafted] Identity paper" in told
    assert "  12 June 2026 · approved (ada) complete" in told
