"""The demonstration: draw a batch of synthetic papers, capture it as a user would, and tell what came of it.

It knows the product by its command line alone: `casebinder init`, `reference import`, `submit`, `status`, `case list`,
all with `--json` where an answer is read. Run again it submits the same papers, and nothing may change.
"""

import argparse
import json
import locale
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import prefect_server
from demo_servers import OnServers, on_servers
from demo_summary import Outcome, lines
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[1]
TODAY = "2026-11-22"  # the day the drawn story plays on, so that every run judges alike
ANSWERED, ALL_REFUSED = 0, 3
TABLES = ("members", "suppliers", "orders")
DEALS = 8
"""Orders whose invoices and delivery notes come in; every second one goes as it should."""
INVOICES = "invoices"
"""The folder, and so the batch, in which they come."""
STAGES = {
    "fr": {
        "draw": "Dessin des papiers de la démonstration",
        "server": "Attente du serveur Prefect",
        "batch": "Lot {n} sur {all} : {name}",
        "recount": "Recomptage de chaque page sur les originaux",
    },
    "en": {
        "draw": "Drawing the papers of the demonstration",
        "server": "Waiting for the Prefect server",
        "batch": "Batch {n} of {all}: {name}",
        "recount": "Recounting every page from the originals",
    },
}
"""What is said before each stage that takes a while."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """Where the demonstration lives and how its commands are called."""

    home: Path
    papers: Path
    engine: str
    language: str
    environment: Mapping[str, str]

    def tell(self, stage: str, **values: object) -> None:
        """Say on stderr what begins now."""
        print(STAGES[self.language][stage].format(**values), file=sys.stderr, flush=True)

    def command(self, *words: str) -> list[str]:
        """Return a command line on this installation."""
        casebinder = str(Path(sys.executable).with_name("casebinder"))
        given = ("--home", str(self.home), "--today", TODAY, "--lang", self.language)
        return [casebinder, *words, *given, "--engine", self.engine]

    def run(self, *words: str) -> None:
        """Run a command that shows its progress; its own words for people are left out."""
        done = subprocess.run(
            self.command(*words), env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False
        )
        if done.returncode not in (ANSWERED, ALL_REFUSED):
            raise SystemExit(f"demo: `casebinder {' '.join(words)}` ended with {done.returncode}")

    def ask(self, *words: str) -> dict[str, Any]:
        """Run a command with `--json` and give its answer."""
        done = subprocess.run(
            [*self.command(*words), "--json"],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            check=False,
        )
        if not done.stdout:
            raise SystemExit(f"demo: `casebinder {' '.join(words)}` ended with {done.returncode}")
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer


def main(arguments: Sequence[str] | None = None) -> int:
    """Play the demonstration; 0 when every page is accounted for, whatever the papers lack."""
    wanted = _parser().parse_args(arguments)
    wanted.home = wanted.home or ROOT / "var" / ("demo-servers" if wanted.servers else "demo")
    started = time.monotonic()
    home = wanted.home.resolve()
    with _stage(home, wanted) as server:
        installation = Installation(
            home=home,
            papers=home.with_name(home.name.removesuffix("-servers") + "-papers"),
            engine=wanted.engine,
            language=wanted.lang,
            environment=os.environ | server.environment,
        )
        if not installation.papers.is_dir():
            installation.tell("draw")
            draw(installation.papers)
        if wanted.engine == "prefect":
            installation.tell("server")
        server.wait()
        installation.run("init")
        for table in TABLES:
            installation.run("reference", "import", table, str(installation.papers / "reference" / f"{table}.csv"))
        outcome = capture(installation, started=started, runs=server.flow_runs)
    for line in lines(outcome, language=wanted.lang, home=_short(home)):
        print(line)
    return _verdict(outcome, is_again=wanted.again)


@contextmanager
def _stage(home: Path, wanted: argparse.Namespace) -> Iterator["prefect_server.Server | OnServers"]:
    """Yield the Prefect server it plays on: that of the real servers, one of its own, or none."""
    if wanted.servers:
        yield on_servers(home, lambda told: print(told, file=sys.stderr, flush=True))
    else:
        with prefect_server.running(home / "prefect", is_wanted=wanted.engine == "prefect") as server:
            yield server


def _verdict(outcome: Outcome, *, is_again: bool) -> int:
    """Return 1 when a page is not accounted for, or when a second run changed something; else 0."""
    if not all(batch["custody"]["balanced"] for batch in outcome.batches):
        return 1
    if is_again and not outcome.is_unchanged:
        print("demo: the second run changed something", file=sys.stderr)
        return 1
    return 0


def draw(papers: Path) -> None:
    """Draw the papers beside, and move them to where they belong when they are whole."""
    unfinished, trade = (papers.with_name(f"{papers.name}.{name}") for name in ("unfinished", "trade"))
    for folder in (unfinished, trade):
        shutil.rmtree(folder, ignore_errors=True)
    _specimens("demo", unfinished)
    _specimens("invoices", trade, "--count", str(DEALS), "--disputes", "named", "--media", "born-digital")
    add_trade(trade, unfinished)
    shutil.rmtree(trade)
    unfinished.rename(papers)


def _specimens(what: str, to: Path, *more: str) -> None:
    command = [sys.executable, "-m", "specimens", what, str(to), "--seed", "7", "--today", TODAY, "--progress", *more]
    subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)


def add_trade(trade: Path, papers: Path) -> None:
    """Put drawn invoices and delivery notes beside the other batches as one more, with the lists they go by.

    The orders come as a list alone, as a purchasing program would give it.
    """
    to = papers / "batches" / INVOICES
    to.mkdir(parents=True)
    for paper in sorted((trade / "papers").glob("*/*.pdf")):
        if not paper.name.startswith("commande"):
            shutil.copy(paper, to / f"{paper.parent.name}-{paper.name}")
    for table in ("suppliers", "orders"):
        shutil.copy(trade / "reference" / f"{table}.csv", papers / "reference" / f"{table}.csv")
    shutil.copy(trade / "expected.json", papers / "invoices.json")


def capture(installation: Installation, *, started: float, runs: "prefect_server.Count") -> Outcome:
    """Submit each folder as one batch and ask what became of everything."""
    before = _state(installation, "status")
    begun = time.monotonic()
    folders = sorted(path for path in (installation.papers / "batches").iterdir() if path.is_dir())
    for number, folder in enumerate(folders, start=1):
        installation.tell("batch", n=number, all=len(folders), name=folder.name)
        installation.run("submit", str(folder))
    seconds = time.monotonic() - begun
    installation.tell("recount")
    after = _state(installation, "status", "--verify")
    cases = [installation.ask("case", "show", case["reference"]) for case in after["cases"]]
    return Outcome(
        batches=after["batches"],
        cases=cases,
        expected=json.loads((installation.papers / "expected.json").read_text(encoding="utf-8"))["cases"],
        invoices=_invoices(installation.papers / "invoices.json"),
        new_pages=_pages(after) - _pages(before),
        is_unchanged=_pages(before) > 0 and _kept(before) == _kept(after),
        capture_seconds=seconds,
        total_seconds=time.monotonic() - started,
        flow_runs=runs(),
        titles=_titles(),
    )


def _invoices(file: Path) -> dict[str, dict[str, Any]]:
    """Return by its number what each invoice must come to; of two with one number the last."""
    cases = json.loads(file.read_text(encoding="utf-8"))["cases"]
    told = (one for case in cases for one in case["files"].values() if "outcome" in one)
    return {one["invoice_number"]: one for one in told}


def _state(installation: Installation, *status: str) -> dict[str, Any]:
    return {"batches": installation.ask(*status)["batches"], "cases": installation.ask("case", "list")["cases"]}


def _kept(state: Mapping[str, Any]) -> list[Any]:
    """Return what a second run may not change: all of it but whether it was recounted."""
    told = [(batch["custody"]["by_state"], batch["custody"]["files"], batch["documents"]) for batch in state["batches"]]
    return [*told, state["cases"]]


def _titles() -> dict[str, dict[str, str]]:
    """Return the titles of document classes, baskets and outcomes by language, from the rules delivered."""
    read, rules = YAML(typ="safe").load, ROOT / "rules"
    titles = {path.stem: dict(read(path)["title"]) for path in sorted((rules / "documents").glob("*.yaml"))}
    for path in sorted((rules / "cases").glob("*.yaml")):
        kind = read(path)
        titles |= {name: dict(title) for name, title in kind["baskets"].items()}
        titles |= {one["outcome"]: dict(one["title"]) for one in kind.get("decisions", ())}
    return titles


def _pages(state: Mapping[str, Any]) -> int:
    return sum(int(batch["custody"]["pages_in"]) for batch in state["batches"])


def _short(home: Path) -> str:
    here = Path.cwd()
    return str(home.relative_to(here)) if home.is_relative_to(here) else str(home)


def _parser() -> argparse.ArgumentParser:
    spoken = (locale.getlocale()[0] or os.environ.get("LANG", "")).lower()
    parser = argparse.ArgumentParser(prog="demo", description="Play the demonstration.")
    parser.add_argument("--home", type=Path, help="the installation to play on (var/demo, var/demo-servers)")
    parser.add_argument("--servers", action="store_true", help="play on the real servers")
    parser.add_argument("--engine", choices=("prefect", "inline"), default=os.environ.get("ENGINE", "prefect"))
    parser.add_argument("--again", action="store_true", help="fail unless everything had been received before")
    parser.add_argument("--lang", choices=("fr", "en"), default="fr" if spoken.startswith("fr") else "en")
    return parser


if __name__ == "__main__":
    sys.exit(main())
