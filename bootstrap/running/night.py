"""All that an installation does at night, in its order: judge anew, remind, send, clear, project."""

from dataclasses import dataclass

from bootstrap.application import Application
from pipeline.model.actor import Actor
from services.access import SYSTEM


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """What the night did: cases judged, verdicts changed, letters that fell due, letters sent and not."""

    checked: int
    changed: int
    reminded: int
    sent: int
    failed: int


def night(application: Application, actor: Actor) -> Night:
    """Judge every open case by the new day, send letters that fall due or wait, clear old uploads, project."""
    swept = application.sweep.sweep(actor)
    reminded = application.letters.correspond.remind(actor)
    letters = application.letters.dispatch.send(actor)
    application.uploads.clear(SYSTEM)
    application.project.drain(SYSTEM)
    return Night(
        checked=swept.checked, changed=swept.changed, reminded=reminded, sent=letters.sent, failed=letters.failed
    )
