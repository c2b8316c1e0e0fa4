"""Voice messages that Telegram itself transcribes, asked for over the wire."""

import time
from typing import Any

import pytest
from telethon import errors, functions

from core.channels.telegram.voices import Transcripts
from core.domain.problems import ChannelError
from core.sandbox.telegram import SandboxFile
from core.support.clock import counter

WORDS = "Добрый день, нужны сорок стульев к пятнице"
ASK = functions.messages.TranscribeAudioRequest


def spoken(stage: Any, said: str = WORDS, seconds: int = 7) -> str:
    file = SandboxFile("голос.ogg", "audio/ogg", b"OggS" * 50, "voice", seconds, said)
    return str(stage.write("", file=file))


async def asked(channel: Any, stage: Any, message: str) -> str:
    return str(await channel.transcribe(stage.peer(), message))


async def test_a_trial_hears_what_comes_live_and_ends_where_telegram_says(stage: Any) -> None:
    channel = await stage.signed_in()
    first, second, third = (spoken(stage) for _ in range(3))
    await stage.agree()
    assert channel.hears == "new"
    assert await asked(channel, stage, first) == WORDS, "the half that comes first is not taken"
    assert await asked(channel, stage, first) == WORDS, "once heard it costs no trial"
    assert channel.hears == "new"
    assert await asked(channel, stage, second) == WORDS
    assert channel.hears == "nothing", "none of the trial is left"
    with pytest.raises(ChannelError) as refused:
        await asked(channel, stage, third)
    assert refused.value.problem.code == "telegram-flood-wait"
    assert channel.state == "online"


async def test_with_premium_everything_may_be_asked_for(stage: Any, wait: Any) -> None:
    stage.server._world.people.need(stage.me).premium = True
    channel = await stage.signed_in()
    assert channel.hears == "all"
    for _ in range(4):
        assert await asked(channel, stage, spoken(stage)) == WORDS
    assert channel.hears == "all"
    await channel.close()
    assert channel.hears == "nothing"


async def test_an_account_without_any_trial_is_not_asked_again(stage: Any) -> None:
    stage.server.give_trials(0)
    channel = await stage.signed_in()
    with pytest.raises(ChannelError) as refused:
        await asked(channel, stage, spoken(stage))
    assert refused.value.retry_in is None
    assert isinstance(refused.value.__cause__, errors.PremiumAccountRequiredError)
    assert channel.hears == "nothing"


@pytest.mark.parametrize(("said", "seconds"), [("", 7), (WORDS, 900)])
async def test_what_cannot_be_heard_is_told_as_that_and_harms_no_other(
    stage: Any, said: str, seconds: int
) -> None:
    channel = await stage.signed_in()
    for message in (spoken(stage, said, seconds), str(stage.write("слова")), "99999", "нет"):
        with pytest.raises(ChannelError) as refused:
            await asked(channel, stage, message)
        assert refused.value.retry_in is None
    assert channel.hears == "new"
    assert await asked(channel, stage, spoken(stage)) == WORDS


async def test_an_update_that_is_lost_is_made_up_for_by_asking_again(stage: Any) -> None:
    channel = await stage.signed_in(transcript_wait=0.8)
    message = spoken(stage)
    await stage.agree()
    stage.server.lose_pushes(30)
    assert await asked(channel, stage, message) == WORDS


async def test_what_never_ends_is_put_off(stage: Any) -> None:
    channel = await stage.signed_in(transcript_wait=0.2)

    def still(_request: Any, usual: Any) -> Any:
        answer = usual()
        answer.pending, answer.text, answer.transcription_id = True, "", 5
        return answer

    stage.differ(ASK, still)
    began = time.monotonic()
    with pytest.raises(ChannelError) as refused:
        await asked(channel, stage, spoken(stage))
    assert refused.value.retry_in is not None
    assert time.monotonic() - began < 5


async def test_how_long_it_is_refused_is_not_told_by_the_machines_clock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard = Transcripts()
    heard.refuse(3600)
    wall = time.time
    monkeypatch.setattr(time, "time", lambda: wall() + 7200)
    assert heard.refused
    count = counter() + 3_600_001
    monkeypatch.setattr("core.channels.telegram.voices.counter", lambda: count)
    assert not heard.refused
