"""Papers for tests, written as lines: `class national_id_card`, then `last_name: DURAND`; `?` marks a doubtful reading.

The twins in `twins` read exactly that, so that a test says on its page what a document shall be.
"""

from datetime import date, timedelta

from pipeline.geometry import Box
from pipeline.model.page import Code, Line, Recognition, TextSource, Word
from pipeline.separation.cutting import ANSWER_HINT

SURE, DOUBTFUL = 0.97, 0.4
Paper = tuple[str, ...]
"""A page: its lines; without any it is blank."""


def nir(serial: int) -> str:
    """Return the social security number of a woman born in March 1984 in Paris, its key right."""
    body = f"28403751{serial:05d}"
    return f"{body}{97 - int(body) % 97:02d}"


def person(serial: int = 1) -> Paper:
    """Write the lines that say whose a paper is; each serial is another person."""
    name = "BCDFGHJKLM"[serial % 10] * 3 + "OTIN"
    born = date(1984, 3, 1) + timedelta(days=serial)
    return (f"last_name: {name}", "first_names: Marie", f"birth_date: {born}", f"social_security_number: {nir(serial)}")


def declaration(serial: int = 1, *, observed: str = "2026-03-02", kind: str = "first") -> Paper:
    """Write a signed declaration of an occupational disease by an employee."""
    return (
        "class occupational_disease_declaration",
        *person(serial),
        f"request_kind: {kind}",
        "employment: employee",
        "declared_on: 2026-06-08",
        f"first_observed_on: {observed}",
        "signed: true",
    )


def certificate(serial: int = 1, *, observed: str = "2026-03-02") -> Paper:
    """Write a signed medical certificate."""
    told = ("issued_on: 2026-03-04", f"first_observed_on: {observed}", "signed: true")
    return ("class medical_certificate", *person(serial), *told)


def identity(serial: int = 1, *, expires: str = "2030-05-03") -> Paper:
    """Write a national identity card."""
    own = person(serial)[:3]
    return ("class national_id_card", *own, "document_number: X4RTBPFW4", f"expires_on: {expires}")


def salary(serial: int = 1) -> Paper:
    """Write the employer's certificate of salary."""
    told = ("employer: Tissages du Nord", "period: 2026-02", "issued_on: 2026-03-05", "gross_pay: 2450.00")
    return ("class employer_certificate", *person(serial), *told)


def career(serial: int = 1, *, months: int = 40) -> Paper:
    """Write a career statement."""
    return ("class career_statement", *person(serial), f"contribution_months: {months}", "issued_on: 2026-02-01")


def letter(text: str = "Madame, Monsieur") -> Paper:
    """Write a letter that tells nobody's name."""
    return ("class letter", "subject: Une question", text)


def mystery(text: str = "?") -> Paper:
    """Write a page that no class fits."""
    return ("class nothing_known", text)


def slip(code: str) -> Paper:
    """Write an answer slip with its code."""
    return (f"slip {code}",)


BLANK: Paper = ()
SEPARATOR: Paper = ("patch-t",)


def recognised(number: int, paper: Paper) -> Recognition:
    """Return a paper as a page that was read."""
    codes = tuple(_slip_code(line) for line in paper if line.startswith("slip "))
    is_separator = paper == SEPARATOR or bool(codes)
    lines = () if is_separator else tuple(_line(n, text) for n, text in enumerate(paper))
    return Recognition(
        number=number,
        width=1654,
        height=2339,
        dpi=200,
        rotation=0,
        skew_degrees=0.0,
        is_blank=paper == BLANK,
        separator="barcode" if codes else "patch-t" if is_separator else "blank" if paper == BLANK else None,
        source=TextSource.OCR if lines else TextSource.NONE,
        language="fr" if lines else None,
        confidence=SURE if lines else 0.0,
        lines=lines,
        codes=codes,
        marks=(),
        form_fields=(),
        graphics=(),
        quality=(),
        engine="prepared",
    )


def _slip_code(line: str) -> Code:
    payload = ANSWER_HINT + line.removeprefix("slip ")
    return Code(symbology="data-matrix", payload=payload, box=Box(0.4, 0.4, 0.6, 0.55))


def _line(number: int, text: str) -> Line:
    top = 0.05 + number * 0.03
    words = (
        Word(text=word, box=Box(0.1 + n * 0.08, top, 0.17 + n * 0.08, top + 0.02), confidence=SURE)
        for n, word in enumerate(text.split())
    )
    return Line(words=tuple(words))
