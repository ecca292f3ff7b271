"""Rules in the shapes of CONTRACT: what new ones would change."""

from services.cases.impact import Effect, Impact
from services.shapes import Shape


def impact(found: Impact) -> Shape:
    """Return what new rules would make of the open cases."""
    return {
        "cases": len(found.effects),
        "changed": len(found.changed),
        "become_complete": found.become(complete=True),
        "become_incomplete": found.become(complete=False),
        "letters": {"send": found.letters_to_send, "withdraw": found.letters_to_withdraw},
        "deadlines_moved": found.deadlines_moved,
        "baskets": dict(sorted(found.baskets.items())),
        "examples": [_example(effect) for effect in found.examples],
    }


def _example(effect: Effect) -> Shape:
    before, after = ({"fr": sentence.fr, "en": sentence.en} for sentence in effect.sentences)
    return {"reference": effect.reference, "before": before, "after": after, "basket": effect.new_basket}
