"""Values from bar codes and matrix codes: what the rules' patterns find in a payload, or what proves itself."""

import re
from collections.abc import Iterator

from extractors.candidates import Asked, Candidate
from extractors.written.values import Parsed, parse
from pipeline.model.document import Evidence, Origin
from pipeline.model.page import Code

BY_CODE = 0.98
"""Bar codes carry their own check; what is left is that the payload means something else."""


def read_barcodes(asked: Asked) -> tuple[Candidate, ...]:
    """Return a candidate for each code whose payload holds the field."""
    return tuple(
        Candidate(
            value=parsed.value,
            confidence=BY_CODE * parsed.quality,
            origin=Origin.BARCODE,
            evidence=Evidence(page=sheet.page.number, box=code.box, text=code.payload),
            is_proved=parsed.is_proved,
        )
        for sheet in asked.papers.sheets
        for code in sheet.page.codes
        for parsed in _in_payload(asked, code)
    )


def _in_payload(asked: Asked, code: Code) -> Iterator[Parsed]:
    today = asked.papers.sources.today
    for pattern in asked.rule.patterns:
        match = re.search(pattern, code.payload)
        parsed = parse(asked.rule, match[1] if match.re.groups else match[0], today=today) if match else None
        if parsed:
            yield parsed
    if not asked.rule.patterns:
        parsed = parse(asked.rule, code.payload, today=today)
        if parsed and parsed.is_proved:
            yield parsed
