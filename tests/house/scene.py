"""A house in which something has happened: two cases, papers that wait for a person, and a batch in a closed circle."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from databases import records_in_memory
from house import LOCAL, RULES, House
from sqlalchemy import text
from twins import FailingRecords
from written import BLANK, certificate, declaration, identity, letter, mystery, person

from adapters.records.schema.whole import metadata
from adapters.records.unit import SqlRecords
from adapters.rule_files import read_rules
from casebinder.model.request import Standing
from pipeline.model.account import TokenId
from pipeline.model.actor import Actor, Grant, Role, Scope
from pipeline.model.doubt import Answer
from pipeline.model.identity import ActorId, BatchId, Circle, Digest, DocumentId, FileId, PageId, PartyId
from pipeline.model.states import DocumentState
from pipeline.refusals import reason, refused
from services.access import SYSTEM
from services.capture.failures import FailedKind
from services.cases.casework import Casework
from services.desk.baskets import Choice
from services.instruments.figures import Period
from services.looking.board import OPEN
from services.ports.case_records import CaseQuery
from services.ports.figure_records import CaseChoice
from services.ports.search import SearchQuery
from services.ports.uploads import PromisedFile
from services.rules.files import RuleFile
from services.rules.rulebook import Rulebook
from services.units import Held, Holder
from services.upkeep.rebuild import Rebuild

CLOSED = Circle("health")
EVERY_ROLE = tuple(Grant(role=role) for role in Role if role is not Role.SYSTEM)
INSIDER = Actor(id=ActorId("insider"), name="insider", grants=EVERY_ROLE, circles=(Circle("open"), CLOSED))
SECRET = "bronchopneumopathie"
"""A word that stands only on a page of the closed circle."""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What the house holds, by name."""

    house: House
    batch: BatchId
    first: str
    second: str
    bound: DocumentId
    waiting: DocumentId
    doubtful: DocumentId
    long: DocumentId
    unmatched: DocumentId
    halves: tuple[DocumentId, DocumentId]
    secret_batch: BatchId
    secret_case: str
    secret: DocumentId
    received: BatchId
    held: Held
    damaged: FileId
    loose: PageId
    """A page in no document."""
    asked: str
    """A case with a drafted letter."""
    queued: str
    """A case whose letter waits for the sender."""
    corrected: DocumentId
    """A document with a correction that can be taken back."""
    cut: DocumentId
    """A document behind a blank page, whose cut is in doubt."""
    member: DocumentId
    """A paper with a doubt, of a person the members know."""
    task: str
    """A task of the first case."""
    secret_of_session: str
    token: TokenId


def closed_batch_class() -> RuleFile:
    """Return the batch class `confidential`: as `mailroom`, in the closed circle."""
    (mailroom,) = read_rules((RULES / "batches" / "mailroom.yaml",))
    changed = mailroom.text.replace("batch_class: mailroom", "batch_class: confidential")
    return rule_file(changed.replace("circle: open", f"circle: {CLOSED}"))


def changed_batch_class() -> RuleFile:
    """Return a batch class that is not in force yet."""
    return rule_file(closed_batch_class().text.replace("2026.2", "2026.9"))


def careful_batch_class() -> RuleFile:
    """Return the batch class `careful`: as `scanner_stack`, where a cut at a blank page is a doubt."""
    (stack,) = read_rules((RULES / "batches" / "scanner_stack.yaml",))
    changed = stack.text.replace("batch_class: scanner_stack", "batch_class: careful")
    return rule_file(changed.replace("cut_confidence: 0.8", "cut_confidence: 0.9"))


def rule_file(content: str, kind: str = "batch") -> RuleFile:
    """Return a text as a rule file."""
    digest = Digest("sha256:" + hashlib.sha256(content.encode()).hexdigest())
    return RuleFile(kind=kind, name=f"{kind}.yaml", text=content, digest=digest)


def reference_of(house: House, document: DocumentId) -> str:
    """Return the reference of the case a document is bound to."""
    with house.records.reading() as uow:
        case = uow.cases.of_document(document)
    assert case is not None
    return case.reference


def set_up(records: SqlRecords, folder: Path) -> Scene:
    """Let it happen."""
    house = House(records, folder)
    house.administer.add_actor(SYSTEM, INSIDER)
    house.rulebook.publish(SYSTEM, (closed_batch_class(),))
    sheets = "single_sheets"
    batch = house.captured(
        "a.pdf", declaration(1), certificate(1), identity(1), letter(), mystery(), batch_class=sheets
    )
    other = house.captured("b.pdf", declaration(2), batch_class=sheets)
    doubtful = house.captured("d.pdf", ("class bank_details", "holder: x", "iban?: FR7630006000011234567890189"))
    long = house.captured("l.pdf", letter("page one"), letter("page two"))
    pair = house.captured("c.pdf", letter("one"), letter("two"), batch_class=sheets)
    secret = house.take_in(house.file("s.pdf", (*declaration(3), SECRET)), batch_class="confidential", actor=INSIDER)
    house.run(secret.batch)
    asked, queued = (
        house.desk.open_case(LOCAL, "occupational_disease", [("employment", "employee")]) for _ in range(2)
    )
    house.correspond.request(LOCAL, asked)
    house.correspond.request(LOCAL, queued)
    house.correspond.send(LOCAL, queued)
    house.reader.refusals["x.pdf"] = refused(reason("damaged"))
    damaged = house.find.batches(LOCAL, house.captured("x.pdf"))[0].files[0].id
    loose = house.find.batches(LOCAL, house.captured("w.pdf", BLANK))[0].pages[0].id
    house.import_members({5: 4})
    member = house.captured("m.pdf", ("class medical_certificate", "last_name?: CCCOTIN"), batch_class=sheets)
    task = house.on_cases.notes.give(LOCAL, reference_of(house, house.documents(batch)[0].id), "call back")
    received = house.take_in(house.file("r.pdf", letter("later"), BLANK)).batch
    held = house.capture.take(SYSTEM, received, Holder(name="w-1", lease_seconds=90))
    assert isinstance(held, Held)
    documents = house.documents(batch)
    corrected = house.documents(house.captured("e.pdf", ("class bank_details", "iban?: x")))[0].id
    house.verify.correct(LOCAL, corrected, [("holder", "DURAND")])
    house.rulebook.publish(SYSTEM, (careful_batch_class(),))
    stack = house.captured("k.pdf", letter("one"), BLANK, letter("two"), batch_class="careful")
    return Scene(
        house=house,
        batch=batch,
        first=reference_of(house, documents[0].id),
        second=reference_of(house, house.documents(other)[0].id),
        bound=documents[2].id,
        waiting=next(d.id for d in documents if d.state is DocumentState.IN_QUEUE),
        doubtful=house.documents(doubtful)[0].id,
        long=house.documents(long)[0].id,
        unmatched=next(d.id for d in documents if d.state is DocumentState.UNMATCHED),
        halves=(house.documents(pair)[0].id, house.documents(pair)[1].id),
        secret_batch=secret.batch,
        secret_case=reference_of(house, house.documents(secret.batch)[0].id),
        secret=house.documents(secret.batch)[0].id,
        received=received,
        damaged=damaged,
        loose=loose,
        held=held,
        asked=asked,
        queued=queued,
        corrected=corrected,
        cut=house.documents(stack)[1].id,
        member=house.documents(member)[0].id,
        task=task,
        **_let_in(house),
    )


def _let_in(house: House) -> dict[str, object]:
    """Give the insider an account, a session and a token."""
    house.accounts.open(SYSTEM, INSIDER.id)
    entered = house.sign_in.admit(SYSTEM, INSIDER.id)
    made = house.tokens.make(SYSTEM, INSIDER.id, title="scanner", scopes=(Scope.SUBMIT,))
    return {"secret_of_session": entered.secret, "token": made.token.id}


def party_of(house: House, reference: str) -> PartyId:
    """Return the party of a case."""
    party = house.find.case(LOCAL, reference).case.party
    assert party is not None
    return party


Call = Callable[[Scene, Actor], object]


def question(words: str, *, case: str | None = None) -> SearchQuery:
    """Ask for words; the service itself says what the asker may see."""
    return SearchQuery(text=words, visibility=None, case=case)  # type: ignore[arg-type]


def someone_new() -> Actor:
    """Return one who may be added."""
    return Actor(id=ActorId("new"), name="new", grants=(Grant(role=Role.EXPERT),))


def call_recount(scene: Scene, actor: Actor) -> object:
    """Recount a batch."""
    view = scene.house.find.batches(LOCAL, scene.batch)[0]
    return scene.house.find.recount(actor, view)


def call_take(scene: Scene, actor: Actor) -> object:
    """Take a unit of a batch that has one again."""
    scene.house.gone.add("w-1")
    try:
        return scene.house.capture.take(actor, scene.received, Holder(name="w-2", lease_seconds=90))
    finally:
        scene.house.gone.clear()


def call_remind(scene: Scene, actor: Actor) -> object:
    """Remind as on a day on which letters are due."""
    before = scene.house.clock.instant
    scene.house.clock.pass_days(8)
    try:
        return scene.house.correspond.remind(actor)
    finally:
        scene.house.clock.instant = before


def call_rebuild(scene: Scene, actor: Actor) -> object:
    """Rebuild into an empty database that fails as the scene's does."""
    house = scene.house
    opened = records_in_memory()
    records = FailingRecords(opened)
    records.is_failing = house.records.is_failing
    casework = Casework(Rulebook(records, house.clock), house.clock, house.ids)
    rebuild = Rebuild(records, house.store, house.snapshots, casework, house.clock, house.ids)
    try:
        return rebuild.from_store(actor)
    finally:
        house.records.refused += records.refused
        opened.close()


def begun(scene: Scene, actor: Actor, *, size: int = 0) -> str:
    """Return the name of an upload of the actor's."""
    file = PromisedFile(name=f"{actor.id}.pdf", size=size)
    return scene.house.uploads.begin(actor, [file], batch_class="mailroom").upload.id


def call_by_row(scene: Scene, actor: Actor) -> object:
    """Settle by a row of a reference table."""
    settle, number = scene.house.settle, person(5)[3].partition(": ")[2]
    return settle.settle_by_row(actor, scene.member, "last_name", table="members", key=number)


CALLS: Mapping[str, Call] = {
    "Accounts.people": lambda s, a: s.house.accounts.people(a),
    "Accounts.person": lambda s, a: s.house.accounts.person(a, INSIDER.id),
    "Accounts.grant_limits": lambda s, a: s.house.accounts.grant_limits(a),
    "Accounts.invite": lambda s, a: s.house.accounts.invite(a, someone_new()),
    "Accounts.open": lambda s, a: s.house.accounts.open(a, INSIDER.id),
    "Accounts.open_first": lambda s, a: s.house.accounts.open_first(a, INSIDER.id),
    "Accounts.close": lambda s, a: s.house.accounts.close(a, INSIDER.id),
    "Accounts.reopen": lambda s, a: s.house.accounts.reopen(a, INSIDER.id),
    "Administer.add_actor": lambda s, a: s.house.administer.add_actor(a, someone_new()),
    "Administer.import_reference": lambda s, a: s.house.administer.import_reference(a, "own", "a,b\n1,2\n", where="-"),
    "Capture.ready": lambda s, a: s.house.capture.ready(a, s.received),
    "Capture.is_shared": lambda s, a: s.house.capture.is_shared(a, s.received, Holder(name="w-2", lease_seconds=90)),
    "Capture.take": call_take,
    "Capture.perform": lambda s, a: s.house.capture.perform(a, s.held),
    "Capture.give_back": lambda s, a: s.house.capture.give_back(a, s.held),
    "Capture.retry": lambda s, a: s.house.capture.retry(a, s.batch),
    "Correspond.request": lambda s, a: s.house.correspond.request(a, s.first),
    "Correspond.send": lambda s, a: s.house.correspond.send(a, s.asked),
    "Correspond.withdraw": lambda s, a: s.house.correspond.withdraw(a, s.asked),
    "Correspond.remind": call_remind,
    "Correspond.letters": lambda s, a: s.house.correspond.letters(a, tuple(Standing)),
    "Correspond.letter": lambda s, a: s.house.correspond.letter(a, s.asked),
    "Dispatch.send": lambda s, a: s.house.dispatch.send(a),
    "Desk.open_case": lambda s, a: s.house.desk.open_case(a, "occupational_disease", ()),
    "Desk.set_facts": lambda s, a: s.house.desk.set_facts(a, s.first, [("employment", "agency")]),
    "Desk.accept": lambda s, a: s.house.desk.accept(a, s.first, "identity", s.bound),
    "Desk.refuse": lambda s, a: s.house.desk.refuse(a, s.first, "identity", s.bound),
    "Desk.waive": lambda s, a: s.house.desk.waive(a, s.first, "identity", reason="known"),
    "Desk.move": lambda s, a: s.house.desk.move(a, s.first, s.bound, s.second),
    "Desk.decide": lambda s, a: s.house.desk.decide(a, s.first, "approved", reason="plain"),
    "Desk.repin": lambda s, a: s.house.desk.repin(a, s.first, "2026.2"),
    "Desk.assign": lambda s, a: s.house.desk.assign(a, s.first, ActorId("basket:control")),
    "Failures.listed": lambda s, a: s.house.failures.listed(a),
    "Failures.count": lambda s, a: s.house.failures.count(a),
    "Failures.retry": lambda s, a: s.house.failures.retry(a, FailedKind.FILE, s.damaged),
    "Failures.dismiss": lambda s, a: s.house.failures.dismiss(a, FailedKind.FILE, s.damaged, reason="known"),
    "Baskets.listed": lambda s, a: s.house.on_cases.baskets.listed(a, Choice()),
    "Parties.found": lambda s, a: s.house.on_cases.parties.found(a, "nir"),
    "Parties.shown": lambda s, a: s.house.on_cases.parties.shown(a, party_of(s.house, s.first)),
    "Export.case": lambda s, a: s.house.on_cases.export.case(a, s.first),
    "Look.words": lambda s, a: s.house.look.words(a, s.bound, "nom"),
    "Notes.note": lambda s, a: s.house.on_cases.notes.note(a, s.first, "telephoned"),
    "Notes.give": lambda s, a: s.house.on_cases.notes.give(a, s.first, "call back"),
    "Notes.done": lambda s, a: s.house.on_cases.notes.done(a, s.first, s.task),
    "Notes.mine": lambda s, a: s.house.on_cases.notes.mine(a),
    "Notes.waiting": lambda s, a: s.house.on_cases.notes.waiting(a),
    "Notes.team": lambda s, a: s.house.on_cases.notes.team(a, s.first),
    "Find.batches": lambda s, a: s.house.find.batches(a),
    "Find.recount": call_recount,
    "Find.document": lambda s, a: s.house.find.document(a, s.bound),
    "Find.source": lambda s, a: s.house.find.source(a, s.bound),
    "Look.page": lambda s, a: s.house.look.page(a, s.loose, width=200),
    "Look.picture": lambda s, a: s.house.look.picture(a, s.bound, 3, width=200),
    "Rulebook.batch_classes": lambda s, a: s.house.rulebook.batch_classes(a),
    "Look.upright": lambda s, a: s.house.look.upright(a, s.bound, 3, width=200),
    "Rulebook.titles": lambda s, a: s.house.rulebook.titles(a),
    "Rulebook.kind": lambda s, a: s.house.rulebook.kind(a, s.house.find.case(LOCAL, s.first).case.rules_digest),
    "Find.rendition": lambda s, a: s.house.find.rendition(a, s.bound),
    "Find.case": lambda s, a: s.house.find.case(a, s.first, on=s.house.clock.today() + timedelta(days=9)),
    "Find.cases": lambda s, a: s.house.find.cases(a, CaseQuery()),
    "Search.as_typed": lambda s, a: s.house.search.as_typed(a, question("Mad"), {}),
    "Explain.explain": lambda s, a: s.house.explain.explain(a, question("Madame"), s.bound),
    "Figures.dashboard": lambda s, a: s.house.figures.dashboard(a, Period.WEEKS),
    "Figures.cases": lambda s, a: s.house.figures.cases(a, CaseChoice()),
    "Figures.by_hand": lambda s, a: s.house.figures.by_hand(a, Period.WEEKS),
    "Figures.failed": lambda s, a: s.house.figures.failed(a),
    "Figures.people": lambda s, a: s.house.figures.people(a),
    "Figures.aged": lambda s, a: s.house.figures.aged(a, 0, 7),
    "Figures.opened": lambda s, a: s.house.figures.opened(a, Period.DAYS),
    "Figures.due": lambda s, a: s.house.figures.due(a, None, is_late=True),
    "Reassign.reassign": lambda s, a: s.house.reassign.reassign(a, [s.first], ActorId("basket:control"), reason="x"),
    "Search.pages": lambda s, a: s.house.search.pages(a, question("Madame")),
    "Ledger.seal": lambda s, a: s.house.ledger.seal(a),
    "Ledger.verify": lambda s, a: s.house.ledger.verify(a),
    "Overview.line": lambda s, a: s.house.overview.line(a, s.batch),
    "Overview.board": lambda s, a: s.house.overview.board(a, OPEN),
    "Project.drain": lambda s, a: s.house.project.drain(a),
    "Project.catch_up": lambda s, a: s.house.project.catch_up(a),
    "Project.reindex": lambda s, a: s.house.project.reindex(a),
    "Receive.receive": lambda s, a: s.house.take_in(s.house.file("n.pdf", letter("new")), actor=a),
    "Project.start_over": lambda s, a: s.house.project.start_over(a),
    "Rebuild.from_store": call_rebuild,
    "Recover.unfinished": lambda s, a: s.house.recover.unfinished(a),
    "Recover.ready": lambda s, a: s.house.recover.ready(a),
    "Recover.is_in_hand": lambda s, a: s.house.recover.is_in_hand(a, s.received),
    "Recover.is_working": lambda s, a: s.house.recover.is_working(a, s.received),
    "Rulebook.check": lambda s, a: s.house.rulebook.check(a, (closed_batch_class(),)),
    "Rulebook.publish": lambda s, a: s.house.rulebook.publish(a, (changed_batch_class(),)),
    "SignIn.enter": lambda s, a: s.house.sign_in.enter(a, "insider", "not the password"),
    "SignIn.admit": lambda s, a: s.house.sign_in.admit(a, INSIDER.id),
    "SignIn.resume": lambda s, a: s.house.sign_in.resume(a, s.secret_of_session),
    "SignIn.leave": lambda s, a: s.house.sign_in.leave(a, s.secret_of_session),
    "SignIn.change_password": lambda s, a: s.house.sign_in.change_password(a, "not the password", "another"),
    "Foresee.impact": lambda s, a: s.house.foresee.impact(a, ()),
    "Sweep.sweep": lambda s, a: s.house.sweep.sweep(a),
    "Tokens.listed": lambda s, a: s.house.tokens.listed(a),
    "Tokens.make": lambda s, a: s.house.tokens.make(a, INSIDER.id, title="scanner", scopes=(Scope.READ,)),
    "Tokens.revoke": lambda s, a: s.house.tokens.revoke(a, s.token),
    "Tokens.bearer": lambda s, a: s.house.tokens.bearer(a, "cb_nothing"),
    "Uploads.begin": begun,
    "Uploads.under_way": lambda s, a: s.house.uploads.under_way(a),
    "Uploads.shown": lambda s, a: s.house.uploads.shown(a, begun(s, a)),
    "Uploads.append": lambda s, a: s.house.uploads.append(a, begun(s, a), 1, b"", at=0),
    "Uploads.finish": lambda s, a: s.house.uploads.finish(a, begun(s, a)),
    "Uploads.abandon": lambda s, a: s.house.uploads.abandon(a, begun(s, a)),
    "Uploads.clear": lambda s, a: s.house.uploads.clear(a),
    "Doubts.waiting": lambda s, a: s.house.doubts.waiting(a),
    "Doubts.queues": lambda s, a: s.house.doubts.queues(a),
    "Doubts.take_next": lambda s, a: s.house.doubts.take_next(a),
    "Doubts.take": lambda s, a: s.house.doubts.take(a, s.doubtful),
    "Doubts.give_back": lambda s, a: s.house.doubts.give_back(a, s.doubtful),
    "Doubts.skip": lambda s, a: s.house.doubts.skip(a, s.doubtful),
    "Doubts.on_desk": lambda s, a: s.house.doubts.on_desk(a, s.doubtful),
    "Doubts.words": lambda s, a: s.house.doubts.words(a, s.doubtful, 1),
    "Doubts.suggest": lambda s, a: s.house.doubts.suggest(a, s.doubtful, "holder", "a"),
    "Settle.settle": lambda s, a: s.house.settle.settle(a, s.doubtful, [Answer(doubt="field.holder", text="y")]),
    "Settle.settle_by_row": call_by_row,
    "Verify.correct": lambda s, a: s.house.verify.correct(a, s.bound, [("last_name", "AUTRE")]),
    "Verify.set_class": lambda s, a: s.house.verify.set_class(a, s.waiting, "letter"),
    "Verify.release": lambda s, a: s.house.verify.release(a, s.doubtful),
    "Recut.split": lambda s, a: s.house.recut.split(a, s.long, 2),
    "Recut.merge": lambda s, a: s.house.recut.merge(a, *s.halves),
    "Recut.reject": lambda s, a: s.house.recut.reject(a, s.bound, 1),
    "Recut.reorder": lambda s, a: s.house.recut.reorder(a, s.long, (2, 1)),
    "Recut.move_page": lambda s, a: s.house.recut.move_page(a, s.halves[0], 1, s.halves[1]),
    "Recut.rotate": lambda s, a: s.house.recut.rotate(a, s.long, 1, 90),
    "Recut.confirm_cut": lambda s, a: s.house.recut.confirm_cut(a, s.cut),
    "Cuts.stack": lambda s, a: s.house.cuts.stack(a, s.long),
    "Cuts.waiting": lambda s, a: s.house.cuts.waiting(a),
    "Cuts.pair": lambda s, a: s.house.cuts.pair(a),
    "Undo.undoable": lambda s, a: s.house.undo.undoable(a, s.corrected),
    "Undo.undo": lambda s, a: s.house.undo.undo(a, s.corrected),
}
"""One call of every act, by class and method: all of them can be done in the scene by one who may."""


def snapshot(records: SqlRecords) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table."""
    with records._engine.connect() as connection:
        names = [table.name for table in metadata.sorted_tables]
        return {name: sorted(map(tuple, connection.execute(text(f"SELECT * FROM {name}"))), key=repr) for name in names}
