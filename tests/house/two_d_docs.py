"""2D-Docs of our own making: an authority, an issuer's certificate and its key, and messages signed with it."""

from base64 import b32encode
from dataclasses import dataclass
from datetime import UTC, date, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

AUTHORITY, ISSUER = "FR99", "CB01"
SIGNED_ON = date(2026, 3, 2)
UNTIL = datetime(2029, 1, 1, tzinfo=UTC)
_HASHES = {256: hashes.SHA256(), 384: hashes.SHA384(), 521: hashes.SHA512()}


@dataclass(frozen=True, kw_only=True)
class Signatory:
    """Whoever signs: a key and the certificate for it, in DER."""

    key: ec.EllipticCurvePrivateKey
    certificate: bytes

    def code(self, kind: str, message: str, *, day: date = SIGNED_ON, perimeter: str = "01") -> str:
        """Return the content of a 2D-Doc of version 4, issued and signed on a day."""
        days = f"{(day - date(2000, 1, 1)).days:04X}"
        signed = f"DC04{AUTHORITY}{ISSUER}{days}{days}{kind}{perimeter}FR{message}"
        return f"{signed}\x1f{self._signature(signed)}"

    def _signature(self, signed: str) -> str:
        size = self.key.curve.key_size
        r, s = decode_dss_signature(self.key.sign(signed.encode(), ec.ECDSA(_HASHES[size], deterministic_signing=True)))
        half = (size + 7) // 8
        return b32encode(r.to_bytes(half, "big") + s.to_bytes(half, "big")).decode().rstrip("=")


def authority(name: str = AUTHORITY) -> Signatory:
    """Make an authority, which vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    return Signatory(key=key, certificate=_certificate(name, name, key, key, is_authority=True))


def issuer(
    by: Signatory,
    *,
    curve: ec.EllipticCurve | None = None,
    secret: int | None = None,
    since: datetime = datetime(2025, 1, 1, tzinfo=UTC),
    until: datetime = UNTIL,
) -> Signatory:
    """Make an issuer whose certificate an authority signed; with the same secret its codes are the same each time."""
    curve = curve or ec.SECP256R1()
    key = ec.generate_private_key(curve) if secret is None else ec.derive_private_key(secret, curve)
    return Signatory(key=key, certificate=_certificate(ISSUER, AUTHORITY, key, by.key, since=since, until=until))


def _certificate(
    subject: str,
    made_by: str,
    key: ec.EllipticCurvePrivateKey,
    signing: ec.EllipticCurvePrivateKey,
    *,
    is_authority: bool = False,
    since: datetime = datetime(2025, 1, 1, tzinfo=UTC),
    until: datetime = UNTIL,
) -> bytes:
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in (subject, made_by)]
    builder = x509.CertificateBuilder().subject_name(names[0]).issuer_name(names[1]).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(since).not_valid_after(until)
    builder = builder.add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    return builder.sign(signing, hashes.SHA256()).public_bytes(Encoding.DER)


@dataclass(frozen=True)
class Trusting:
    """The port `Certificates` with these."""

    certificates: tuple[bytes, ...]

    def trusted(self) -> tuple[bytes, ...]:
        """Return them."""
        return self.certificates
