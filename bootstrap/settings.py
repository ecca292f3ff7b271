"""Settings of an installation: `casebinder.toml` in its home, and `CASEBINDER_*` above it.

Every setting has a default that works on one machine, and no secret has one: a server's name alone moves a part there.
docs/reference/settings.md lists them.
"""

import os
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from adapters.paths import is_file, is_folder
from bootstrap.wrong_settings import PREFIX, SETTINGS_FILE, misspelt, unreadable, wrong
from pipeline.model.text import Language

DEFAULT_HOME = Path("var")
PACKAGED_RULES = Path(__file__).parents[1] / "rules"


class Settings(BaseSettings):
    """What can be set; the names are those of the file, and of the environment with `CASEBINDER_` before.

    The upper limits are beyond every machine; a number beyond them is a slip, and fails what reckons with it.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    home: Path = Field(default=DEFAULT_HOME, description="Folder of the installation: database, content, case folders.")
    language: Language = Field(default=Language.FR, description="Language of messages: fr or en.")
    actor: str = Field(default="local", description="Who acts when --as is not given.")
    database_url: str = Field(default="", description="SQLAlchemy address; empty: SQLite in the home.")
    database_connections: int = Field(
        default=10, ge=1, le=10_000, description="Connections a process may hold to PostgreSQL."
    )
    s3_endpoint: str = Field(default="", description="Address of the S3 server; empty: content in the home.")
    s3_access_key: str = Field(default="", description="Name of the account at the S3 server.")
    s3_secret_key: SecretStr = Field(default=SecretStr(""), description="Secret of that account.")
    s3_bucket: str = Field(default="casebinder", description="Name of the content bucket, and prefix of the others.")
    s3_region: str = Field(default="us-east-1", description="Region of the buckets.")
    s3_ca: Path | None = Field(default=None, description="Certificates that vouch for the S3 server; none: usual ones.")
    elastic_url: str = Field(default="", description="Address of Elasticsearch; empty: index in the home.")
    elastic_api_key: SecretStr = Field(default=SecretStr(""), description="API key for Elasticsearch.")
    elastic_user: str = Field(default="", description="Account at Elasticsearch, when no API key is given.")
    elastic_password: SecretStr = Field(default=SecretStr(""), description="Password of that account.")
    elastic_ca: Path | None = Field(default=None, description="Certificates that vouch for Elasticsearch.")
    elastic_index: str = Field(default="casebinder", description="Name of the alias, and prefix of the indexes.")
    rules: Path | None = Field(default=None, description="Folder of rule files; empty: the home's `rules`, else ours.")
    inbox: Path | None = Field(default=None, description="Hot folder; none: `inbox` in the home, when it is there.")
    batch_class: str = Field(default="mailroom", description="Batch class when none is named.")
    processes: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, le=1000, description="Reading processes.")
    page_seconds: int = Field(default=120, ge=5, le=86_400, description="Seconds of the processor a page may take.")
    page_memory_mb: int = Field(
        default=3000, ge=1000, le=1_000_000, description="Memory a reading process may take, in MB."
    )
    max_pages: int = Field(default=1000, ge=1, le=1_000_000, description="Pages a file may have.")
    max_file_mb: int = Field(default=1024, ge=1, le=1_000_000, description="Size a file may have, in MB.")
    upload_days: int = Field(default=7, ge=1, le=3650, description="Days after which an unfinished upload is cleared.")
    uploads_mb: int = Field(
        default=20_000, ge=1, le=1_000_000_000, description="Size all uploads under way may have together, in MB."
    )
    certificates: Path | None = Field(default=None, description="Folder of certificates trusted for 2D-Doc.")
    tessdata: Path | None = Field(default=None, description="Folder of Tesseract's language data; empty: searched.")
    ocr: Literal["tesserocr", "pytesseract"] = Field(default="tesserocr", description="Recognition engine.")
    engine: Literal["inline", "prefect"] = Field(default="inline", description="What runs capture.")
    letter_office: str = Field(default="", description="Name and address of the office on letters, a line each.")
    letter_contact: str = Field(default="", description="How the office is reached, in one line at the foot.")
    letter_language: Language | None = Field(default=None, description="Language of letters; none: that of messages.")
    prefect_api_url: str = Field(default="", description="Address of the Prefect server; empty: PREFECT_API_URL.")
    prefect_work_pool: str = Field(default="casebinder", description="Work pool of the schedules and workers.")
    organisation: str = Field(default="", description="Name of the organisation, as the pages and letters show it.")
    web_host: str = Field(default="127.0.0.1", description="Address of this machine at which the pages are served.")
    web_port: int = Field(default=8000, ge=0, le=65535, description="Port of the pages; 0: any that is free.")
    web_url: str = Field(default="", description="Address at which people reach the pages, when it is another.")
    session_minutes: int = Field(
        default=30, ge=1, le=525_600, description="Minutes without an act after which a session ends."
    )

    @model_validator(mode="before")
    @classmethod
    def take_empty_for_default(cls, given: dict[str, Any]) -> dict[str, Any]:
        """Leave out what is empty, as scripts and compose files write what they do not set: the default stands for it.

        An empty path would else be the present folder: a hot folder, from which files are taken.
        """
        return {name: value for name, value in given.items() if value != "" or name not in cls.model_fields}

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic's signature
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read, strongest first: what the command gives, the environment, the home's file."""
        given = init_settings()
        home = Path(str(given.get("home") or os.environ.get("CASEBINDER_HOME") or DEFAULT_HOME))
        file = home / SETTINGS_FILE
        files = [file] if is_file(file) else []  # pydantic raises where opening the home says it in words
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, files)

    @property
    def database(self) -> str:
        """Return the database's address."""
        return self.database_url or f"sqlite:///{self.embedded_database}"

    @property
    def embedded_database(self) -> Path:
        """Return the file of the records where no server keeps them."""
        return self.home / "casebinder.db"

    @property
    def receipts_folder(self) -> Path:
        """Return the folder of what tells of each batch, once its content was put."""
        return self.home / "snapshots" / "receipts"

    @property
    def hot_folder(self) -> Path:
        """Return the folder that is polled and that `up` watches."""
        return self.inbox or self.home / "inbox"

    @property
    def uploads_folder(self) -> Path:
        """Return the folder of uploads under way."""
        return self.home / "uploads"

    @property
    def certificates_folder(self) -> Path:
        """Return the folder of the certificates whose 2D-Docs are believed."""
        return self.certificates or self.home / "certificates"

    @property
    def rules_folder(self) -> Path:
        """Return the folder of rule files in force."""
        if self.rules is not None:
            return self.rules
        own = self.home / "rules"
        return own if is_folder(own) else PACKAGED_RULES


def load(home: Path | None = None, *, engine: str | None = None, language: str | None = None) -> Settings:
    """Read the settings; raises WrongUsage naming the setting that is wrong and where it stands."""
    names = tuple(Settings.model_fields)
    given = {"home": home, "engine": engine, "language": language}
    if (slip := misspelt(os.environ, names)) is not None:
        raise slip
    try:
        return Settings.model_validate({name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        raise wrong(error, names) from error
    except OSError as error:
        raise unreadable(error) from error
