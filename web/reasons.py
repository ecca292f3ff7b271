"""Why something is in doubt, in words for the person who settles it: what the reading hangs on, not how sure it is.

What was read keeps its reasons as they were written down, with shares and ISO days; these are told anew here.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.check_digits import PROOFS
from pipeline.model.document import Draft, Finding, IndexField, Understanding
from pipeline.model.doubt import Doubt, DoubtKind
from pipeline.model.identity import UNKNOWN
from pipeline.model.text import Language
from pipeline.model.values import Identifier
from services.rules.rulebook import Titles
from web.formats import Formats
from web.words import Words

UNSURE = "low_confidence"
"""The code of the finding that a field was read, and not surely enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """Tells reasons in one language; titles: of the document classes."""

    t: Words
    formats: Formats
    titles: Titles

    def of_doubt(self, doubt: Doubt, made: Understanding | None, draft: Draft) -> tuple[str, ...]:
        """Return why something is asked."""
        if doubt.kind is DoubtKind.CUT:
            return (self.t("reasons.cut", how=self.t(f"cuts.by_{draft.opened_by}")),)
        if doubt.kind is DoubtKind.CLASS and made:
            return tuple(self._of_class(made))
        return tuple(self._of_field(finding, doubt.read) for finding in doubt.findings)

    def of_finding(self, finding: Finding, made: Understanding) -> str:
        """Return what was remarked, naming the field it is about."""
        if finding.code != UNSURE or not finding.field:
            return self.formats.told(finding.message)
        read = next((field for field in made.fields if field.name == finding.field), None)
        name = self.formats.field(finding.field)
        return self.t("reasons.about", field=name[:1].upper() + name[1:], why=self._of_field(finding, read))

    def _of_field(self, finding: Finding, read: IndexField | None) -> str:
        if finding.code != UNSURE or read is None:
            return self.formats.told(finding.message)
        others = [self._quoted(self.formats.value(other.value)) for other in read.alternatives]
        if not others:
            return self.t("reasons.proved") if _is_proved(read) else self.t("reasons.alone")
        return self.t("reasons.rivals", readings=self.formats.listed(others))

    def _of_class(self, made: Understanding) -> Iterator[str]:
        seen = made.classification
        marks = [self._quoted(one.text) for one in seen.because if one.text]
        if seen.document_class == UNKNOWN:
            yield self.t("reasons.no_class")
        elif marks:
            yield self.t("reasons.class_by", marks=self.formats.listed(marks))
        else:
            yield self.t("reasons.class_unsure")
        near = [self._class(one.document_class) for one in seen.runners_up]
        if near:
            yield self.t("reasons.class_near", near=self.formats.listed(near))

    def _class(self, code: str) -> str:
        title = self.titles.document_classes.get(code)
        return title.in_language(self.t.language) if title else code

    def _quoted(self, text: str) -> str:
        french = self.t.language is Language.FR
        return f"«\u00a0{text}\u00a0»" if french else f"“{text}”"


def _is_proved(read: IndexField) -> bool:
    """Return whether the check digits of what was read hold."""
    proof = PROOFS.get(read.value.scheme) if isinstance(read.value, Identifier) else None
    return bool(proof and isinstance(read.value, Identifier) and proof(read.value.value))
