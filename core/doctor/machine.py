"""The machine itself: the folder, the disk."""

import shutil
import tempfile
from pathlib import Path

from core.doctor.findings import Finding, bad, good, unknown


def look(folder: Path, spare: int) -> list[Finding]:
    """Whether ``folder`` can be written to and more than ``spare`` bytes are free."""
    return [_written(folder), _room(folder, spare)]


def _written(folder: Path) -> Finding:
    if not folder.exists():
        return unknown("data", "data-none", path=str(folder))
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"\0")
            probe.flush()
    except OSError as error:
        return bad("data", "data-unwritable", path=str(folder), detail=error.strerror or "")
    return good("data", "data-good", path=str(folder))


def _room(folder: Path, spare: int) -> Finding:
    there = next((each for each in (folder, *folder.absolute().parents) if each.exists()), None)
    try:
        free = shutil.disk_usage(there or folder.anchor).free
    except OSError as error:
        return unknown("disk", "disk-unknown", path=str(folder), detail=error.strerror or "")
    return room(str(folder), free, spare)


def room(path: str, free: int, spare: int) -> Finding:
    """What ``free`` bytes of a disk mean. Pure."""
    if free <= spare:
        return bad("disk", "disk-full", path=path, free=str(free), least=str(spare))
    return good("disk", "disk-good", path=path, free=str(free))
