"""The names under which passwords and tokens are kept: by what they open, so that two numbers or
two databases have two."""

from typing import Literal


def whatsapp(
    phone_number_id: str, what: Literal["access_token", "app_secret", "verify_token"]
) -> str:
    """Of a WhatsApp number."""
    return f"whatsapp:{phone_number_id}:{what}"


def tryton(url: str, database: str, login: str) -> str:
    """The password of a Tryton user."""
    return f"tryton:{url}:{database}:{login}"
