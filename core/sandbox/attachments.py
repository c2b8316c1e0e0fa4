"""Files of scenario events: their bytes, their type and, for voice, their length."""

from __future__ import annotations

import io
import mimetypes
import wave
from dataclasses import dataclass
from pathlib import Path

from core.sandbox.scenario import Attachment, AttachmentKind

_OPUS_RATE = 48_000
_LONGEST = 24 * 3600
_FALLBACK = {
    "voice": "audio/ogg",
    "image": "image/jpeg",
    "document": "application/octet-stream",
}


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """A file to send; `seconds` is a voice message's length, 0 where it cannot be told, `said`
    what stands in a text file of the same name beside it (`voice.ogg.txt`)."""

    name: str
    mime: str
    data: bytes
    kind: AttachmentKind
    seconds: int
    said: str = ""


def load_file(attachment: Attachment) -> LoadedFile:
    """Read an attachment of a read scenario. Raises OSError."""
    path = Path(attachment.file)
    data = path.read_bytes()
    mime = mimetypes.guess_type(path.name)[0] or _FALLBACK[attachment.kind]
    seconds = voice_seconds(data) if attachment.kind == "voice" else 0
    beside = path.with_name(f"{path.name}.txt")
    said = beside.read_text("utf-8", "replace").strip() if beside.is_file() and seconds else ""
    return LoadedFile(path.name, mime, data, attachment.kind, seconds, said)


def voice_seconds(data: bytes) -> int:
    """The whole seconds (at least 1) of an Ogg Opus or a WAV file; 0 for anything else.

    The last Ogg page's granule position counts samples at 48 kHz (RFC 7845, section 4).
    """
    last = data.rfind(b"OggS")
    if data.startswith(b"OggS") and len(data) >= last + 14:
        granule = int.from_bytes(data[last + 6 : last + 14], "little", signed=True)
        seconds = granule // _OPUS_RATE
        return max(1, seconds) if seconds <= _LONGEST else 0  # a file that only looks like Ogg
    if data.startswith(b"RIFF"):
        try:
            with wave.open(io.BytesIO(data)) as sound:
                return max(1, int(sound.getnframes() // sound.getframerate()))
        except (wave.Error, EOFError, ZeroDivisionError):
            return 0
    return 0
