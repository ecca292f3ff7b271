"""Papers for the suites that speak to the command line: parts of the demonstration, drawn without the rest of it."""

import csv
from datetime import date
from pathlib import Path

from terminal import TODAY

from specimens.scenario import draw_dossiers, make, sendings

SEED = 7
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
