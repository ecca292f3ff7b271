"""What `casebinder doctor` says of one part; who knows a part writes its check with these words."""

from dataclasses import dataclass

from pipeline.model.text import Bilingual

_NOTHING_TO_DO = Bilingual(fr="rien à faire", en="nothing to do")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One part: whether it is as it should be, its version, what was seen and what to do."""

    name: str
    is_ok: bool
    version: str
    message: Bilingual
    next_step: Bilingual = _NOTHING_TO_DO


def well(name: str, fr: str, en: str, version: str = "") -> Check:
    """Return the check of a part that is as it should be, with what was seen of it."""
    return Check(name=name, is_ok=True, version=version, message=Bilingual(fr=fr, en=en))


def wrong(name: str, message: Bilingual, next_step: Bilingual, version: str = "") -> Check:
    """Return the check of a part with which something is wrong, and what to do about it."""
    return Check(name=name, is_ok=False, version=version, message=message, next_step=next_step)
