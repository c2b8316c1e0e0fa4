"""Errors in the Graph API's own form.

The codes: https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
"""

from __future__ import annotations

import secrets
from typing import Any

_TITLES = {
    15: "This method must be called with an app access_token.",
    100: "Invalid parameter",
    190: "Invalid OAuth access token - Cannot parse access token",
    131000: "Something went wrong",
    131008: "Required parameter is missing",
    131009: "Parameter value is not valid",
    131026: "Message undeliverable",
    131030: "Recipient phone number not in allowed list",
    131047: "Re-engagement message",
    131051: "Unsupported message type",
    131053: "Media upload error",
    131056: "(Business Account, Consumer Account) pair rate limit hit",
    130429: "Rate limit hit",
    132000: "Number of parameters does not match the expected number of params",
    132001: "Template name does not exist in the translation",
    132005: "Translated text too long",
    132012: "Parameter format does not match format in the created template",
    132015: "Template is paused",
    132016: "Template is disabled",
    132018: "There is an issue with the parameters in your template",
    134100: "Only marketing messages are supported on this endpoint",
}


def title(code: int) -> str:
    """The short text that goes with a code."""
    return _TITLES.get(code, "Unknown error")


class GraphError(Exception):
    """A refusal: `status` is the HTTP status, `body` what stands in the answer."""

    def __init__(
        self, code: int, details: str, *, status: int = 400, subcode: int | None = None
    ) -> None:
        super().__init__(f"{code}: {details}")
        self.code = code
        self.details = details
        self.status = status
        self.subcode = subcode

    @property
    def body(self) -> dict[str, Any]:
        """`{"error": {message, type, code, error_data, fbtrace_id}}`."""
        message = title(self.code) if self.code == 190 else f"(#{self.code}) {title(self.code)}"
        error: dict[str, Any] = {
            "message": message,
            "type": "OAuthException",
            "code": self.code,
            "error_data": {"messaging_product": "whatsapp", "details": self.details},
            "fbtrace_id": "A" + secrets.token_urlsafe(16),
        }
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        return {"error": error}


def unauthorised() -> GraphError:
    """The answer to a missing or wrong bearer token."""
    return GraphError(190, "The access token could not be decrypted", status=401)


def no_object(ident: str) -> GraphError:
    """The answer to an id that is nothing here."""
    return GraphError(
        100, f"Object with ID '{ident}' does not exist or cannot be loaded", subcode=33
    )
