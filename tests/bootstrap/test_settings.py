"""Settings: defaults, the home's file, the environment, the command line, each above the one before."""

from pathlib import Path

import pytest

from bootstrap.settings import PACKAGED_RULES, SETTINGS_FILE, Settings, load
from pipeline.errors import WrongUsage
from pipeline.model.text import Language


def write(home: Path, text: str) -> Path:
    """Write the home's settings file."""
    home.mkdir(exist_ok=True)
    (home / SETTINGS_FILE).write_text(text, encoding="utf-8")
    return home


def test_everything_has_a_default(tmp_path: Path) -> None:
    """Nothing needs to be set on one machine: a folder, SQLite in it, our rules, French."""
    settings = load()
    assert settings.home == Path("var")
    assert settings.database == "sqlite:///var/casebinder.db"
    assert (settings.language, settings.engine, settings.actor) == (Language.FR, "inline", "local")
    assert settings.rules_folder == PACKAGED_RULES
    assert settings.processes >= 1
    assert not (tmp_path / "var").exists(), "reading settings makes nothing"


def test_the_file_of_the_home_is_read(tmp_path: Path) -> None:
    """What casebinder.toml says goes before the defaults."""
    home = write(tmp_path / "home", 'language = "en"\nprocesses = 3\n')
    settings = load(home)
    assert (settings.language, settings.processes) == (Language.EN, 3)


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CASEBINDER_ variables go before the file, setting by setting."""
    home = write(tmp_path / "home", 'language = "en"\nprocesses = 3\n')
    monkeypatch.setenv("CASEBINDER_PROCESSES", "5")
    settings = load(home)
    assert (settings.language, settings.processes) == (Language.EN, 5)


def test_the_command_goes_before_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Options of the command go before the environment and the file."""
    home = write(tmp_path / "home", 'engine = "inline"\nlanguage = "en"\n')
    monkeypatch.setenv("CASEBINDER_HOME", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("CASEBINDER_ENGINE", "inline")
    settings = load(home, engine="prefect", language="fr")
    assert (settings.home, settings.engine, settings.language) == (home, "prefect", Language.FR)


def test_the_file_lies_in_the_home_the_environment_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CASEBINDER_HOME leads to the file that is read."""
    home = write(tmp_path / "named", "processes = 7\n")
    monkeypatch.setenv("CASEBINDER_HOME", str(home))
    assert (load().home, load().processes) == (home, 7)


def test_a_home_may_have_rules_of_its_own(tmp_path: Path) -> None:
    """The folder `rules` of a home goes before ours, a folder that is set before both."""
    home = tmp_path / "home"
    (home / "rules").mkdir(parents=True)
    assert load(home).rules_folder == home / "rules"
    write(home, f'rules = "{tmp_path / "set"}"\n')
    assert load(home).rules_folder == tmp_path / "set"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('engine = "abacus"\n', "engine"),
        ("processes = 0\n", "processes"),
        ('language = "de"\n', "language"),
        ("procesess = 3\n", "procesess"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, name: str) -> None:
    """A wrong value or an unknown name is refused with its name and where it stands."""
    with pytest.raises(WrongUsage) as refused:
        load(write(tmp_path / "home", text))
    assert refused.value.code == "wrong_setting"
    assert name in refused.value.message.fr
    assert SETTINGS_FILE in refused.value.where


def test_a_file_that_is_no_toml_is_refused_in_words(tmp_path: Path) -> None:
    """A settings file that cannot be read is a mistake of whoever wrote it, told as one."""
    with pytest.raises(WrongUsage) as refused:
        load(write(tmp_path / "home", "processes == 3\n"))
    assert SETTINGS_FILE in refused.value.where


def test_settings_cannot_be_changed(settings: Settings) -> None:
    """What was read at the start holds to the end."""
    with pytest.raises(ValueError, match="frozen"):
        settings.processes = 9  # type: ignore[misc]
