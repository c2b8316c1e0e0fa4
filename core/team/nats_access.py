"""What opens a NATS server: user and password, or a user's credentials (JWT and seed).

Source: https://docs.nats.io/using-nats/developer/connecting/creds
"""

import base64
import binascii
import re
import ssl
from pathlib import Path
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.domain.problems import Problem, ProblemError

_JWT = re.compile(r"BEGIN NATS USER JWT-+\s*([\w.\-]+)")
_SEED = re.compile(r"BEGIN USER NKEY SEED-+\s*(SU[A-Z2-7]{56})")


class NatsAccess(msgspec.Struct, frozen=True, kw_only=True):
    """``servers`` are ``nats://host:port`` or ``tls://…``. ``secret`` is the password of ``user``
    or the whole text of a ``.creds`` file; ``ca_file`` is whom to trust besides the system's
    authorities. ``name`` says who we are; our answers come under ``_INBOX.<name>``."""

    servers: tuple[str, ...]
    name: str
    user: str = ""
    secret: str = ""
    ca_file: str = ""

    def options(self) -> dict[str, Any]:
        """For `nats.connect`. Raises ProblemError for credentials that are none, or a CA file
        that cannot be read."""
        found: dict[str, Any] = {"name": self.name, "inbox_prefix": f"_INBOX.{token(self.name)}"}
        if "BEGIN NATS USER JWT" in self.secret:
            jwt, seed = _JWT.search(self.secret), _SEED.search(self.secret)
            if jwt is None or seed is None:
                raise ProblemError(Problem("feed-credentials"))
            key = _key(seed[1])
            found |= {
                # nats-py signs for whoever has a user; with a signature the name is not sent
                "user": self.user or "jwt",
                "user_jwt_cb": jwt[1].encode,
                "signature_cb": lambda nonce: base64.b64encode(key.sign(nonce.encode())),
            }
        elif self.user:
            found |= {"user": self.user, "password": self.secret}
        if self.ca_file:
            try:
                found["tls"] = ssl.create_default_context(cafile=Path(self.ca_file))
            except (OSError, ssl.SSLError) as error:
                params = {"path": self.ca_file, "detail": error.strerror or str(error)}
                raise ProblemError(Problem("feed-ca-file", params)) from error
        elif any(server.startswith("tls://") for server in self.servers):
            found["tls"] = ssl.create_default_context()
        return found


def token(name: str) -> str:
    """A name as one token of a subject."""
    return re.sub(r"[^A-Za-z0-9_\-]", "_", name) or "_"


def _key(seed: str) -> Ed25519PrivateKey:
    """The key of a user's seed: base32 of two bytes of prefix, the key and a checksum."""
    raw = base64.b32decode(seed + "=" * (-len(seed) % 8))
    if len(raw) != 36 or binascii.crc_hqx(raw[:-2], 0) != int.from_bytes(raw[-2:], "little"):
        raise ProblemError(Problem("feed-credentials"))
    return Ed25519PrivateKey.from_private_bytes(raw[2:34])
