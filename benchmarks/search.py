"""Measures the search indexes on drawn pages: pages indexed a second, and how long answers take.

    python benchmarks/search.py [--pages 10000 100000] [--words 250] [--index tantivy elasticsearch]

Measures the embedded index, and Elasticsearch too when `CASEBINDER_ELASTIC_URL` (with its account) is set: there it
makes an index of its own and removes it. Filling both with 100,000 pages takes a quarter of an hour. Prints one JSON
object. Words are drawn by Zipf's law from a made-up vocabulary with French endings, so that the terms' frequencies
are those of a text and not those of a list.
"""

import argparse
import json
import os
import random
import resource
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import accumulate, islice
from pathlib import Path
from time import perf_counter, process_time

from elasticsearch import Elasticsearch

from adapters.elastic.connection import ElasticServer, connect
from adapters.elastic.index import ElasticIndex
from adapters.tantivy.index import TantivyIndex
from bootstrap.settings import load
from pipeline.model.values import Amount
from services.ports.search import IndexedPage, IndexedWord, SearchIndex, SearchQuery, Visibility

BATCH = 100
"""Documents in one commit, as the relay sends them."""
SYLLABLES = (
    "ca",
    "de",
    "mar",
    "pel",
    "ti",
    "ro",
    "sen",
    "vu",
    "gué",
    "loi",
    "chan",
    "bré",
    "fi",
    "tou",
    "nal",
    "our",
    "pré",
)
ENDINGS = ("", "s", "tion", "tions", "ment", "é", "ée", "és", "aux", "al", "eur", "elle")


class Embedded:
    """Tantivy in a folder: its work is work of this process."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.index: SearchIndex = TantivyIndex(folder)

    def size(self) -> int:
        """Return the bytes on disk."""
        return sum(path.stat().st_size for path in self._folder.rglob("*") if path.is_file())

    def cpu_seconds(self) -> float:
        """Return the processor time taken by the index so far, here and elsewhere."""
        return process_time()


class Server:
    """Elasticsearch: what the server's processor does counts beside ours."""

    name = "elasticsearch"

    def __init__(self, server: ElasticServer, client: Elasticsearch) -> None:
        self._name, self._client = server.index, client
        self.index: SearchIndex = ElasticIndex(server)

    def size(self) -> int:
        """Return the bytes on disk."""
        self._client.indices.flush(index=self._name)
        return int(
            self._client.indices.stats(index=self._name, metric="store")["_all"]["total"]["store"]["size_in_bytes"]
        )

    def cpu_seconds(self) -> float:
        """Return the processor time taken by the index so far, here and in the server."""
        nodes = self._client.nodes.stats(metric="process")["nodes"].values()
        return process_time() + sum(node["process"]["cpu"]["total_in_millis"] for node in nodes) / 1000

    def remove(self) -> None:
        """Remove what was made on the server."""
        for index in self._client.indices.get_alias(index=f"{self._name}-*"):
            self._client.indices.delete(index=index)


def main() -> None:
    """Draw, index, ask and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[10_000])
    parser.add_argument("--words", type=int, default=250)
    parser.add_argument("--index", nargs="+", choices=(Embedded.name, Server.name), default=[])
    options = parser.parse_args()
    if Server.name in options.index and not load().elastic_url:
        parser.error("CASEBINDER_ELASTIC_URL is not set: set -a; . .cache/servers/env; set +a")
    measured = [measure(pages, options.words, options.index) for pages in options.pages]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"words_a_page": options.words, "measured": measured, "peak_memory_mb": peak}, indent=2))


def measure(pages: int, words: int, wanted: list[str]) -> dict[str, object]:
    """Fill every index wanted (none named: all that are here) with the same pages and ask each the same questions."""
    draw = random.Random(7)  # noqa: S311 - draws pages, protects nothing
    vocabulary = words_of(draw, 20_000)
    with ExitStack() as held:
        places = [place for place in opened(held) if not wanted or place.name in wanted]
        taken = fill(places, documents(draw, vocabulary, pages, words))
        asked = questions(draw, vocabulary)
        return {"pages": pages} | {
            place.name: {
                "pages_per_second": round(pages / seconds),
                "pages_per_cpu_second": round(pages / cpu_seconds),
                "bytes_a_page": round(place.size() / pages),
                "milliseconds": {kind: timed(place, typed) for kind, typed in asked.items()},
            }
            for place, (seconds, cpu_seconds) in zip(places, taken, strict=True)
        }


def opened(held: ExitStack) -> Iterator[Embedded | Server]:
    """Yield an empty index of each kind that is here."""
    yield Embedded(Path(held.enter_context(tempfile.TemporaryDirectory())))
    settings = load()
    if settings.elastic_url:
        server = ElasticServer(
            url=settings.elastic_url,
            index=f"benchmark-{os.getpid()}",
            api_key=settings.elastic_api_key.get_secret_value(),
            user=settings.elastic_user,
            password=settings.elastic_password.get_secret_value(),
            certificates=settings.elastic_ca,
        )
        place = Server(server, held.enter_context(connect(server)))
        held.callback(place.remove)
        yield place


def words_of(draw: random.Random, count: int) -> list[str]:
    """Make distinct words, the most frequent first and short, as in a language."""
    words: dict[str, None] = {}
    while len(words) < count:
        length = 1 if len(words) < 150 else 2 if len(words) < 2500 else 3
        words["".join(draw.choices(SYLLABLES, k=length)) + draw.choice(ENDINGS)] = None
    return list(words)


def documents(
    draw: random.Random, vocabulary: list[str], pages: int, words: int
) -> Iterator[tuple[str, list[IndexedPage]]]:
    """Draw documents of one to four pages."""
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(vocabulary))))
    number = made = 0
    while made < pages:
        count = min(draw.randint(1, 4), pages - made)
        name = f"d-{number:08}"
        yield (
            name,
            [
                drawn(draw, name, page + 1, draw.choices(vocabulary, cum_weights=weights, k=words))
                for page in range(count)
            ],
        )
        number, made = number + 1, made + count


def drawn(draw: random.Random, document: str, number: int, words: list[str]) -> IndexedPage:
    """Draw one page; a date, an amount and an identifier in groups stand on each."""
    day, month = draw.randint(1, 28), draw.randint(1, 12)
    amount = f"{draw.randint(1, 9)} {draw.randint(100, 999)},{draw.randint(10, 99)} €"
    words[50:50] = f"le {day:02}/{month:02}/2025 total {amount}".split()
    words[150:150] = f"{draw.randint(1, 2)} {draw.randint(10, 99)} 05 75 120 {draw.randint(100, 999)}".split()
    boxes = [(at % 12 / 12, at // 12 / 40, (at % 12 + 1) / 12, (at // 12 + 1) / 40) for at in range(len(words))]
    lines = (" ".join(words[at : at + 12]) for at in range(0, len(words), 12))
    return IndexedPage(
        document=document,
        page=number,
        document_class=draw.choice(("invoice", "letter", "form", "report")),
        case=f"MP-2026-{draw.randint(1, 900):04}",
        case_type="occupational_disease",
        circle=draw.choice(("open", "open", "medical")),
        received_on=f"2026-{month:02}-{day:02}",
        language="fr",
        text="\n".join(lines),
        words=tuple(IndexedWord(text=word, box=box) for word, box in zip(words, boxes, strict=True)),
        fields=(("last_name", draw.choice(words)),) if number == 1 else (),
        state="bound",
        basket=draw.choice(("control", "review", "complements", "medical_adviser")),
        party=f"NOM{draw.randint(1, 4000)}, Prénom (1970-01-01)",
        amount=Amount(draw.randint(100, 10_000_000)),
    )


def fill(
    places: list[Embedded | Server], drawn_documents: Iterator[tuple[str, list[IndexedPage]]]
) -> list[tuple[float, float]]:
    """Index everything in batches, each batch into each index; return the seconds by the clock and of processor."""
    taken = [(0.0, 0.0) for _ in places]
    while batch := list(islice(drawn_documents, BATCH)):
        for at, place in enumerate(places):
            started, cpu = perf_counter(), place.cpu_seconds()
            place.index.replace(batch)
            now, cpu_now = perf_counter(), place.cpu_seconds()
            taken[at] = (taken[at][0] + now - started, taken[at][1] + cpu_now - cpu)
    return taken


def questions(draw: random.Random, vocabulary: list[str]) -> dict[str, list[str]]:
    """Draw fifty questions of each kind."""
    often, seldom = vocabulary[:200], vocabulary[2000:]
    dates = [f"{draw.randint(1, 28)} mars 2025" for _ in range(50)]
    return {
        "frequent_word": draw.choices(often, k=50),
        "rare_word": draw.choices(seldom, k=50),
        "three_words": [" ".join(draw.sample(often, 3)) for _ in range(50)],
        "phrase": [f'"{draw.choice(often)} {draw.choice(often)}"' for _ in range(50)],
        "prefix": [word[:5] + "*" for word in draw.choices(seldom, k=50)],
        "misread": [word + "~" for word in draw.choices(seldom, k=50)],
        "date": dates,
        "everything": [""] * 20,
    }


def timed(place: Embedded | Server, asked: list[str]) -> dict[str, float]:
    """Ask with everything a screen shows (20 hits, excerpts, boxes, facets); give milliseconds and the mean total.

    Processor time, ours and the server's, is told beside the clock's: on a busy machine it is what can be compared.
    """
    clock, totals = [], []
    began = place.cpu_seconds()
    for text in asked:
        started = perf_counter()
        answer = place.index.search(SearchQuery(text=text, visibility=Visibility(circles=("open",))))
        clock.append((perf_counter() - started) * 1000)
        totals.append(answer.total)
    cuts = statistics.quantiles(clock, n=20)
    return {
        "p50": round(cuts[9], 1),
        "p95": round(cuts[18], 1),
        "cpu_mean": round((place.cpu_seconds() - began) * 1000 / len(asked), 1),
        "mean_total": round(statistics.mean(totals)),
    }


if __name__ == "__main__":
    main()
