"""The tokens of a theme: colour, type, spacing and radius, read from TOML. No Qt here."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from desktop.shell.places import theme_file

Scheme = Literal["light", "dark"]

# Text tokens and the grounds they are drawn on; the tests hold each to 4.5:1 (WCAG AA).
TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *((ink, ground) for ink in ("text", "text_2", "text_3")
      for ground in ("window", "rail", "canvas", "raised", "sunken", "hover", "selected")),
    ("text", "bubble_in"), ("text", "bubble_out"), ("text", "quote_in"), ("text", "quote_out"),
    ("text_2", "quote_in"), ("bubble_meta", "bubble_in"), ("bubble_meta", "bubble_out"),
    ("text_2", "bubble_out"), ("text_2", "quote_out"),
    ("on_accent", "accent"), ("on_accent", "accent_hover"), ("on_badge", "badge"),
    ("accent_text", "window"), ("accent_text", "accent_soft"), ("accent_text", "rail"),
    ("accent_text", "canvas"), ("accent_text", "bubble_in"), ("accent_text", "bubble_out"),
    ("accent_text", "quote_in"), ("accent_text", "quote_out"), ("accent_text", "selected"),
    ("spot_text", "spot"), ("ok", "ok_soft"), ("ok", "window"), ("ok", "raised"),
    ("warn", "warn_soft"), ("warn", "window"), ("warn", "selected"), ("warn", "hover"),
    ("warn", "sunken"), ("warn", "raised"), ("accent_text", "sunken"), ("accent_text", "raised"),
    ("danger", "danger_soft"), ("danger", "window"), ("danger", "raised"),
    ("danger", "bubble_out"), ("danger", "bubble_in"), ("danger", "canvas"),
    ("text", "warn_soft"), ("text", "danger_soft"), ("chip_text", "chip"),
    ("telegram", "window"), ("whatsapp", "window"), ("on_tooltip", "tooltip"),
    *((f"account_{i}", "window") for i in range(1, 7)),
)  # fmt: skip
# Marks and edges of controls against their ground, 3:1 (WCAG 1.4.11).
MARK_PAIRS: tuple[tuple[str, str], ...] = (
    ("control_border", "window"), ("control_border", "raised"), ("accent", "window"),
    ("telegram", "selected"), ("whatsapp", "selected"), ("telegram", "canvas"),
    ("whatsapp", "canvas"), ("telegram", "bubble_out"), ("whatsapp", "bubble_out"),
    ("ok", "rail"), ("warn", "rail"), ("danger", "rail"),
    *((f"account_{i}", ground) for i in range(1, 7)
      for ground in ("selected", "hover", "canvas", "raised", "sunken", "bubble_in", "bubble_out")),
)  # fmt: skip


@dataclass(frozen=True)
class Tokens:
    """One theme. Colours are ``#RRGGBB`` (``#RRGGBBAA`` with alpha), sizes logical pixels."""

    scheme: Scheme
    colour: Mapping[str, str]
    type: Mapping[str, float]
    space: Mapping[str, int]
    radius: Mapping[str, int]
    avatar_grounds: tuple[str, ...]
    avatar_inks: tuple[str, ...]


def _toml(name: str) -> dict[str, Any]:
    with theme_file(name).open("rb") as file:
        return tomllib.load(file)


def load(scheme: Scheme) -> Tokens:
    """The tokens of ``scheme`` over the shared ones. Raises OSError or TOMLDecodeError."""
    base, own = _toml("base"), _toml(scheme)
    return Tokens(
        scheme=scheme,
        colour=own["colour"],
        type=base["type"],
        space=base["space"],
        radius=base["radius"],
        avatar_grounds=tuple(own["avatar"]["grounds"]),
        avatar_inks=tuple(own["avatar"]["inks"]),
    )


def _luminance(colour: str) -> float:
    """Relative luminance of ``#RRGGBB`` (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two opaque colours, 1..21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
