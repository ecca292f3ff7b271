"""What a reader is set up with: plain values that a process can send to another without loading what reads."""

from dataclasses import dataclass, field
from pathlib import Path

from pipeline.intake import IntakeLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingTools:
    """How to set up a reader: the engine's name, its data, the limits."""

    tessdata: Path | None = None
    engine: str = "tesserocr"
    limits: IntakeLimits = field(default_factory=IntakeLimits)
