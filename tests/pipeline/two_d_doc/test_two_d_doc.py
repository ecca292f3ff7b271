"""A 2D-Doc is read to the letter, and believed only by a certificate that is trusted and was in force."""

from datetime import UTC, date, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as some
from two_d_docs import AUTHORITY, ISSUER, SIGNED_ON, authority, issuer

from pipeline.two_d_doc.reading import is_two_d_doc, read_two_d_doc
from pipeline.two_d_doc.verdict import Verdict, verdict

MESSAGE = "10MME/DURAND/ANNE\x1d22" + "12 RUE DES LILAS\x1d" + "2401000" + "25BOURG EN BRESSE\x1d" + "26FR"
TODAY = date(2026, 11, 22)
CHIEF = authority()
SIGNER = issuer(CHIEF)
TRUSTED = (CHIEF.certificate, SIGNER.certificate)


def judged(payload: str, trusted=TRUSTED, *, today=TODAY) -> Verdict:
    """Read a code and judge it."""
    return verdict(read_two_d_doc(payload), trusted, today=today)


def test_header_and_message_are_read():
    """Header, entries of fixed and of free length, and their order are as they were written; zeros are kept."""
    doc = read_two_d_doc(SIGNER.code("01", MESSAGE))
    assert (doc.version, doc.country, doc.authority, doc.certificate) == (4, "FR", AUTHORITY, ISSUER)
    assert (doc.issued_on, doc.signed_on, doc.document_type, doc.perimeter) == (SIGNED_ON, SIGNED_ON, "01", "01")
    assert [(entry.identifier, entry.value) for entry in doc.entries] == [
        ("10", "MME/DURAND/ANNE"), ("22", "12 RUE DES LILAS"), ("24", "01000"), ("25", "BOURG EN BRESSE"),
        ("26", "FR"),
    ]  # fmt: skip


def test_a_value_that_was_cut_says_so():
    """RS instead of GS behind a value means that the issuer had no room for the rest."""
    doc = read_two_d_doc(SIGNER.code("06", "62DUPONT DE LA\x1e60ANNE\x1d"))
    assert [(entry.value, entry.is_cut) for entry in doc.entries] == [("DUPONT DE LA", True), ("ANNE", False)]


def test_days_are_read_in_both_forms():
    """Days since 2000 in hexadecimal and days in figures are the same days; one that is none is no day."""
    doc = read_two_d_doc(SIGNER.code("06", "5325535525122025" + "5631022025"))
    assert [entry.day for entry in doc.entries] == [date(2026, 2, 28), date(2025, 12, 25), None]


@pytest.mark.parametrize("version", [1, 2, 3])
def test_older_headers_are_shorter(version):
    """Versions 1 and 2 name no perimeter, version 3 no country."""
    more = "01" if version == 3 else ""
    doc = read_two_d_doc(f"DC0{version}FR0000012560256001{more}18F1\x1d\x1f" + "A" * 103)
    assert [(entry.identifier, entry.value) for entry in doc.entries] == [("18", "F1")]


def test_entries_of_other_perimeters_are_left_alone():
    """Lengths are known for the usual perimeter alone: of another one the header is read, and the signature judged."""
    doc = read_two_d_doc(SIGNER.code("01", "10ANNE\x1d", perimeter="0A"))
    assert doc.entries == ()
    assert verdict(doc, TRUSTED, today=TODAY) is Verdict.VALID


def test_a_signature_holds():
    """What was signed with the key of a trusted certificate is valid."""
    assert judged(SIGNER.code("01", MESSAGE)) is Verdict.VALID


@pytest.mark.parametrize("curve", [ec.SECP384R1(), ec.SECP521R1()], ids=lambda curve: curve.name)
def test_larger_curves_hold(curve):
    """The specification allows larger keys, each with its own hash."""
    signer = issuer(CHIEF, curve=curve)
    assert judged(signer.code("01", MESSAGE), (CHIEF.certificate, signer.certificate)) is Verdict.VALID


CODE = SIGNER.code("01", MESSAGE)


@given(some.integers(12, CODE.index("\x1f") - 1), some.characters(min_codepoint=48, max_codepoint=57))
def test_no_altered_content_is_valid(at, figure):
    """Whatever character of header or message is changed, the code is forged or no longer readable."""
    altered = CODE[:at] + figure + CODE[at + 1 :]
    try:
        found = judged(altered)
    except ValueError:
        return
    assert found is (Verdict.VALID if altered == CODE else Verdict.FORGED)


def test_a_certificate_that_is_not_trusted_proves_nothing():
    """Without the issuer's certificate the verdict is open, whatever else is trusted."""
    assert judged(SIGNER.code("01", MESSAGE), (CHIEF.certificate,)) is Verdict.UNKNOWN_CERTIFICATE
    assert judged(SIGNER.code("01", MESSAGE), ()) is Verdict.UNKNOWN_CERTIFICATE


def test_an_issuer_that_its_authority_did_not_make_does_not_count():
    """Where the authority's certificate is trusted, one that only bears its name proves nothing."""
    other = issuer(authority())
    found = judged(other.code("01", MESSAGE), (CHIEF.certificate, other.certificate))
    assert found is Verdict.UNKNOWN_CERTIFICATE


def test_a_renewed_certificate_keeps_its_name():
    """Of several certificates of one name the one that holds counts."""
    assert judged(SIGNER.code("01", MESSAGE), (issuer(CHIEF).certificate, *TRUSTED)) is Verdict.VALID


def test_an_issuer_alone_may_be_trusted():
    """An administrator who trusts one issuer need not trust its authority."""
    assert judged(SIGNER.code("01", MESSAGE), (SIGNER.certificate,)) is Verdict.VALID


def test_papers_outlive_certificates():
    """A certificate that ran out since is still right for what was signed before; not for what was signed later."""
    signer = issuer(CHIEF, until=datetime(2026, 6, 1, tzinfo=UTC))
    trusted = (CHIEF.certificate, signer.certificate)
    assert judged(signer.code("01", MESSAGE), trusted) is Verdict.VALID
    assert judged(signer.code("01", MESSAGE, day=date(2026, 7, 1)), trusted) is Verdict.OUT_OF_TIME


def test_nobody_signs_tomorrow():
    """A day of signature that has not come is not believed."""
    assert judged(SIGNER.code("01", MESSAGE, day=date(2026, 12, 24))) is Verdict.OUT_OF_TIME


@pytest.mark.parametrize(
    "payload",
    ["", "DC04", "https://example.test/DC04", CODE.replace("\x1f", ""), CODE[:30], CODE[:-1] + "!", CODE + "É"],
)
def test_what_is_damaged_is_refused(payload):
    """What is no 2D-Doc, or one that lacks a part, is not read."""
    with pytest.raises(ValueError, match=r".*"):
        read_two_d_doc(payload)


@given(some.text(alphabet="DC0123456789ABFR\x1d\x1e\x1f ", max_size=200))
def test_any_text_is_read_or_refused(text):
    """Nothing but ValueError comes of content that only looks like a 2D-Doc."""
    payload = CODE[:26] + text
    assert is_two_d_doc(payload)
    try:
        assert read_two_d_doc(payload).entries is not None
    except ValueError:
        return
