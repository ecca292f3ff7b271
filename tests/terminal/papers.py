"""Papers for the suites that speak to the command line: parts of the demonstration, drawn without the rest of it."""

import csv
from datetime import date
from pathlib import Path

import numpy as np
from terminal import TODAY

from specimens.degrade import WEARS, Level
from specimens.draw import draw_paper
from specimens.output import Medium, specimen_of
from specimens.people import source_of
from specimens.scenario import draw_dossiers, make, sendings

SEED, OTHERS = 7, 11
_DAY = date.fromisoformat(TODAY)


def draw_channel(out: Path, *channels: str) -> Path:
    """Write the files of these channels of the demonstration, truth beside each."""
    out.mkdir(parents=True, exist_ok=True)
    for sending in sendings(draw_dossiers(seed=SEED, today=_DAY), seed=SEED, today=_DAY):
        if sending.batch in channels:
            specimen = make(sending, seed=SEED)
            (out / specimen.name).write_bytes(specimen.data)
            if specimen.truth:
                (out / specimen.name).with_suffix(".truth.json").write_text(specimen.truth.to_json(), encoding="utf-8")
    return out


def draw_papers(out: Path, codes: tuple[str, ...], *, most: int | None = None) -> Path:
    """Write papers of other people than the demonstration's, a file each, their text as it was printed."""
    out.mkdir(parents=True, exist_ok=True)
    dossiers, rng = draw_dossiers(seed=OTHERS, today=_DAY), np.random.default_rng(OTHERS)
    facts = [(code, item, told) for code in codes for item, told in dossiers[code].papers]
    for code, item, told in facts[:most]:
        paper = draw_paper(told, layout=0, rng=source_of(OTHERS, f"{code}/{item}").rng)
        name = f"{code}-{item}".lower()
        made = specimen_of(name, (paper,), Medium.BORN_DIGITAL, WEARS[Level.CLEAN], rng)
        (out / made.name).write_bytes(made.data)
    return out


def write_members(path: Path) -> Path:
    """Write the reference table of the demonstration's people."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("social_security_number", "last_name", "first_names", "birth_date", "contribution_months"))
        for dossier in draw_dossiers(seed=SEED, today=_DAY).values():
            one = dossier.person
            months = dossier.plan.contribution_months
            row = (one.social_security_number, one.last_name, one.all_first_names, one.birth_date.isoformat(), months)
            table.writerow(row)
    return path
