"""The signature over a PDF: PAdES, as the last layer, so that the file beneath it stays byte for byte what was made.

The key comes from outside (a PKCS#12 file of a licensed provider). For demonstrations and tests a key is made here
whose certificate says in its name that it is one.
"""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from chungtay.kernel.errors import Both, Refusal

if TYPE_CHECKING:
    from pathlib import Path

TRIAL_NAME = "CHỨNG THƯ THỬ - KHÔNG CÓ GIÁ TRỊ / TEST CERTIFICATE"
_FIELD = "ChuKy1"
_KEY_BITS = 2048
_REASON = "Ban hành"


@dataclass(frozen=True)
class SignatureState:
    """What a check of a signed PDF finds. `is_whole`: nothing was changed after signing."""

    signer: str
    signed_at: datetime | None
    is_intact: bool
    is_whole: bool


def trial_key_made(*, name: str = TRIAL_NAME, days: int = 365, begin: datetime | None = None, password: str) -> bytes:
    """A PKCS#12 file with a key and a certificate that it has signed itself; worth nothing, and it says so."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import pkcs12
    from cryptography.x509.oid import NameOID

    key = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
    since = begin or datetime.now(UTC) - timedelta(minutes=5)
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(named)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    closed = serialization.BestAvailableEncryption(password.encode())
    return pkcs12.serialize_key_and_certificates(named.rfc4514_string().encode(), key, certificate, None, closed)


def signed(content: bytes, key_file: Path, password: str, *, at: datetime | None = None) -> bytes:
    """The PDF with a signature over it.

    Refusal BANHANH-010 for a key that cannot be opened, BANHANH-011 for one whose certificate is not in force.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    signer = _signer(key_file, password, at or datetime.now(UTC))
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    wanted = signers.PdfSignatureMetadata(
        field_name=_FIELD,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        reason=_REASON,
    )
    # An invisible field: a picture on the page would change what was printed.
    made: io.BytesIO = asyncio.run(signers.PdfSigner(wanted, signer=signer).async_sign_pdf(writer, output=io.BytesIO()))
    return made.getvalue()


def _signer(key_file: Path, password: str, now: datetime) -> Any:
    from pyhanko.sign import signers

    try:
        found = signers.SimpleSigner.load_pkcs12_data(key_file.read_bytes(), [], passphrase=password.encode())
    except (OSError, ValueError) as problem:
        raise Refusal.of(
            "BANHANH-010",
            Both("Khóa ký", "Signing key"),
            read=key_file.name,
            expected="PKCS#12 (.p12, .pfx)",
            todo=Both("Kiểm tra tệp khóa và mật khẩu", "Check the file of the key and its password"),
            vi="Không mở được khóa ký",
            en="The signing key cannot be opened",
        ) from problem
    life = found.signing_cert["tbs_certificate"]["validity"]
    since, until = life["not_before"].native, life["not_after"].native
    if not since <= now <= until:
        raise Refusal.of(
            "BANHANH-011",
            Both("Khóa ký", "Signing key"),
            read=f"{since:%d/%m/%Y} – {until:%d/%m/%Y}",
            expected=Both(f"chứng thư còn hiệu lực ngày {now:%d/%m/%Y}", f"a certificate in force on {now:%Y-%m-%d}"),
            todo=Both("Xin cấp lại chứng thư rồi ký lại", "Have the certificate renewed and sign again"),
            vi="Chứng thư ký đã hết hạn hoặc chưa có hiệu lực",
            en="The certificate has expired or is not yet in force",
        )
    return found


def signature_state(content: bytes) -> SignatureState | None:
    """What stands in a PDF's last signature; None where it bears none or is no PDF.

    Whether the certificate is one to be trusted is not asked here: that is for the reader's own program and its list of
    providers. Nothing is fetched.
    """
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import async_validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    try:
        reader = PdfFileReader(io.BytesIO(content))
        found = reader.embedded_signatures
    except (PdfError, ValueError, OSError):
        return None
    if not found:
        return None
    try:
        # Its own certificate stands in for the list of providers, which is not asked here.
        context = ValidationContext(trust_roots=[found[-1].signer_cert], allow_fetching=False)
        status = asyncio.run(async_validate_pdf_signature(found[-1], context))
    except Exception:
        # Anybody's bytes: the libraries beneath raise errors of every kind over a signature that is damaged.
        return SignatureState("", None, is_intact=False, is_whole=False)
    return SignatureState(
        signer=str(status.signing_cert.subject.native.get("common_name", "")),
        signed_at=found[-1].self_reported_timestamp,
        is_intact=bool(status.intact and status.valid),
        is_whole=status.coverage.name == "ENTIRE_FILE",
    )
