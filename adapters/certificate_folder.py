"""The folder in which an administrator puts the certificates whose 2D-Docs are believed (docs/two-d-doc.md)."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

ENDINGS = frozenset({".cer", ".crt", ".der", ".pem"})
_PEM = b"-----BEGIN CERTIFICATE-----"


class CertificateFolder:
    """The port `Certificates`; the folder is looked at each time, so that a change needs no restart."""

    def __init__(self, folder: Path) -> None:
        """Note the folder; it need not be there."""
        self._folder = folder

    def trusted(self) -> Sequence[bytes]:
        """Return every certificate that can be read, in the order of the files' names."""
        return tuple(der for _, found in self._looked() for der in found)

    def unreadable(self) -> Sequence[str]:
        """Return the names of the files that hold no certificate, for whoever keeps the folder."""
        return tuple(file.name for file, found in self._looked() if not found)

    def _looked(self) -> Iterator[tuple[Path, tuple[bytes, ...]]]:
        files = sorted(self._folder.iterdir()) if self._folder.is_dir() else []
        for file in files:
            if file.is_file() and file.suffix.lower() in ENDINGS:
                yield file, _certificates(file)


def _certificates(file: Path) -> tuple[bytes, ...]:
    """Return the certificates of a file, one in DER or several in PEM; none when it holds anything else."""
    try:
        content = file.read_bytes()
        is_text = _PEM in content
        found = x509.load_pem_x509_certificates(content) if is_text else [x509.load_der_x509_certificate(content)]
    except (OSError, ValueError):
        return ()
    return tuple(each.public_bytes(Encoding.DER) for each in found)
