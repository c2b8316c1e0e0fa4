"""An account keeps its pace: strangers, bursts, what Telegram asked for, and none of another's."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telethon import functions

from core.channels.telegram.problems import flood_wait
from core.channels.telegram.safety import DAY_MS, MINUTE_MS, Safety
from core.channels.telegram.session import TelegramSettings
from core.domain.channels import Channel, Peer
from core.domain.events import SendRequested
from core.domain.problems import ChannelError
from core.sandbox.telegram.rpc.call import Refused
from tests.core.channels.telegram.conftest import MemoryLog

NOW = 1_790_000_000_000
SETTINGS = TelegramSettings(api_id=1, api_hash="a", new_a_day=3, new_gap=60.0, burst=4)


async def safe(log: MemoryLog | None = None, account: str = "1") -> Safety:
    made = Safety(SETTINGS, log or MemoryLog())
    await made.load(account)
    return made


@given(
    steps=st.lists(
        st.tuples(st.integers(0, 9), st.booleans(), st.integers(0, 8 * 3600 * 1000)), max_size=40
    )
)
async def test_the_bounds_hold_whatever_is_sent(steps: list[tuple[int, bool, int]]) -> None:
    kept, now = await safe(), NOW
    sent: list[int] = []
    strangers: list[tuple[int, str]] = []
    for who, first, pause in steps:
        now += pause
        held = kept.wait(str(who), now, first=first)
        if held is not None:
            assert held[1] > 0
            later = now + round(held[1] * 1000)
            again = kept.wait(str(who), later, first=first)
            assert again is None or again[0].code != held[0].code, "it says when it will go out"
            continue
        if first:
            if str(who) not in kept.record.new:
                strangers.append((now, str(who)))
            await kept.begins(str(who), now)
        kept.sent(now)
        sent.append(now)
    for i, at in enumerate(sent):
        assert sum(at <= one < at + MINUTE_MS for one in sent[i:]) <= SETTINGS.burst
    for i, (at, _who) in enumerate(strangers):
        assert len([one for one, _ in strangers[i:] if one < at + DAY_MS]) <= SETTINGS.new_a_day


async def test_who_wrote_waits_for_no_stranger() -> None:
    kept = await safe()
    for n in range(3):
        assert kept.wait(f"s{n}", NOW + n * MINUTE_MS, first=True) is None
        await kept.begins(f"s{n}", NOW + n * MINUTE_MS)
    now = NOW + 10 * MINUTE_MS
    held = kept.wait("s9", now, first=True)
    assert held is not None
    assert (held[0].code, held[0].params) == ("telegram-pace-day", {"limit": "3"})
    assert held[1] == (NOW + DAY_MS - now) / 1000
    assert kept.wait("client", now, first=False) is None
    assert kept.wait("s1", now, first=True) is None, "the same stranger is no new one"
    assert kept.new_people(now) == 3
    assert kept.wait("s9", NOW + DAY_MS + 1, first=True) is None


async def test_the_record_outlives_a_restart_and_is_the_accounts_own() -> None:
    log = MemoryLog()
    kept = await safe(log)
    await kept.begins("5", NOW)
    await kept.flooded(40, NOW, sending=True)
    await kept.limited(NOW)
    again = await safe(log)
    assert again.record == kept.record
    held = again.wait("6", NOW + 1000, first=False)
    assert held is not None
    assert held[0] == flood_wait(39, NOW + 1000), "until when it is said after a restart, too"
    assert held[0].params["until"] == str(NOW + 40_000)
    held = again.wait("6", NOW + 41_000, first=True)
    assert held is not None
    assert held[0].code == "telegram-pace-limited"
    assert again.wait("6", NOW + 41_000, first=False) is None
    other = await safe(log, "2")
    assert other.wait("6", NOW + 1000, first=True) is None
    log.states["telegram/3/safety"] = b"not what was written"
    assert (await safe(log, "3")).record.new == {}


async def test_a_flood_wait_is_the_whole_accounts(stage: Any) -> None:
    channel = await stage.signed_in()
    stage.write("привет")
    await stage.agree()
    stage.server.flood_wait("messages.sendMessage", 120)
    with pytest.raises(ChannelError) as refused:
        await channel.send(stage.peer(), SendRequested(client_ref="a", text="раз"))
    assert refused.value.retry_in == 120
    other = Peer(Channel.TELEGRAM, str(stage.me), "999")
    with pytest.raises(ChannelError) as held:
        await channel.admit(other, first=False)
    assert held.value.problem.code == "telegram-flood-wait"
    assert 100 < (held.value.retry_in or 0) <= 120
    assert [seconds for _, seconds in channel.safety.record.floods] == [120]


async def test_a_limited_account_still_answers(stage: Any) -> None:
    channel = await stage.signed_in()
    stage.write("привет")
    await stage.agree()

    def refuse(request: Any, usual: Any) -> Any:
        raise Refused("PEER_FLOOD", 400)

    stage.differ(functions.messages.SendMessageRequest, refuse)
    with pytest.raises(ChannelError) as refused:
        await channel.send(stage.peer(), SendRequested(client_ref="a", text="раз"))
    assert refused.value.problem.code == "telegram-peer-flood"
    assert channel.safety.record.limited_at
    await channel.admit(stage.peer(), first=False)
    with pytest.raises(ChannelError) as held:
        await channel.admit(Peer(Channel.TELEGRAM, str(stage.me), "999"), first=True)
    assert held.value.problem.code == "telegram-pace-limited"
