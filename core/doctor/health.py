"""What a running hub says of itself, and the desks that it knows."""

from collections.abc import Sequence
from typing import Any, Final

from core.doctor.calling import Answer, Caller, decoded
from core.doctor.findings import Finding, bad, good, unknown
from core.doctor.setup import DeskToken

_PLACEHOLDERS: Final = frozenset(
    {"0" * 64, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}
)
"""Of the model configuration, and of no token at all."""


async def asked(url: str, caller: Caller) -> tuple[Finding, dict[str, Any]]:
    """`/health`, and what it says."""
    answer = await caller.ask(f"{url}/health")
    said = decoded(answer)
    return health(url, answer, said), said


def health(url: str, answer: Answer, said: dict[str, Any]) -> Finding:
    """Whether webhooks are kept now. Pure."""
    home, media = _part(said, "home"), _part(said, "media")
    if answer.status not in (200, 503) or "ok" not in home:
        return bad("health", "health-silent", place=url, status=str(answer.status))
    if not home["ok"]:
        return bad("health", "health-home", detail=str(home.get("problem", "")))
    if not said.get("ok"):
        return bad("health", "health-disk")
    if not media.get("ok", True):
        return bad("health", "health-media", n=str(media.get("due", "")))
    hours = str(round(float(said.get("uptime_seconds", 0)) / 3600))
    return good("health", "health-good", version=str(said.get("version", "")), hours=hours)


def _part(said: dict[str, Any], name: str) -> dict[str, Any]:
    part = said.get(name)
    return part if isinstance(part, dict) else {}


def desks(known: Sequence[DeskToken], said: dict[str, Any]) -> list[Finding]:
    """Whether anybody can read, and whether he does. Pure."""
    if not known:
        return [bad("desks", "desks-none")]
    reading = {
        str(one.get("desk")): bool(one.get("connected"))
        for one in said.get("desks") or []
        if isinstance(one, dict)
    }
    return [_desk(desk, reading) for desk in known]


def _desk(desk: DeskToken, reading: dict[str, bool]) -> Finding:
    if desk.digest in _PLACEHOLDERS:
        return bad("desks", "desk-placeholder", name=desk.name)
    if not reading:
        return good("desks", "desk-known", name=desk.name)
    if desk.name not in reading:
        return bad("desks", "desk-restart", name=desk.name)
    return good("desks", "desk-reads" if reading[desk.name] else "desk-away", name=desk.name)


def desks_elsewhere() -> Finding:
    """Desks that read from NATS: only they see their rights."""
    return unknown("desks", "desks-nats")
