"""Settings: defaults, the home's file, the environment, the command line, each above the one before."""

from pathlib import Path

import pytest
import unprivileged

from bootstrap.home import closed_parts
from bootstrap.settings import PACKAGED_RULES, Settings, load
from bootstrap.wrong_settings import SETTINGS_FILE
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


@pytest.mark.parametrize(
    "name", ["processes", "language", "rules", "inbox", "actor", "letter_language", "database_url"]
)
def test_an_empty_value_is_the_default(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that a script did not set, or an empty one of the file, is no slip, no path and nobody's name."""
    default = getattr(load(tmp_path / "home"), name)
    monkeypatch.setenv(f"CASEBINDER_{name.upper()}", "")
    assert getattr(load(tmp_path / "home"), name) == default
    monkeypatch.delenv(f"CASEBINDER_{name.upper()}")
    assert getattr(load(write(tmp_path / "home", f'{name} = ""\n')), name) == default


def test_a_misspelt_variable_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database named by a variable with a slip would leave the records elsewhere, and nobody would be told."""
    monkeypatch.setenv("CASEBINDER_DATABASE_ULR", "postgresql://server/records")
    with pytest.raises(WrongUsage) as refused:
        load()
    assert refused.value.where == "CASEBINDER_DATABASE_ULR"
    assert "database_url" in refused.value.next_step.fr


@pytest.mark.parametrize(
    "name", ["CASEBINDER_PORT", "CASEBINDER_SERVICE_HOST", "CASEBINDER_KILL_SEED", "CASEBINDER_BIN"]
)
def test_a_variable_of_others_is_let_be(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no setting by far is another program's: Kubernetes makes such names of a service called casebinder."""
    monkeypatch.setenv(name, "tcp://10.0.0.1:8000")
    assert load().processes >= 1


@pytest.mark.parametrize(
    ("text", "fr", "en"),
    [
        ("processes = 2.5", "il faut un nombre entier", "a whole number is needed"),
        ("processes = 0", "il faut au moins 1", "at least 1 is needed"),
        ("processes = 99999999999999999999", "il faut au plus 1000", "at most 1000 is needed"),
        ('language = "de"', "il faut 'fr' ou 'en'", "'fr' or 'en' is needed"),
        ("rules = 3", "il faut un chemin", "a path in quotes is needed"),
        ("actor = 3", "il faut un texte", "a text in quotes is needed"),
    ],
)
def test_what_a_setting_needs_is_said_in_both_languages(tmp_path: Path, text: str, fr: str, en: str) -> None:
    """A wrong value is told in the words of the person who has to correct it."""
    with pytest.raises(WrongUsage) as refused:
        load(write(tmp_path / "home", f"{text}\n"))
    assert fr in refused.value.message.fr
    assert en in refused.value.message.en


def test_a_settings_file_closed_to_this_account_is_told() -> None:
    """Settings that may not be read are not those by default."""
    with unprivileged.open_folder() as home:
        write(home, "processes = 3\n")
        with unprivileged.closed(home / SETTINGS_FILE), pytest.raises(WrongUsage) as refused:
            load(home)
    assert refused.value.where == str(home / SETTINGS_FILE)


def test_closed_parts_of_a_home_are_found() -> None:
    """What may not be written to is known before a document is on its way; rules and settings need only be read."""
    with unprivileged.open_folder() as home:
        for name in ("blobs", "index", "rules"):
            (home / name).mkdir()
        (home / "casebinder.db").touch()
        assert closed_parts(load(home)) == ()
        with unprivileged.closed(home / "blobs"):
            assert home / "blobs" in closed_parts(load(home))
        with unprivileged.closed(home / "casebinder.db"):
            found = closed_parts(load(home))
            assert home / "casebinder.db" in found
            assert home / "rules" not in found


def test_a_file_that_is_no_toml_is_refused_in_words(tmp_path: Path) -> None:
    """A settings file that cannot be read is a mistake of whoever wrote it, told as one."""
    with pytest.raises(WrongUsage) as refused:
        load(write(tmp_path / "home", "processes == 3\n"))
    assert SETTINGS_FILE in refused.value.where


def test_settings_cannot_be_changed(settings: Settings) -> None:
    """What was read at the start holds to the end."""
    with pytest.raises(ValueError, match="frozen"):
        settings.processes = 9  # type: ignore[misc]
