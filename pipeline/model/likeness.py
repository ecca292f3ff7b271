"""The model of likeness: what each sign on a paper speaks for, as it was trained."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LikenessModel:
    """weights: by sign, of each class in order; bias: of each class; slope and offset: from margin to confidence."""

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, Mapping[int, float]]
    slope: float
    offset: float
