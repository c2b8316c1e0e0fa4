"""messages.transcribeAudio: the words of a voice message, told in updates while it is heard.

https://core.telegram.org/api/transcribe
"""

from __future__ import annotations

import asyncio
import time
from functools import partial
from typing import Any

from telethon.tl import functions as fn
from telethon.tl import types as tl

from core.sandbox.telegram.hub import Hub
from core.sandbox.telegram.records import FileRecord
from core.sandbox.telegram.rpc.call import Call, Handlers, Refused
from core.sandbox.telegram.views import View
from core.sandbox.telegram.wire import moment
from core.sandbox.telegram.world import World

TRIAL_SECONDS = 300
"""The longest voice message of the trial: `transcribe_audio_trial_duration_max`."""
WEEK = 7 * 24 * 3600
STEP = 0.2
"""Seconds from the first half of the words to all of them."""


def transcribe(call: Call, request: Any) -> Any:
    """Pending at first; asked again when it is done, the whole."""
    peer, world = call.peer(request.peer), call.world
    letter = call.box.letters.get(request.msg_id)
    if letter is None or letter.other(call.user) != peer:
        raise Refused("MSG_ID_INVALID")
    record = world.files.get(letter.file) if letter.file is not None else None
    if record is None or record.kind != "voice":
        raise Refused("MSG_VOICE_MISSING")
    trial = _trial(call, record)
    if not record.said:
        raise Refused("TRANSCRIPTION_FAILED")
    if record.id not in world.heard:
        world.heard[record.id] = False
        later = asyncio.get_running_loop().call_later
        for steps, done in ((1, False), (2, True)):
            later(STEP * steps, _tell, world, call.hub, call.user, peer, request.msg_id, done)
    done = world.heard[record.id]
    return tl.messages.TranscribedAudio(
        transcription_id=record.id, text=record.said if done else "", pending=not done, **trial
    )


def _trial(call: Call, record: FileRecord) -> dict[str, Any]:
    """What is said of the trial; takes one of it for a file that was not asked for before."""
    user, weekly = call.world.people.need(call.user), call.world.weekly_trials
    if user.premium:
        return {}
    if record.id not in call.world.heard:
        if not weekly:
            raise Refused("PREMIUM_ACCOUNT_REQUIRED", 403)
        if user.trials >= weekly:
            raise Refused(f"FLOOD_WAIT_{WEEK}", 420)
        if record.duration > TRIAL_SECONDS:
            raise Refused("MSG_VOICE_TOO_LONG")
        if record.said:
            call.world.people.took_trial(user)
    left = max(0, weekly - user.trials)
    return {"trial_remains_num": left, "trial_remains_until_date": moment(time.time() + WEEK)}


def _tell(world: World, hub: Hub, user: int, peer: int, message: int, done: bool) -> None:
    letter = world.post.box(user).letters.get(message)
    record = world.files.get(letter.file) if letter is not None and letter.file else None
    if record is None:
        return
    world.heard[record.id] = done
    hub.push(user, partial(_update, record, peer, message, done))
    hub.settle()


def _update(record: FileRecord, peer: int, message: int, done: bool, view: View) -> Any:
    words = record.said if done else record.said[: len(record.said) // 2]
    update = tl.UpdateTranscribedAudio(
        peer=tl.PeerUser(peer), msg_id=message, transcription_id=record.id, text=words,
        pending=not done,
    )  # fmt: skip
    return view.bundle([update], [peer])


HANDLERS: Handlers = {fn.messages.TranscribeAudioRequest: transcribe}
