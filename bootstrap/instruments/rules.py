"""Rule files looked at where they lie: no home is made and no database opened, so that a wrong rule can be found."""

from collections.abc import Sequence
from pathlib import Path

from adapters.rule_files import read_rules
from bootstrap.settings import Settings
from casebinder.casetypes import CaseType
from services.rules.reading import Checked, case_types_in, checked


def checked_rules(settings: Settings, paths: Sequence[Path] = ()) -> Checked:
    """Check the rule files of the paths beside those of the installation, or these alone; raises NotFound."""
    own = read_rules((settings.rules_folder,))
    return checked(read_rules(paths) if paths else own, beside=own)


def new_case_types(settings: Settings, path: Path) -> tuple[CaseType, ...]:
    """Compile the case types of a rule file or folder beside our own rules; raises NotFound, RulesRefused."""
    return case_types_in(read_rules((path,)), beside=read_rules((settings.rules_folder,)))
