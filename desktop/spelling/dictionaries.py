"""Where the platform keeps its dictionaries: pairs of ``ru_RU.aff`` and ``ru_RU.dic``."""

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

TONGUES: Final[dict[str, tuple[str, ...]]] = {
    "ru": ("ru_RU", "ru-RU", "ru"),
    "en": ("en_US", "en-US", "en_GB", "en-GB", "en"),
}
"""Names of dictionaries by language, the best first."""


def places(own: Path) -> list[Path]:
    """Folders to look in, ``own`` (the profile's) first. Nothing is read."""
    home = Path.home()
    found = [own, *(Path(part) for part in os.environ.get("DICPATH", "").split(os.pathsep) if part)]
    if sys.platform == "win32":
        for name in ("ProgramFiles", "ProgramFiles(x86)"):
            if os.environ.get(name):
                found += _office(Path(os.environ[name]) / "LibreOffice/share/extensions")
        if os.environ.get("LOCALAPPDATA"):
            found.append(Path(os.environ["LOCALAPPDATA"]) / "enchant/hunspell")
    elif sys.platform == "darwin":
        found += [home / "Library/Spelling", Path("/Library/Spelling")]
        found += [Path("/opt/homebrew/share/hunspell"), Path("/usr/local/share/hunspell")]
        found += _office(Path("/Applications/LibreOffice.app/Contents/Resources/extensions"))
    else:
        found += [home / ".local/share/hunspell", home / ".config/enchant/hunspell"]
        found += [Path("/usr/local/share/hunspell"), Path("/usr/share/hunspell")]
        found += [Path("/usr/share/myspell"), Path("/usr/share/myspell/dicts")]
        found += _office(Path("/usr/lib/libreoffice/share/extensions"))
        found += _office(Path("/usr/lib64/libreoffice/share/extensions"))
    return found


def _office(extensions: Path) -> list[Path]:
    return [extensions / "dict-ru", extensions / "dict-en"]


def find(folders: Iterable[Path], tongues: Sequence[str] = tuple(TONGUES)) -> dict[str, Path]:
    """The ``.dic`` of each language for which a folder has one with its ``.aff``."""
    folders = list(folders)
    found: dict[str, Path] = {}
    for tongue in tongues:
        for name in TONGUES[tongue]:
            pairs = (folder / f"{name}.dic" for folder in folders)
            best = next((p for p in pairs if p.is_file() and p.with_suffix(".aff").is_file()), None)
            if best is not None:
                found[tongue] = best
                break
    return found


def bundled() -> Path | None:
    """The folder that comes with the library: English alone."""
    try:
        import hunspell
    except ImportError:
        return None
    return Path(hunspell.__file__).parent / "dictionaries"
