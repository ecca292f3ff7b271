"""Rule files looked at where they lie: no home is made and no database opened, so that a wrong rule can be found."""

from collections.abc import Sequence
from pathlib import Path

from adapters.rule_files import read_rules
from bootstrap.settings import Settings
from services.rules.reading import Checked, checked


def checked_rules(settings: Settings, paths: Sequence[Path] = ()) -> Checked:
    """Check the rule files of the paths beside those of the installation, or these alone; raises NotFound."""
    own = read_rules((settings.rules_folder,))
    return checked(read_rules(paths) if paths else own, beside=own)
