"""The model of likeness, as it lies beside the code that was trained with it."""

import json
from functools import cache
from pathlib import Path

from pipeline.model.likeness import LikenessModel

PLACE = Path(__file__).with_name("likeness.json")


@cache
def likeness_model() -> LikenessModel:
    """Read the model, once in a process."""
    told = json.loads(PLACE.read_text(encoding="utf-8"))
    return LikenessModel(
        classes=tuple(told["classes"]),
        bias=tuple(told["bias"]),
        weights={sign: {int(at): weight for at, weight in each.items()} for sign, each in told["weights"].items()},
        slope=told["slope"],
        offset=told["offset"],
    )
