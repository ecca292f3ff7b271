"""Accounts, sessions and tokens: who is let in, for how long, and what is never told or kept."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from databases import records_in_memory
from house import LOCAL, House, someone
from hypothesis import given
from hypothesis import strategies as st

from pipeline.accounts import LEAST_LENGTH, LOCKED, LONGEST_SESSION, MOST_FAILURES, ONE_TIME_LASTS, weakness
from pipeline.errors import NoRight, NotFound, NotPossible, WrongUsage
from pipeline.model.actor import Actor, Grant, Role, Scope
from pipeline.model.identity import ActorId
from pipeline.rights import MATRIX, OWN, SCOPES, Act
from services.access import SYSTEM
from services.people.sign_in import IDLE, Changed, Denied, Entered

NEW = "quatre chevaux sans agrafe"
CLERK = someone("c.madec", Role.CASEWORKER)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Yield a house in which a clerk may act and has no account yet."""
    records = records_in_memory()
    made = House(records, tmp_path)
    made.administer.add_actor(LOCAL, CLERK)
    yield made
    records.close()


def entered(house: House, name: str, password: str) -> Entered:
    """Sign in, which must succeed."""
    outcome = house.sign_in.enter(SYSTEM, name, password)
    assert isinstance(outcome, Entered)
    return outcome


def settled(house: House) -> str:
    """Open the clerk's account and change its password to NEW; return the session's secret."""
    given_once = house.accounts.open(LOCAL, CLERK.id)
    secret = entered(house, CLERK.id, given_once).secret
    actor = house.sign_in.resume(SYSTEM, secret).actor
    assert isinstance(house.sign_in.change_password(actor, given_once, NEW, secret=secret), Changed)
    return secret


def is_denied(house: House, name: str, password: str) -> bool:
    """Return whether a name and password open nothing."""
    return isinstance(house.sign_in.enter(SYSTEM, name, password), Denied)


# ---------------------------------------------------------------- the password for one use
def test_a_password_for_one_use_opens_nothing_but_its_change(house: House) -> None:
    """With the password an administrator gave one may do no act but change it."""
    given_once = house.accounts.open(LOCAL, CLERK.id)
    present = entered(house, CLERK.id, given_once).present
    assert present.is_one_time
    assert present.actor.scopes == (Scope.ENTRANCE,)
    with pytest.raises(NoRight):
        house.find.batches(present.actor)
    assert isinstance(house.sign_in.change_password(present.actor, given_once, NEW), Changed)
    present = entered(house, CLERK.id, NEW).present
    assert not present.is_one_time
    assert house.find.batches(present.actor) == ()
    assert is_denied(house, CLERK.id, given_once)


def test_a_password_for_one_use_is_over_after_three_days(house: House) -> None:
    """One that lay about is worth nothing."""
    given_once = house.accounts.open(LOCAL, CLERK.id)
    house.clock.pass_time(ONE_TIME_LASTS + timedelta(seconds=1))
    assert is_denied(house, CLERK.id, given_once)


def test_the_first_account_is_opened_once(house: House) -> None:
    """Setting up gives one password for the first administrator, and never another."""
    assert house.accounts.open_first(SYSTEM, LOCAL.id)
    assert house.accounts.open_first(SYSTEM, LOCAL.id) is None


# ---------------------------------------------------------------- trying
def test_five_failures_lock_a_name_for_a_while(house: House) -> None:
    """After five failures in a row even the right password waits; then it opens, and failures count anew."""
    settled(house)
    for _ in range(MOST_FAILURES):
        assert is_denied(house, CLERK.id, "wrong")
    assert is_denied(house, CLERK.id, NEW)
    house.clock.pass_time(LOCKED)
    assert not is_denied(house, CLERK.id, NEW)
    assert is_denied(house, CLERK.id, "wrong")
    assert not is_denied(house, CLERK.id, NEW)


def test_unknown_and_known_names_answer_alike(house: House) -> None:
    """Neither words nor lock give away whether there is an account of that name."""
    settled(house)
    answers = {
        name: [house.sign_in.enter(SYSTEM, name, "wrong") for _ in range(MOST_FAILURES + 1)]
        for name in (CLERK.id, "nobody.at.all")
    }
    known, unknown = answers.values()
    assert known == unknown
    assert len({answer.reason.en for answer in known}) == 2


def test_no_secret_is_kept(house: House) -> None:
    """Neither password nor session nor token can be read back from the records, nor a password typed as a name."""
    secret, slip = settled(house), "mon mot de passe par erreur"
    assert is_denied(house, slip, "")
    token = house.tokens.make(LOCAL, CLERK.id, title="scanner", scopes=(Scope.READ,)).secret
    with house.records.inner._engine.connect() as connection:
        dump = "\n".join(connection.connection.driver_connection.iterdump())
    assert CLERK.id in dump
    assert [kept for kept in (NEW, secret, token, slip) if kept in dump] == []


# ---------------------------------------------------------------- staying
def test_a_session_ends_by_itself(house: House) -> None:
    """Nothing done for half an hour, or half a day gone by at work: one has to sign in again."""
    secret = settled(house)
    house.clock.pass_time(IDLE + timedelta(seconds=1))
    assert house.sign_in.resume(SYSTEM, secret) is None
    secret = entered(house, CLERK.id, NEW).secret
    for _ in range(LONGEST_SESSION // (IDLE / 2)):
        present = house.sign_in.resume(SYSTEM, secret)
        house.clock.pass_time(IDLE / 2)
    assert present
    assert house.sign_in.resume(SYSTEM, secret) is None


def test_who_goes_on_working_stays_in(house: House) -> None:
    """Each act puts the end off."""
    secret = settled(house)
    for _ in range(8):
        house.clock.pass_time(IDLE - timedelta(minutes=1))
        assert house.sign_in.resume(SYSTEM, secret)


def test_a_page_that_looks_by_itself_keeps_nobody_in(house: House) -> None:
    """A board left open on a screen is shown as long as the session lasts, and does not lengthen it."""
    secret = settled(house)
    for _ in range(3):
        assert house.sign_in.resume(SYSTEM, secret, is_act=False)
        house.clock.pass_time(IDLE / 3)
    house.clock.pass_time(timedelta(seconds=1))
    assert house.sign_in.resume(SYSTEM, secret, is_act=False) is None


def test_what_ends_sessions(house: House) -> None:
    """Signing out ends one session; a new password the others; a closed account and another password all."""
    first, second = settled(house), entered(house, CLERK.id, NEW).secret
    house.sign_in.leave(CLERK, first)
    assert house.sign_in.resume(SYSTEM, first) is None
    third = entered(house, CLERK.id, NEW).secret
    assert isinstance(house.sign_in.change_password(CLERK, NEW, NEW + " neuve", secret=third), Changed)
    assert house.sign_in.resume(SYSTEM, second) is None
    assert house.sign_in.resume(SYSTEM, third)
    house.accounts.close(LOCAL, CLERK.id)
    assert house.sign_in.resume(SYSTEM, third) is None
    assert is_denied(house, CLERK.id, NEW + " neuve")
    house.accounts.reopen(LOCAL, CLERK.id)
    fourth = entered(house, CLERK.id, NEW + " neuve").secret
    house.accounts.open(LOCAL, CLERK.id)
    assert house.sign_in.resume(SYSTEM, fourth) is None


def test_an_account_ends_on_its_last_day(house: House) -> None:
    """The day after the last one neither password nor session opens."""
    last = house.clock.today() + timedelta(days=1)
    given_once = house.accounts.open(LOCAL, CLERK.id, ends_on=last)
    secret = entered(house, CLERK.id, given_once).secret
    assert isinstance(house.sign_in.change_password(CLERK, given_once, NEW, secret=secret), Changed)
    house.clock.pass_time(timedelta(days=1))
    later = entered(house, CLERK.id, NEW).secret
    house.clock.pass_time(timedelta(days=1))
    assert is_denied(house, CLERK.id, NEW)
    assert house.sign_in.resume(SYSTEM, later) is None


# ---------------------------------------------------------------- who gives what
def test_the_role_of_the_system_is_nobodys(house: House) -> None:
    """An administrator can neither give it, sign in as it, nor make a token for it."""
    admin = someone("admin", Role.ADMINISTRATOR)
    takeover = Actor(id=ActorId("admin"), name="admin", grants=(Grant(role=Role.SYSTEM),))
    for act in (
        lambda: house.administer.add_actor(admin, takeover),
        lambda: house.administer.add_actor(admin, Actor(id=SYSTEM.id, name="x", grants=())),
        lambda: house.accounts.invite(admin, takeover),
        lambda: house.accounts.open(admin, SYSTEM.id),
        lambda: house.tokens.make(admin, SYSTEM.id, title="x", scopes=(Scope.READ,)),
    ):
        with pytest.raises(NotPossible) as refused:
            act()
        assert refused.value.code == "role_of_the_system"


def test_nobody_closes_their_own_account(house: House) -> None:
    """The last administrator cannot lock everybody out."""
    with pytest.raises(NotPossible):
        house.accounts.close(LOCAL, LOCAL.id)


def test_an_invitation_is_all_or_nothing(house: House) -> None:
    """A taken or unfit name changes nothing; what was granted stands in the log."""
    with pytest.raises(NotPossible):
        house.accounts.invite(LOCAL, CLERK)
    with pytest.raises(WrongUsage):
        house.accounts.invite(LOCAL, someone("two words", Role.EXPERT))
    house.accounts.invite(LOCAL, someone("new", Role.EXPERT, circles=("open", "health")))
    with house.records.reading() as uow:
        acts = [event.act for event in uow.events.of_subject("actor:new")]
        details = [event.detail for event in uow.events.of_subject("actor:new")]
    assert acts == [Act.ACTOR_ADD, Act.ACCOUNT_OPEN]
    assert "health" in details[0]


# ---------------------------------------------------------------- tokens
def test_a_token_acts_within_its_scopes_and_grants(house: House) -> None:
    """A program may do what both its token and the one it acts as allow, and no more."""
    made = house.tokens.make(LOCAL, CLERK.id, title="scanner", scopes=(Scope.READ,))
    actor = house.tokens.bearer(SYSTEM, made.secret)
    assert house.find.batches(actor) == ()
    with pytest.raises(NoRight):
        house.desk.open_case(actor, "occupational_disease", ())
    wide = house.tokens.bearer(SYSTEM, house.tokens.make(LOCAL, CLERK.id, title="x", scopes=tuple(Scope)).secret)
    assert Scope.ENTRANCE not in wide.scopes
    assert house.desk.open_case(wide, "occupational_disease", ())
    with pytest.raises(NoRight):
        house.accounts.people(wide)
    with pytest.raises(NoRight):
        house.sign_in.change_password(wide, "a", "b")


def test_a_token_ends(house: House) -> None:
    """Revoked, past its day, or of a closed account, a token opens nothing; nor does a word that is none."""
    settled(house)
    day = house.clock.today()
    made = [house.tokens.make(LOCAL, CLERK.id, title="x", scopes=(Scope.READ,), ends_on=end) for end in (None, day)]
    assert all(house.tokens.bearer(SYSTEM, one.secret) for one in made)
    house.tokens.revoke(LOCAL, made[0].token.id)
    house.tokens.revoke(LOCAL, made[0].token.id)
    house.clock.pass_time(timedelta(days=1))
    assert [house.tokens.bearer(SYSTEM, one.secret) for one in made] == [None, None]
    third = house.tokens.make(LOCAL, CLERK.id, title="x", scopes=(Scope.READ,)).secret
    assert house.tokens.bearer(SYSTEM, third)
    house.accounts.close(LOCAL, CLERK.id)
    assert house.tokens.bearer(SYSTEM, third) is None
    assert house.tokens.bearer(SYSTEM, "cb_nothing") is None


def test_a_token_says_what_it_is_for(house: House) -> None:
    """Without a title, a scope or somebody to act as, there is no token."""
    for title, scopes in (("", (Scope.READ,)), ("x", ()), ("x", (Scope.ENTRANCE,))):
        with pytest.raises(WrongUsage):
            house.tokens.make(LOCAL, CLERK.id, title=title, scopes=scopes)
    with pytest.raises(NotFound):
        house.tokens.make(LOCAL, ActorId("nobody"), title="x", scopes=(Scope.READ,))


def test_scopes_leave_out_what_is_done_in_person() -> None:
    """Every act but those of coming in and going out can be done by a token of some scope."""
    given_to_tokens = set().union(*(SCOPES[scope] for scope in Scope if scope is not Scope.ENTRANCE))
    assert set(MATRIX) - given_to_tokens == OWN | {Act.SESSION_BEGIN}


# ---------------------------------------------------------------- passwords
@given(st.text(max_size=LEAST_LENGTH - 1))
def test_a_short_password_is_weak(password: str) -> None:
    """Whatever it is made of, fewer than twelve characters are too few."""
    assert weakness(password, name="c.madec")


@pytest.mark.parametrize("password", ["aaaaaaaaaaaaaaaa", "C.Madec aime le cidre", "x" * 201])
def test_what_is_guessed_is_weak(password: str) -> None:
    """A password that repeats itself, holds the name or is beyond measure is not taken."""
    assert weakness(password, name="c.madec")
    assert weakness(NEW, name="c.madec") is None
