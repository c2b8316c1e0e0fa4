"""Where the files that ship with the application lie."""

from pathlib import Path
from typing import Final

RESOURCES: Final = Path(__file__).resolve().parents[2] / "resources"


def theme_file(name: str) -> Path:
    """The TOML of a theme (``base``, ``light``, ``dark``)."""
    return RESOURCES / "themes" / f"{name}.toml"


def icon_file(name: str) -> Path:
    """The SVG of an icon."""
    return RESOURCES / "icons" / f"{name}.svg"


def translation_files(lang: str) -> list[Path]:
    """The Fluent files of a language (``ru``, ``en``)."""
    return sorted((RESOURCES / "translations" / lang).glob("*.ftl"))
