"""Voice messages as Telegram itself hears them, where the account may have that.

https://core.telegram.org/api/transcribe
"""

import asyncio
import time
from datetime import datetime
from typing import Any, Final

from telethon import errors, functions

from core.channels.telegram.line import LineClient, call
from core.channels.telegram.problems import wait_of
from core.channels.telegram.session import TelegramSettings
from core.domain.problems import ChannelError, Problem
from core.support.clock import counter

_DAY: Final = 24 * 3600.0
_ASKED_TWICE: Final = 2
_REMEMBERED: Final = 64


class Transcripts:
    """What comes of transcriptions under way, and until when none may be asked for."""

    def __init__(self) -> None:
        self._done: dict[int, str] = {}
        self._news = asyncio.Event()
        self._refused_until = 0
        """By the counter (ms): the machine's clock may be set meanwhile."""

    @property
    def refused(self) -> bool:
        """Whether Telegram said that this account has to wait."""
        return counter() < self._refused_until

    def refuse(self, seconds: float) -> None:
        """Nothing is asked for that long."""
        self._refused_until = max(self._refused_until, counter() + round(seconds * 1000))

    def take(self, update: Any) -> None:
        """An ``updateTranscribedAudio``; only the whole words count."""
        if update.pending:
            return
        self._done[update.transcription_id] = update.text
        while len(self._done) > _REMEMBERED:
            del self._done[next(iter(self._done))]
        self._news.set()

    async def finished(self, transcription: int, seconds: float) -> str | None:
        """The words, once they are all there; None where they do not come in time."""
        try:
            async with asyncio.timeout(seconds):
                while transcription not in self._done:
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            return None
        return self._done[transcription]


async def transcribe(
    client: LineClient,
    settings: TelegramSettings,
    transcripts: Transcripts,
    peer: Any,
    message: int,
) -> str:
    """What is said in a voice message. Raises ChannelError, Telethon's errors."""
    request = functions.messages.TranscribeAudioRequest(peer=peer, msg_id=message)
    for _ in range(_ASKED_TWICE):  # the update that ends it may be lost with the line
        try:
            answer = await call(client, request, settings)
        except errors.FloodError as error:
            transcripts.refuse(wait_of(error) or _DAY)
            raise
        except errors.PremiumAccountRequiredError:
            transcripts.refuse(_DAY)
            raise
        if answer.trial_remains_num == 0:
            transcripts.refuse(_until(answer.trial_remains_until_date, client.behind_ms))
        if not answer.pending:
            return str(answer.text)
        words = await transcripts.finished(answer.transcription_id, settings.transcript_wait)
        if words is not None:
            return words
    raise ChannelError(Problem("telegram-unreachable"), retry_in=settings.transcript_wait)


def _until(date: datetime | None, behind_ms: int) -> float:
    """Seconds from now to a time of the server's, whose clock ours is behind; a day where nothing
    is said."""
    if date is None:
        return _DAY
    return max(60.0, date.timestamp() - time.time() - behind_ms / 1000)
