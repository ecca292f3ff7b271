"""The demonstration's home on servers: the commands it proposes must find the servers by that home alone."""

from pathlib import Path

import pytest
from demo_servers import as_toml

from bootstrap.settings import SETTINGS_FILE, load


def test_a_home_names_its_servers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written from the environment of the servers is read as the same settings, odd secrets included."""
    told = {
        "CASEBINDER_DATABASE_URL": "postgresql+psycopg://a:b@127.0.0.1:1/demo",
        "CASEBINDER_S3_SECRET_KEY": 'a"\\-é',
    }
    for name in told:
        monkeypatch.delenv(name, raising=False)
    (tmp_path / SETTINGS_FILE).write_text(as_toml(told), encoding="utf-8")
    settings = load(tmp_path)
    assert settings.database_url == told["CASEBINDER_DATABASE_URL"]
    assert settings.s3_secret_key.get_secret_value() == told["CASEBINDER_S3_SECRET_KEY"]
