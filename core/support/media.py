"""Files kept by the name of their content: what a sender calls a file never becomes a path."""

import hashlib
import os
from pathlib import Path


def keep(folder: Path, data: bytes, name: str) -> tuple[str, str]:
    """Write ``data`` durably under ``folder``; returns (relative path, sha256 hex).

    A short plain suffix of ``name`` is kept so that other programs know the type.
    """
    digest = hashlib.sha256(data).hexdigest()
    suffix = Path(name).suffix.lower()
    if not (suffix[1:].isascii() and suffix[1:].isalnum() and len(suffix) <= 6):
        suffix = ""
    relative = f"{digest[:2]}/{digest}{suffix}"
    target = folder / relative
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{target.name}.part")
        with part.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        part.replace(target)
    return relative, digest
