"""The public key of a server that stands in Telegram's place, however it was written down.

Telegram's own are PKCS#1; what makes servers' keys (``openssl``, ``cryptography``) mostly writes
SubjectPublicKeyInfo. A settings field or an environment variable keeps no line breaks.
"""

import base64
import binascii
import re
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from core.domain.problems import Problem, ProblemError

_KINDS: Final = ("RSA PUBLIC KEY", "PUBLIC KEY")


def pkcs1_pem(text: str) -> str:
    """The key as PKCS#1 PEM, from PEM of either kind, with or without its line breaks. Raises
    ProblemError ``telegram-server-key``."""
    text = re.sub(r"\\[rn]", " ", text)
    kind = next((one for one in _KINDS if f"-----BEGIN {one}-----" in text), "")
    body = re.sub(r"\s", "", re.sub(r"-----[A-Z0-9 ]+-----", "", text))
    pem = f"-----BEGIN {kind}-----\n{_lines(body)}\n-----END {kind}-----\n"
    try:
        base64.b64decode(body, validate=True)
        key = load_pem_public_key(pem.encode("ascii"))
    except (ValueError, binascii.Error, UnsupportedAlgorithm) as error:
        raise ProblemError(Problem("telegram-server-key")) from error
    if not isinstance(key, RSAPublicKey):
        raise ProblemError(Problem("telegram-server-key"))
    return key.public_bytes(Encoding.PEM, PublicFormat.PKCS1).decode()


def _lines(body: str) -> str:
    return "\n".join(body[at : at + 64] for at in range(0, len(body), 64))
