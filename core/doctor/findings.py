"""What was found about a step, as a key of the translations with its gaps."""

from typing import Final, Literal

import msgspec

from core.domain.problems import Problem

SIZES: Final = frozenset({"free", "least", "used", "most"})
State = Literal["ok", "problem", "unchecked"]


class Finding(msgspec.Struct, frozen=True):
    """``step`` is named by ``doctor-step-<step>``, the sentence is ``key``. Of its gaps those in
    `SIZES` are bytes."""

    step: str
    state: State
    key: str
    params: dict[str, str] = {}


def good(step: str, code: str, **params: str) -> Finding:
    """It is as it should be."""
    return Finding(step, "ok", f"doctor-{code}", params)


def bad(step: str, code: str | Problem, **params: str) -> Finding:
    """It has to be mended; the sentence says how."""
    if isinstance(code, Problem):
        return Finding(step, "problem", f"problem-{code.code}", code.params | params)
    return Finding(step, "problem", f"doctor-{code}", params)


def unknown(step: str, code: str, **params: str) -> Finding:
    """It could not be looked at; the sentence says why."""
    return Finding(step, "unchecked", f"doctor-{code}", params)
