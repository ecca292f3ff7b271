"""Who may do what: every act asks for its right, and what is closed to somebody does not exist for them."""

import inspect
from collections.abc import Callable, Iterator

import pytest
from databases import records_in_memory
from house import LOCAL, someone
from scene import CALLS, CLOSED, EVERY_ROLE, INSIDER, SECRET, Scene, question, set_up, snapshot
from twins import CommitRefused

from pipeline.errors import NoRight, NotFound
from pipeline.model.actor import Actor, Grant, Role
from pipeline.model.identity import ActorId, BatchId, Circle, DocumentId
from pipeline.rights import MATRIX, Act
from services.access import ACTS, SYSTEM
from services.capture.failures import Failures
from services.capture.loop import Capture
from services.capture.receive import Receive
from services.capture.recover import Recover
from services.capture.uploads import Uploads
from services.cases.sweep import Sweep
from services.desk.baskets import Baskets
from services.desk.case_acts import Desk
from services.desk.correspond import Correspond
from services.desk.dispatch import Dispatch
from services.desk.export import Export
from services.desk.notes import Notes
from services.desk.parties import Parties
from services.looking.board import Overview
from services.looking.find import Find
from services.people.accounts import Accounts
from services.people.administer import Administer
from services.people.sign_in import SignIn
from services.people.tokens import Tokens
from services.ports.case_records import CaseQuery
from services.rules.rulebook import Rulebook
from services.upkeep.ledger import Ledger
from services.upkeep.project import Project
from services.upkeep.rebuild import Rebuild
from services.verification.cuts import Cuts
from services.verification.doubts import Doubts
from services.verification.recut import Recut
from services.verification.settle import Settle
from services.verification.undo import Undo
from services.verification.verify import Verify

SERVICES = (
    *(Receive, Capture, Verify, Desk, Find, Rulebook, Administer, Project, Rebuild, Recover, Sweep, Ledger),
    *(Accounts, SignIn, Tokens, Correspond, Dispatch, Recut, Undo, Cuts, Uploads, Overview, Failures, Doubts, Settle),
    *(Notes, Baskets, Parties, Export),
)
NAMES = {f"{service.__module__}.{service.__qualname__}": service for service in SERVICES}


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Set the scene once; no test of this module may change it."""
    records = records_in_memory()
    yield set_up(records, tmp_path_factory.mktemp("scene"))
    records.close()


def public_methods(service: type) -> dict[str, Callable[..., object]]:
    """Return the methods others may call."""
    return {name: method for name, method in vars(service).items() if inspect.isfunction(method) and name[0] != "_"}


@pytest.mark.parametrize("service", SERVICES)
def test_a_public_method_is_an_act_or_part_of_one(service: type) -> None:
    """A public method takes the actor first and is declared an act, or takes the unit of work of the act it serves."""
    for name, method in public_methods(service).items():
        first = list(inspect.signature(method).parameters)[1]
        is_act = f"{service.__module__}.{service.__qualname__}.{name}" in ACTS
        assert first == ("actor" if is_act else "uow"), f"{service.__name__}.{name}"


def test_every_act_has_its_row() -> None:
    """No act is without a row in the table of rights, and each row names a role."""
    assert set(ACTS.values()) <= set(MATRIX)
    assert all(MATRIX.values())
    assert set(Act) == set(MATRIX)


def test_every_act_is_tried_here() -> None:
    """The list of calls below is whole: a new act cannot be forgotten."""
    assert {".".join(name.split(".")[-2:]) for name in ACTS} == set(CALLS)


def outcome(scene: Scene, call: str, actor: Actor) -> type[BaseException] | None:
    """Do an act whose commit cannot succeed; return what it raised."""
    scene.house.records.is_failing = True
    try:
        CALLS[call](scene, actor)
    except (NoRight, CommitRefused) as error:
        return type(error)
    finally:
        scene.house.records.is_failing = False
    return None


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("call", CALLS)
def test_each_role_may_do_what_its_row_says_and_nothing_else(scene: Scene, call: str, role: Role) -> None:
    """An act is allowed to the roles of its row, and refused to all others before anything is done."""
    act = next(act for name, act in ACTS.items() if name.endswith(f".{call}"))
    raised = outcome(scene, call, someone("someone", role))
    assert (raised is not NoRight) == (role in MATRIX[act])


@pytest.mark.parametrize("call", CALLS)
def test_an_act_whose_commit_fails_leaves_nothing(scene: Scene, call: str) -> None:
    """State, event and outbox are one transaction: when it fails none of them is there."""
    before = snapshot(scene.house.records.inner)
    refused = scene.house.records.refused
    actor = LOCAL if outcome(scene, call, LOCAL) is not NoRight else SYSTEM
    raised = outcome(scene, call, actor)
    assert raised is not NoRight
    assert (raised is CommitRefused) == (scene.house.records.refused > refused)
    assert snapshot(scene.house.records.inner) == before


def test_most_acts_write(scene: Scene) -> None:
    """The test before would be empty if acts did not reach their commit."""
    readers = {"Baskets", "Export", "Figures", "Find", "Look", "Overview", "Parties", "Search"}
    readers |= {"Accounts.grant_limits", "Accounts.open_first", "Accounts.people", "Accounts.person"}
    readers |= {"Explain.explain", "Foresee.impact", "Tokens.bearer", "Tokens.listed"}
    readers |= {"Capture.is_shared", "Capture.ready", "Recover.is_in_hand", "Recover.is_working", "Recover.ready"}
    readers |= {"Correspond.letter", "Correspond.letters", "Notes.mine", "Notes.team", "Notes.waiting"}
    readers |= {"Cuts.stack", "Cuts.waiting", "Failures.count", "Failures.listed", "Undo.undoable"}
    readers |= {"Doubts.on_desk", "Doubts.queues", "Doubts.suggest", "Doubts.waiting", "Doubts.words"}
    readers |= {"Rulebook.batch_classes", "Rulebook.check", "Rulebook.kind", "Rulebook.titles"}
    readers |= {f"Uploads.{call}" for call in ("begin", "under_way", "shown", "append", "abandon", "clear")}
    for call in CALLS:
        raised = {outcome(scene, call, actor) for actor in (LOCAL, SYSTEM)}
        assert (CommitRefused in raised) == (not readers & {call, call.split(".")[0]}), call


# ---------------------------------------------------------------- circles
LOOKS: dict[str, Callable[[Scene, Actor], object]] = {
    "batch": lambda s, a: s.house.find.batches(a, s.secret_batch),
    "line": lambda s, a: s.house.overview.line(a, s.secret_batch),
    "document": lambda s, a: s.house.find.document(a, s.secret),
    "rendition": lambda s, a: s.house.find.rendition(a, s.secret),
    "source": lambda s, a: s.house.find.source(a, s.secret),
    "picture": lambda s, a: s.house.look.picture(a, s.secret, 1, width=200),
    "page": lambda s, a: s.house.look.page(a, s.house.find.batches(INSIDER, s.secret_batch)[0].pages[0].id, width=200),
    "case": lambda s, a: s.house.find.case(a, s.secret_case),
    "retry": lambda s, a: s.house.capture.retry(a, s.secret_batch),
    "correct": lambda s, a: s.house.verify.correct(a, s.secret, [("last_name", "X")]),
    "release": lambda s, a: s.house.verify.release(a, s.secret),
    "merge": lambda s, a: s.house.recut.merge(a, s.bound, s.secret),
    "set": lambda s, a: s.house.desk.set_facts(a, s.secret_case, []),
    "move from": lambda s, a: s.house.desk.move(a, s.secret_case, s.secret, s.first),
    "move to": lambda s, a: s.house.desk.move(a, s.first, s.bound, s.secret_case),
    "accept": lambda s, a: s.house.desk.accept(a, s.first, "identity", s.secret),
}
NOWHERE: dict[str, Callable[[Scene, Actor], object]] = {
    "batch": lambda s, a: s.house.find.batches(a, BatchId(s.secret_batch)),
    "document": lambda s, a: s.house.find.document(a, DocumentId("d-nothing")),
    "case": lambda s, a: s.house.find.case(a, "OD-2026-99999"),
}


@pytest.mark.parametrize("look", LOOKS)
def test_what_is_in_a_closed_circle_is_not_there_for_others(scene: Scene, look: str) -> None:
    """For one outside its circle a batch, document or case cannot be found, looked at or worked on, in any role."""
    outsider = Actor(id=ActorId("outsider"), name="outsider", grants=EVERY_ROLE)
    with pytest.raises(NotFound):
        LOOKS[look](scene, outsider)


def test_closed_and_absent_read_alike(scene: Scene) -> None:
    """The refusal does not give away that something is there: same code, same words."""
    outsider = Actor(id=ActorId("outsider"), name="outsider", grants=EVERY_ROLE)
    for kind in ("document", "case"):
        with pytest.raises(NotFound) as closed:
            LOOKS[kind](scene, outsider)
        with pytest.raises(NotFound) as absent:
            NOWHERE[kind](scene, outsider)
        assert (closed.value.code, closed.value.message) == (absent.value.code, absent.value.message)


def test_lists_leave_out_what_is_closed(scene: Scene) -> None:
    """Lists of batches and cases show nothing of a closed circle, and everything to its members."""
    batches = {view.batch.id for view in scene.house.find.batches(LOCAL)}
    cases = {file.case.reference for file in scene.house.find.cases(LOCAL, CaseQuery())}
    assert scene.batch in batches
    assert scene.secret_batch not in batches
    assert cases == {scene.first, scene.second, scene.asked, scene.queued}
    assert scene.secret_batch in {view.batch.id for view in scene.house.find.batches(INSIDER)}
    assert scene.secret_case in {file.case.reference for file in scene.house.find.cases(INSIDER, CaseQuery())}


def test_search_shows_and_counts_only_what_may_be_seen(scene: Scene) -> None:
    """A word of a closed page finds nothing for others: no hit, no count, no facet; its members find it."""
    answer = scene.house.search.pages(LOCAL, question(SECRET))
    assert (answer.total, answer.hits) == (0, ())
    assert not any(counts for _, counts in answer.facets)
    found = scene.house.search.pages(INSIDER, question(SECRET))
    assert [hit.document for hit in found.hits] == [scene.secret]


def test_a_case_keeps_the_circle_of_what_opened_it(scene: Scene) -> None:
    """A case opened by a confidential document is itself confidential."""
    assert scene.house.find.case(INSIDER, scene.secret_case).case.circle == CLOSED


def test_a_member_of_another_circle_only_sees_that(scene: Scene) -> None:
    """Circles are no ladder: one who belongs to a closed circle alone does not see what is open."""
    other = someone("other", Role.CONTROLLER, circles=(CLOSED,))
    assert {view.batch.id for view in scene.house.find.batches(other)} == {scene.secret_batch}
    with pytest.raises(NotFound):
        scene.house.find.document(other, scene.bound)


# ---------------------------------------------------------------- narrow grants
def narrow(case_type: str | None = None, basket: str | None = None) -> Actor:
    """Return a caseworker of one case type or one basket."""
    grant = Grant(role=Role.CASEWORKER, case_type=case_type, basket=basket)
    return Actor(id=ActorId("narrow"), name="narrow", grants=(grant,), circles=(Circle("open"),))


def test_a_grant_for_another_case_type_gives_nothing(scene: Scene) -> None:
    """A caseworker of another trade finds no case of this one in lists, and may not open or change one."""
    stranger = narrow(case_type="supplier_invoice")
    assert scene.house.find.cases(stranger, CaseQuery()) == ()
    told = []
    for reference in (scene.first, "OD-1999-00001"):
        with pytest.raises(NotFound) as refused:
            scene.house.find.case(stranger, reference)
        told.append((refused.value.code, refused.value.message))
        with pytest.raises(NoRight):
            scene.house.find.case(someone("analyst", Role.ANALYST), reference)
    assert told[0] == told[1]
    with pytest.raises(NoRight):
        scene.house.desk.open_case(stranger, "occupational_disease", ())


def test_a_grant_for_another_case_type_reaches_no_document(scene: Scene) -> None:
    """Documents of a case of another trade cannot be looked at, corrected or found; those without a case can."""
    stranger, colleague = narrow(case_type="supplier_invoice"), narrow(case_type="occupational_disease")
    with pytest.raises(NoRight):
        scene.house.find.document(stranger, scene.bound)
    with pytest.raises(NoRight):
        scene.house.verify.correct(stranger, scene.bound, [("last_name", "AUTRE")])
    assert scene.house.find.document(colleague, scene.bound)
    assert scene.house.find.document(stranger, scene.unmatched)
    everything = {hit.document for hit in scene.house.search.pages(LOCAL, question("")).hits}
    found = {hit.document for hit in scene.house.search.pages(stranger, question("")).hits}
    assert scene.bound in everything - found
    assert scene.unmatched in found
    shown = {view.document.id for view in scene.house.find.batches(stranger, scene.batch)[0].documents}
    assert scene.bound not in shown
    assert scene.unmatched in shown


def test_a_grant_for_a_basket_reaches_its_cases_only(scene: Scene) -> None:
    """A caseworker of one basket sees the cases that lie in it."""
    basket = scene.house.find.case(LOCAL, scene.first).case.basket
    shown = scene.house.find.cases(narrow(basket=basket), CaseQuery())
    assert shown
    assert {file.case.basket for file in shown} == {basket}


def test_who_may_not_read_documents_does_not_read_them_in_a_batch(scene: Scene) -> None:
    """An administrator watches batches by their counts; what the documents say stays closed to that role."""
    views = scene.house.find.batches(someone("admin", Role.ADMINISTRATOR))
    assert views
    assert all(view.documents == () for view in views)
    assert any(count for view in views for _, count in view.waiting)


# ---------------------------------------------------------------- looks
SEEN: dict[str, Callable[[Scene, Actor], object]] = {
    Act.DOCUMENT_VIEW: lambda s, a: s.house.find.document(a, s.secret),
    Act.CASE_VIEW: lambda s, a: s.house.find.case(a, s.secret_case),
    Act.SEARCH: lambda s, a: s.house.search.pages(a, question(SECRET)),
}


def looks(scene: Scene, document: DocumentId, act: str) -> int:
    """Count the looks at a document that stand in the log."""
    with scene.house.records.reading() as uow:
        return sum(event.act == act for event in uow.events.of_subject(f"document:{document}"))


@pytest.mark.parametrize("act", SEEN)
def test_each_look_at_a_confidential_document_is_written_down(scene: Scene, act: str) -> None:
    """Who opens, finds or sees in its case a document that is not open to all stands in the log, each time."""
    before = looks(scene, scene.secret, act)
    for _ in range(2):
        SEEN[act](scene, INSIDER)
    assert looks(scene, scene.secret, act) == before + 2


def test_looks_at_what_is_open_are_not_written_down(scene: Scene) -> None:
    """The log does not fill with looks at documents that are open to all."""
    scene.house.find.document(INSIDER, scene.bound)
    assert looks(scene, scene.bound, Act.DOCUMENT_VIEW) == 0
