"""Fifty people at once on ten thousand cases and a hundred thousand indexed pages: how long pages and search take.

    python benchmarks/pages.py [--cases 10000] [--pages 100000] [--people 50] [--seconds 60]

The installation is filled once and kept in `.cache/benchmarks`. `casebinder serve` answers in a process of its own, as
it does for a user; each person is a session with a connection of their own, who looks at what their role looks at and
then thinks: between two pages 3 to 8 seconds, between two keys of a word a fifth of one. After a search two of its
pictures are fetched, after a document its page, as a browser does. Prints one JSON object; ends with 1 when a limit is
passed.
"""

import argparse
import asyncio
import json
import os
import random
import re
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import httpx
import psutil
from crowd.filling import CASEBINDER, SEED, TODAY, filled, person

from bootstrap.application import open_home
from bootstrap.settings import Settings
from pipeline.model.actor import Role
from pipeline.model.identity import ActorId
from services.access import SYSTEM
from web import cookies

CACHE = Path(__file__).parents[1] / ".cache" / "benchmarks"
THINK, KEY = (3.0, 8.0), 0.2
WARM_SECONDS = 15
PAGE_MS, SEARCH_MS, WEIGHT = 300, 200, 150_000
"""Limits: milliseconds of 95 % of the pages and of the searches; bytes of a page without pictures of documents."""
WORDS = ("certificat", "maladie professionnelle", "salaire", "employeur", "médecin", "date de naissance", "déclaration")
LISTS = ("/cases", "/cases?waiting=us", "/cases?whose=mine", "/cases?basket=complements", "/cases?late=true")
"""Lists of cases as they are asked for: all, ours, my own, one basket, late ones."""
_STATIC = re.compile(r'(?:src|href)="(/static/[^"#]+)')
_PICTURE = re.compile(r'src="(/documents/[^"]+/picture[^"]*)"')
_CASE = re.compile(r'href="(/cases/[A-Z][^"/?#]+)"')
_DOCUMENT = re.compile(r'href="(/documents/[^"/]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request that was answered: kind, milliseconds to the last byte, bytes."""

    kind: str
    milliseconds: float
    size: int


@dataclass(slots=True, kw_only=True)
class Crowd:
    """All that was asked, and what went wrong."""

    answers: list[Asked] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    began: float = 0.0

    def note(self, kind: str, milliseconds: float, size: int) -> None:
        """Keep an answer that was given after the warming up."""
        if time.monotonic() - self.began >= WARM_SECONDS:
            self.answers.append(Asked(kind=kind, milliseconds=milliseconds, size=size))


@dataclass(slots=True, kw_only=True)
class Person:
    """One who works: a connection, a way of drawing, and what the last pages led to."""

    crowd: Crowd
    line: httpx.AsyncClient
    draw: random.Random
    role: Role

    async def get(self, kind: str, address: str) -> str:
        """Ask for a page and read it whole."""
        started = time.perf_counter()
        answer = await self.line.get(address)
        self.crowd.note(kind, (time.perf_counter() - started) * 1000, len(answer.content))
        if answer.status_code != 200:
            self.crowd.wrong.append(f"{answer.status_code} {address}")
            return ""
        return answer.text if kind != "picture" else ""

    async def think(self) -> None:
        """Read what came."""
        await asyncio.sleep(self.draw.uniform(*THINK))

    async def pictures(self, page: str, most: int) -> None:
        """Fetch what of a page's pictures stands in the window."""
        for address in _PICTURE.findall(page)[:most]:
            await self.get("picture", address.replace("&amp;", "&"))

    async def work(self, until: float) -> None:
        """Do the rounds of the role until the time is over."""
        await asyncio.sleep(self.draw.uniform(0, THINK[1]))
        while time.monotonic() < until:
            async for _ in self.round():
                await self.think()
                if time.monotonic() >= until:
                    return

    async def round(self) -> AsyncIterator[None]:
        """Look once at everything the role looks at."""
        await self.get("home", "/")
        yield
        if self.role is Role.CONTROLLER:
            await self.get("figures", f"/pilot?period={self.draw.choice(('days', 'weeks', 'months'))}")
            yield
            await self.get("figures list", "/pilot/cases?due=late")
            yield
        if self.role is Role.OPERATOR:
            await self.get("batches", "/batches?view=all")
            yield
        listed = await self.get("cases", self.draw.choice(LISTS))
        yield
        for address in self.some(_CASE, listed, 2):
            case = await self.get("case", address)
            await self.pictures(case, 1)
            yield
            for paper in self.some(_DOCUMENT, case, 1):
                await self.pictures(await self.get("document", paper), 1)
                yield
        word = self.draw.choice(WORDS)
        for end in range(3, len(word) + 1, 3):
            await self.get("search typing", f"/search/found?q={quote(word[:end])}")
            await asyncio.sleep(KEY)
        await self.pictures(await self.get("search", f"/search?q={quote(word)}"), 2)
        yield

    def some(self, wanted: re.Pattern[str], page: str, count: int) -> Sequence[str]:
        """Draw some of the addresses on a page."""
        found = list(dict.fromkeys(wanted.findall(page)))
        return self.draw.sample(found, min(count, len(found)))


def main() -> int:
    """Fill, serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=60)
    wanted = parser.parse_args()
    home = CACHE / f"home-{wanted.cases}-{wanted.pages}"
    started = time.monotonic()
    filled(home, cases=wanted.cases, pages=wanted.pages, people=wanted.people)
    filling = time.monotonic() - started
    secrets = _sessions(home, wanted.people)
    with _serving(home) as (address, server):
        crowd, weights, used = asyncio.run(_ask(address, server, secrets, wanted.seconds))
    answer = {
        "cases": wanted.cases,
        "pages": wanted.pages,
        "people": wanted.people,
        "think_seconds": THINK,
        "filling_seconds": round(filling),
        **_told(crowd, wanted.seconds),
        "weight_bytes": weights,
        "server": used,
        "load_average": round(os.getloadavg()[0], 1),
    }
    missed = _missed(crowd, weights)
    print(json.dumps(answer | {"missed": missed, "is_reached": not missed}, indent=2, ensure_ascii=False))
    return 1 if missed else 0


def _sessions(home: Path, people: int) -> list[str]:
    """Let everybody in, as an identity provider would."""
    with closing(open_home(Settings(home=home), today=TODAY)) as application:
        return [application.sign_in.admit(SYSTEM, ActorId(f"p{n:02}")).secret for n in range(people)]


@contextmanager
def _serving(home: Path) -> Iterator[tuple[str, psutil.Process]]:
    """Serve the installation by the command; end it by its number."""
    words = (CASEBINDER, "--home", str(home), "--today", TODAY.isoformat(), "serve", "--port", "0")
    with (
        (home / "serve.log").open("w") as log,
        subprocess.Popen(words, stdout=subprocess.PIPE, stderr=log, text=True) as ran,
    ):
        try:
            assert ran.stdout is not None
            address = next(found[0] for line in ran.stdout if (found := re.findall(r"http://\S+", line)))
            yield address, psutil.Process(ran.pid)
        finally:
            ran.terminate()
            ran.wait(timeout=30)


async def _ask(
    address: str, server: psutil.Process, secrets: Sequence[str], seconds: int
) -> tuple[Crowd, Mapping[str, int], Mapping[str, float]]:
    crowd = Crowd(began=time.monotonic())
    people = [_person(crowd, address, number, secret) for number, secret in enumerate(secrets)]
    until = crowd.began + WARM_SECONDS + seconds
    before = server.cpu_times()
    await asyncio.gather(*(one.work(until) for one in people))
    after = server.cpu_times()
    spent = after.user + after.system - before.user - before.system
    used = {
        "processor_share": round(spent / (seconds + WARM_SECONDS), 2),
        "megabytes": server.memory_info().rss // 1_000_000,
    }
    weights = await _weights(people)
    for one in people:
        await one.line.aclose()
    return crowd, weights, used


def _person(crowd: Crowd, address: str, number: int, secret: str) -> Person:
    line = httpx.AsyncClient(
        base_url=address,
        cookies={cookies.SESSION: secret},
        timeout=60,
        trust_env=False,
        follow_redirects=True,
        limits=httpx.Limits(keepalive_expiry=60),
    )
    role = person(number).grants[0].role
    return Person(crowd=crowd, line=line, draw=random.Random(SEED + number), role=role)  # noqa: S311


async def _weights(people: Sequence[Person]) -> Mapping[str, int]:
    """Return the bytes of the heaviest page of each kind with all that it loads, pictures of documents left out."""
    chief = next(one for one in people if one.role is Role.CONTROLLER)
    listed = (await chief.line.get("/cases")).text
    case = _CASE.findall(listed)[0]
    paper = _DOCUMENT.findall((await chief.line.get(case)).text)
    found = ("/search", "/search?q=certificat")
    addresses = ["/", "/batches", "/cases", case, *paper[:1], *found, "/pilot", "/pilot/cases"]
    weights = {}
    for address in addresses:
        page = await chief.line.get(address)
        parts = [await chief.line.get(part) for part in dict.fromkeys(_STATIC.findall(page.text))]
        weights[address] = len(page.content) + sum(len(part.content) for part in parts)
    return weights


def _told(crowd: Crowd, seconds: int) -> dict[str, object]:
    by_kind: dict[str, list[float]] = defaultdict(list)
    for asked in crowd.answers:
        by_kind[asked.kind].append(asked.milliseconds)
    return {
        "requests_per_second": round(len(crowd.answers) / seconds, 1),
        "milliseconds": {kind: _spread(every) for kind, every in sorted(by_kind.items())},
        "wrong": crowd.wrong[:10],
    }


def _spread(every: Sequence[float]) -> dict[str, float]:
    cuts = statistics.quantiles(every, n=20) if len(every) > 1 else [every[0]] * 19
    return {"count": len(every), "p50": round(cuts[9], 1), "p95": round(cuts[18], 1), "most": round(max(every), 1)}


def _missed(crowd: Crowd, weights: Mapping[str, int]) -> list[str]:
    """Name what passes its limit; a page that was refused does too."""
    searches = [one.milliseconds for one in crowd.answers if one.kind.startswith("search")]
    pages = [one.milliseconds for one in crowd.answers if not one.kind.startswith("search") and one.kind != "picture"]
    limits = (("pages p95", _spread(pages)["p95"], PAGE_MS), ("search p95", _spread(searches)["p95"], SEARCH_MS))
    missed = [f"{name}: {value} ms, {most} allowed" for name, value, most in limits if value >= most]
    missed += [f"{address}: {size} bytes, {WEIGHT} allowed" for address, size in weights.items() if size >= WEIGHT]
    return missed + crowd.wrong[:3]


if __name__ == "__main__":
    sys.exit(main())
