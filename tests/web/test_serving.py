"""The command that serves: it says where, answers, does what follows an act, and ends when told."""

import os
import re
import signal
from contextlib import closing
from pathlib import Path

import httpx
import psutil
import pytest
from installed import Filled
from terminal import Terminal
from waiting import wait_for

from bootstrap.office.pages import address_of
from bootstrap.office.processes import Wishes, office
from bootstrap.running.afterwards import Afterwards
from bootstrap.settings import Settings
from pipeline.model.identity import ActorId

PASSWORD = re.compile(r"[a-z0-9]{5}(-[a-z0-9]{5}){3}")


def test_serving_from_nothing_to_its_end(tmp_path: Path) -> None:
    """In a new home the first administrator is told once; then the pages answer until SIGTERM, which ends well."""
    empty = Terminal(home=tmp_path / "home")
    served = empty.start("serve", "--port", "0")
    try:
        wait_for(lambda: "http://" in empty.log.read_text(), "the address of the pages")
        told = empty.log.read_text()
        assert len(PASSWORD.findall(told)) == 1
        address = re.search(r"http://[\d.]+:\d+", told).group()
        assert httpx.get(f"{address}/readyz", trust_env=False, timeout=60).text == "ok"
        wait_for(lambda: len(psutil.Process(served.pid).children()) > 1, "reading processes before any picture")
        taken = empty.run("serve", "--port", address.rpartition(":")[2])
        assert taken.code == 2
        assert address.removeprefix("http://") in taken.err
    finally:
        os.kill(served.pid, signal.SIGTERM)
    assert served.wait() == 0
    assert PASSWORD.search(empty.run("init").out) is None


@pytest.mark.parametrize("numbers", [[signal.SIGHUP], [signal.SIGINT] * 3, [signal.SIGTERM] * 2], ids=str)
def test_serving_ends_well_however_often_it_is_told(tmp_path: Path, numbers: list[signal.Signals]) -> None:
    """A terminal that closes, or Ctrl-C pressed again, ends the pages as SIGTERM does, without a traceback."""
    home = Terminal(home=tmp_path / "home")
    served = home.start("serve", "--port", "0")
    wait_for(lambda: "http://" in home.log.read_text(), "the address of the pages")
    for number in numbers:
        served.send_signal(number)
    assert served.wait(60) == 0
    assert "Traceback" not in home.log.read_text()


def test_an_address_of_another_machine_is_no_busy_port(tmp_path: Path) -> None:
    """Pages are refused at an address this machine has not by that address, not by a port that is free."""
    empty = Terminal(home=tmp_path / "home", environment={"CASEBINDER_WEB_HOST": "not.a.host"})
    for words in ((), ("--host", "192.0.2.1"), ("--host", "a" * 70)):
        refused = empty.run("serve", "--port", "0", *words)
        assert refused.code == 2
        assert f"{words[1] if words else 'not.a.host'} : Cette machine n'a pas cette adresse." in refused.err


def test_an_address_is_written_as_a_browser_takes_it() -> None:
    """What is served everywhere is found on this machine, and an IPv6 address stands in brackets."""
    assert address_of("0.0.0.0", 80) == "http://127.0.0.1:80"
    assert address_of("::", 80) == address_of("::1", 80) == "http://[::1]:80"


def test_what_follows_an_act_is_done_by_the_side(filled: Filled, tmp_path: Path) -> None:
    """After an act told to it, the thread brings the index up to date; it ends when asked."""
    with closing(filled.copied(tmp_path / "home").application()) as application:
        afterwards = Afterwards(application)
        afterwards.begin()
        local = application.actor(ActorId("local"))
        application.desk.set_facts(local, filled.reference, [("employment", "agency")], reason="told")
        with application.records.reading() as uow:
            assert uow.outbox.waiting()
        afterwards.tell()
        afterwards.end()
        with application.records.reading() as uow:
            assert uow.outbox.waiting() == 0


@pytest.mark.parametrize("has_prefect", [True, False])
def test_an_office_has_its_pages(tmp_path: Path, has_prefect: bool) -> None:
    """`up` serves the pages in any case; without Prefect the worker captures inline and nothing is scheduled."""
    laid_out = office(Settings(home=tmp_path), Wishes(port=8123, has_prefect=has_prefect))
    names = [part.name for part in laid_out.parts]
    assert laid_out.pages == "http://127.0.0.1:8123"
    assert ("prefect" in names, "schedules" in names) == (has_prefect, has_prefect)
    assert names[-1] == "pages"
    engines = {part.environment["CASEBINDER_ENGINE"] for part in laid_out.parts if part.name == "worker"}
    assert engines == {"prefect" if has_prefect else "inline"}
