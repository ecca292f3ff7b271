"""Measures the embedded search index on 10,000 drawn pages: pages indexed a second, and how long answers take.

    python benchmarks/search.py [--pages 10000] [--words 250]

Prints one JSON object. Words are drawn by Zipf's law from a made-up vocabulary with French endings, so that the
terms' frequencies are those of a text and not those of a list.
"""

import argparse
import json
import random
import resource
import statistics
import tempfile
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from time import perf_counter, process_time

from adapters.tantivy_index import TantivyIndex
from services.ports import IndexedPage, IndexedWord, SearchQuery, Visibility

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


def main() -> None:
    """Draw, index, ask and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--words", type=int, default=250)
    options = parser.parse_args()
    draw = random.Random(7)  # noqa: S311 - draws pages, protects nothing
    vocabulary = words_of(draw, 20_000)
    with tempfile.TemporaryDirectory() as folder:
        index = TantivyIndex(Path(folder))
        seconds, cpu_seconds = fill(index, list(documents(draw, vocabulary, options.pages, options.words)))
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        print(
            json.dumps(
                {
                    "pages": options.pages,
                    "words_a_page": options.words,
                    "pages_per_second": round(options.pages / seconds),
                    "pages_per_cpu_second": round(options.pages / cpu_seconds),
                    "bytes_a_page": round(size / options.pages),
                    "milliseconds": {kind: timed(index, asked) for kind, asked in questions(draw, vocabulary).items()},
                    "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                },
                indent=2,
            )
        )


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
    )


def fill(index: TantivyIndex, drawn_documents: list[tuple[str, list[IndexedPage]]]) -> tuple[float, float]:
    """Index everything in batches; give the seconds it took, by the clock and of processor."""
    started, cpu = perf_counter(), process_time()
    for at in range(0, len(drawn_documents), BATCH):
        index.replace(drawn_documents[at : at + BATCH])
    return perf_counter() - started, process_time() - cpu


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


def timed(index: TantivyIndex, asked: list[str]) -> dict[str, float]:
    """Ask with everything a screen shows (20 hits, excerpts, boxes, facets); give milliseconds and the mean total.

    Processor time is told beside the clock's: on a busy machine it is what can be compared.
    """
    clock, cpu, totals = [], [], []
    for text in asked:
        started, began = perf_counter(), process_time()
        answer = index.search(SearchQuery(text=text, visibility=Visibility(circles=("open",))))
        clock.append((perf_counter() - started) * 1000)
        cpu.append((process_time() - began) * 1000)
        totals.append(answer.total)
    cuts = statistics.quantiles(clock, n=20)
    return {
        "p50": round(cuts[9], 1),
        "p95": round(cuts[18], 1),
        "cpu_p50": round(statistics.median(cpu), 1),
        "cpu_p95": round(statistics.quantiles(cpu, n=20)[18], 1),
        "mean_total": round(statistics.mean(totals)),
    }


if __name__ == "__main__":
    main()
