"""Is a 2D-Doc what it says to be? Its signature against the certificates that the customer trusts.

Trust comes from those certificates alone, nothing is fetched. ECDSA by FIPS 186-4 over the curves that the
specification allows, each with its hash; the certificate has to have been in force on the day of signature, not today:
a paper is kept longer than the certificate that signed it.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.x509.oid import NameOID

from pipeline.two_d_doc.reading import TwoDDoc

_HASHES: Final[dict[int, hashes.HashAlgorithm]] = {256: hashes.SHA256(), 384: hashes.SHA384(), 521: hashes.SHA512()}
"""The hash for each size of curve, in bits."""
_A_DAY: Final = timedelta(days=1)
"""Days are the issuer's own, wherever on earth; certificates count in UTC."""


class Verdict(StrEnum):
    """What became of the signature."""

    VALID = "valid"
    FORGED = "forged"
    OUT_OF_TIME = "out_of_time"
    UNKNOWN_CERTIFICATE = "unknown_certificate"


def verdict(doc: TwoDDoc, trusted: Sequence[bytes], *, today: date) -> Verdict:
    """Judge a 2D-Doc by trusted certificates (DER), those of authorities and those of issuers.

    An issuer's certificate counts when it bears the names that the header gives, and was made by the authority where
    the authority's own is trusted too. One that holds is enough: a renewed certificate keeps its name.
    """
    certificates = [x509.load_der_x509_certificate(each) for each in trusted]
    authorities = [each for each in certificates if _name(each.subject) == doc.authority]
    named = [
        each
        for each in certificates
        if (_name(each.issuer), _name(each.subject)) == (doc.authority, doc.certificate)
        and (not authorities or any(_was_made_by(each, authority) for authority in authorities))
    ]
    if not named:
        return Verdict.UNKNOWN_CERTIFICATE
    holding = [each for each in named if _holds(doc, each)]
    if not holding:
        return Verdict.FORGED
    in_force = doc.signed_on is not None and doc.signed_on <= today and any(_covers(c, doc.signed_on) for c in holding)
    return Verdict.VALID if in_force else Verdict.OUT_OF_TIME


def _name(name: x509.Name) -> str:
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else ""


def _was_made_by(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def _holds(doc: TwoDDoc, certificate: x509.Certificate) -> bool:
    """Return whether the certificate's key made the signature."""
    key = certificate.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey) or key.curve.key_size not in _HASHES:
        return False
    half = (key.curve.key_size + 7) // 8
    if len(doc.signature) != 2 * half:
        return False
    r, s = (int.from_bytes(part, "big") for part in (doc.signature[:half], doc.signature[half:]))
    try:
        key.verify(encode_dss_signature(r, s), doc.signed, ec.ECDSA(_HASHES[key.curve.key_size]))
    except InvalidSignature:
        return False
    return True


def _covers(certificate: x509.Certificate, day: date) -> bool:
    noon = datetime.combine(day, time(12), UTC)
    return certificate.not_valid_before_utc - _A_DAY <= noon <= certificate.not_valid_after_utc + _A_DAY
