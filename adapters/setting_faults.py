"""A setting that an adapter cannot use, in words: the error that more than one adapter raises."""

from pipeline.errors import WrongUsage
from pipeline.model.text import Bilingual


def wrong_setting(name: str, given: str, example: str) -> WrongUsage:
    """Return the error for a setting whose value does not fit; example: one that would."""
    return WrongUsage(
        "wrong_setting",
        Bilingual(
            fr=f"Réglage « {name} » : « {given} » ne convient pas.", en=f'Setting "{name}": "{given}" does not fit.'
        ),
        where=f"CASEBINDER_{name.upper()}",
        next_step=Bilingual(fr=f"Par exemple : {example}", en=f"For example: {example}"),
    )
