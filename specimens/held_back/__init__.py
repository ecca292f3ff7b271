"""Layouts and wordings that no rule and no training ever opens; figures are measured on them alone.

Whoever writes rules, readers or training does not read these modules nor look at what they draw: they are
drawn only when held-back papers are asked for, and then nothing else is drawn. Where the words of a paper are facts,
as in a letter, what draws the facts is held back too.
"""

from collections.abc import Mapping
from typing import Any

from specimens.held_back import (
    agreements,
    claims,
    dossier,
    firms,
    health,
    home,
    letters,
    money,
    other,
    public,
    trade,
    work,
)

LAYOUTS: Mapping[str, tuple[Any, ...]] = {
    name: layouts
    for module in (agreements, claims, firms, health, home, letters, money, other, public, trade, work)
    for name, layouts in module.LAYOUTS.items()
}
FACTS: Mapping[str, Any] = letters.FACTS | other.FACTS
DOSSIER: Mapping[str, Any] = dossier.DOSSIER
