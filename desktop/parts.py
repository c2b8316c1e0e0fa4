"""What the application is made of and takes long to load: imported when the window stands."""

from collections.abc import Sequence

import phonenumbers as _phonenumbers  # noqa: F401 - what the window formats phones with

from core.channels.telegram.bots import BotChannel
from core.channels.telegram.channel import TelegramChannel
from core.channels.whatsapp.channel import WhatsAppChannel
from core.crm import mapping as crm_mapping
from core.crm.folder import FolderTarget
from core.crm.record import build_record, digest
from core.crm.retry import retry_delay
from core.crm.tryton import TrytonTarget
from core.domain.reading import Review, Turn, TurnReading
from core.pipeline.ports import Standing
from core.pipeline.sharing import SharingStage
from core.understanding.fold import fold, last_wish, thread_intents
from core.understanding.pool import RecognizerPool
from core.understanding.reader import Reader
from models.speech.listener import SpeechListener

__all__ = [
    "BotChannel",
    "FolderTarget",
    "Reader",
    "RecognizerPool",
    "SharingStage",
    "SpeechListener",
    "TelegramChannel",
    "TrytonTarget",
    "WhatsAppChannel",
    "build_record",
    "crm_mapping",
    "digest",
    "judge",
    "retry_delay",
]


def judge(turns: Sequence[tuple[Turn, TurnReading | None]], reviews: Sequence[Review]) -> Standing:
    """What a thread says, from its turns, what was read in them, and the operator's word."""
    said = [turn for turn, _ in turns]
    readings = {turn.id: reading for turn, reading in turns if reading is not None}
    intents = thread_intents(said, readings)
    return Standing(intents, fold(said, readings, reviews).facts, last_wish(said, readings))
