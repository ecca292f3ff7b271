"""An evaluation in the shape of CONTRACT: `evaluate`."""

from pipeline.measures import classes
from pipeline.measures.rates import Tally
from services.instruments.evaluate import Evaluation
from services.shapes import Shape

PLACES = 4


def evaluation(made: Evaluation, *, without_truth: int, seconds: float, report: str) -> Shape:
    """Return an evaluation; without_truth: files that were left out; seconds in all; report: where the page lies."""
    straight = made.straight_through
    return {
        "files": {"scored": made.files, "refused": made.refused, "without_truth": without_truth},
        "pages": {
            "cer": _share(made.pages.cer),
            "word_recall": _share(made.pages.word_recall),
            "n": made.pages.pages,
        },
        "cuts": {**_rates(made.cuts), "n": made.cuts.true},
        "classes": _classes(made),
        "fields": {name: {**_rates(tally), "n": tally.true} for name, tally in made.fields.items()},
        "straight_through": {
            "rate": _share(straight.rate),
            "wrong": straight.wrong,
            "upper_bound_95": _share(straight.upper_bound_95),
            "n": straight.straight,
            "documents": straight.documents,
        },
        "seconds": round(seconds, 3),
        "report": report,
    }


def _classes(made: Evaluation) -> Shape:
    return {
        "accuracy": _share(classes.accuracy(made.answers)),
        "coverage_at_error": _share(classes.coverage_at(made.answers, error=made.error)),
        "error": made.error,
        "unknown_recall": _share(classes.unknown_recall(made.answers)),
        "ece": _share(classes.calibration_error(made.answers)),
        "confusion": classes.confusion(made.answers),
        "n": len(made.answers),
    }


def _rates(tally: Tally) -> Shape:
    return {"precision": _share(tally.precision), "recall": _share(tally.recall), "f1": _share(tally.f1)}


def _share(value: float | None) -> float | None:
    return None if value is None else round(value, PLACES)
