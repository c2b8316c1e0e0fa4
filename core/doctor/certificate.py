"""The certificate that a server shows: whether it is trusted, whose it is, how long it holds."""

import asyncio
import contextlib
import ssl
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

import msgspec
from cryptography import x509
from cryptography.x509.oid import NameOID

from core.doctor.findings import Finding, bad, good

_SECONDS: Final = 10.0
_SOON: Final = timedelta(days=14)
_EXPIRED: Final = 10
_NOT_YET: Final = 9
_NAMES: Final = (62, 64)
"""Numbers of X509_V_ERR: https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/"""


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """``code`` and ``why``: OpenSSL's verdict, 0 where it trusts the certificate."""

    names: tuple[str, ...]
    issuer: str
    since: datetime
    until: datetime
    code: int = 0
    why: str = ""


class SilentError(Exception):
    """Nobody answers, or not with TLS; the text says why."""


def context(ca_file: str) -> ssl.SSLContext:
    """Trusts the system's authorities and those of ``ca_file``. Raises OSError."""
    made = ssl.create_default_context()
    if ca_file:
        made.load_verify_locations(ca_file)
    return made


async def shown(url: str, trusted: ssl.SSLContext) -> Shown:
    """What the server of ``url`` shows. Raises SilentError."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        port = parts.port or 443
        return read(await _handshake(host, port, trusted))
    except ssl.SSLCertVerificationError as error:
        code, why = error.verify_code, error.verify_message
    except (OSError, TimeoutError, ValueError) as error:
        raise SilentError(_told(error)) from error
    unchecked = ssl.create_default_context()
    unchecked.check_hostname = False
    unchecked.verify_mode = ssl.CERT_NONE
    try:
        found = read(await _handshake(host, port, unchecked))
    except (OSError, TimeoutError, ValueError) as error:
        raise SilentError(_told(error)) from error
    return msgspec.structs.replace(found, code=code, why=why)


async def _handshake(host: str, port: int, trusted: ssl.SSLContext) -> bytes:
    async with asyncio.timeout(_SECONDS):
        _, writer = await asyncio.open_connection(host, port, ssl=trusted, server_hostname=host)
    try:
        found = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    finally:
        writer.close()
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(_SECONDS):
                await writer.wait_closed()
    if not found:
        raise ValueError("no certificate")
    return bytes(found)


def _told(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, ssl.SSLError):
        return error.reason or "TLS"
    return (isinstance(error, OSError) and error.strerror) or str(error)


def read(der: bytes) -> Shown:
    """A certificate as it is shown. Pure; raises ValueError."""
    found = x509.load_der_x509_certificate(der)
    try:
        more = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        names = (
            *more.get_values_for_type(x509.DNSName),
            *map(str, more.get_values_for_type(x509.IPAddress)),
        )
    except x509.ExtensionNotFound:
        names = ()
    by = found.issuer
    told = by.get_attributes_for_oid(NameOID.ORGANIZATION_NAME) or by.get_attributes_for_oid(
        NameOID.COMMON_NAME
    )
    return Shown(
        names=names,
        issuer=str(told[0].value) if told else by.rfc4514_string(),
        since=found.not_valid_before_utc,
        until=found.not_valid_after_utc,
    )


def judged(step: str, url: str, found: Shown, now: datetime | None = None) -> Finding:
    """Whether Meta would trust it, and for how long. Pure."""
    now = now or datetime.now(UTC)
    host = urlsplit(url).hostname or ""
    left = found.until - now
    told = {"host": host, "issuer": found.issuer, "date": f"{found.until:%Y-%m-%d}"}
    if found.code == _EXPIRED or (found.code and left <= timedelta(0)):
        return bad(step, "certificate-expired", **told)
    if found.code == _NOT_YET:
        return bad(step, "certificate-not-yet", host=host, date=f"{found.since:%Y-%m-%d %H:%M}")
    if found.code in _NAMES:
        return bad(step, "certificate-name", host=host, names=", ".join(found.names) or "–")
    if found.code:
        return bad(step, "certificate-untrusted", host=host, issuer=found.issuer, detail=found.why)
    # whoever renews by himself does so with a third of the time left
    if left < min(_SOON, (found.until - found.since) / 5):
        return bad(step, "certificate-soon", **told)
    return good(step, "certificate-good", **told, days=str(left.days))
