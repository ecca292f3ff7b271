"""A letter with two slips, in words made for the tests, and the channels that must all keep the one contract."""

from collections.abc import Callable, Iterator
from pathlib import Path

import buckets
import pytest

from adapters.local.outgoing import OutgoingFolder
from adapters.minio.outgoing import MinioOutgoing
from casebinder.letters.letter import AskedPiece, Letter, LetterSlip, Office
from casebinder.letters.slips import answer_code, in_clear
from pipeline.model.text import Language
from pipeline.separation.cutting import ANSWER_HINT
from services.ports.letters import Mailer

CODES = (answer_code("one"), answer_code("two"))


@pytest.fixture
def letter() -> Letter:
    """Return the letter."""
    return Letter(
        language=Language.FR,
        office=Office(lines=("Caisse d’assurance", "1 rue Haute", "59000 Lille"), contact="03 20 00 00 00"),
        recipient=("Hélène DUPONT", "14 rue des Tisserands", "59100 Roubaix"),
        dated="Le 1er juillet 2026",
        marks=(("Nos références", "OD-2026-00017"),),
        subject="Maladie professionnelle : pièces à nous adresser",
        salutation="Madame, Monsieur,",
        opening="Nous avons besoin des pièces suivantes :",
        pieces=(
            AskedPiece(title="Pièce d’identité", kinds="carte ou passeport", why="La pièce était expirée."),
            AskedPiece(title="Relevé de carrière", kinds="", why=""),
        ),
        paragraphs=("Merci de nous répondre au plus tard le 20 juillet 2026.", "#evil $x$ *b* @ref <l> \\ {}"),
        closing="Salutations distinguées.",
        signature="Caisse d’assurance",
        slip_head="Coupon-réponse",
        slip_order="À placer devant :",
        slip_rules=("Une feuille pour une pièce.",),
        slip_mark="Code du coupon",
        slips=tuple(
            LetterSlip(title=title, kinds="", payload=ANSWER_HINT + code, code=in_clear(code))
            for title, code in zip(("Pièce d’identité", "Relevé de carrière"), CODES, strict=True)
        ),
    )


Look = Callable[[], dict[str, bytes]]


@pytest.fixture(params=["local", "seaweedfs", "minio"])
def outgoing(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Mailer, Look]]:
    """Yield an empty channel of each kind, and the look at what lies there by its place."""
    if request.param == "local":

        def lies() -> dict[str, bytes]:
            files = (path for path in tmp_path.rglob("*") if path.is_file())
            return {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in files}

        yield OutgoingFolder(tmp_path), lies
        return
    with buckets.fresh(request, request.param) as made:
        connection = made.connect()

        def kept() -> dict[str, bytes]:
            if not connection.client.bucket_exists(connection.bucket):
                return {}
            objects = connection.client.list_objects(connection.bucket, recursive=True)
            names = [found.object_name or "" for found in objects]
            return {name: connection.client.get_object(connection.bucket, name).read() for name in names}

        yield MinioOutgoing(connection), kept
