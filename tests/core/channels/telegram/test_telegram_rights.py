"""What one may do in a group, and what is known of its topics: pure."""

from datetime import UTC, datetime
from typing import Any

import pytest
from telethon import types

from core.channels.telegram.groups import Group, group_of
from core.channels.telegram.rights import rights_of
from core.channels.telegram.topics import after
from core.domain.rooms import Rights, Topic

AT = datetime(2026, 11, 18, 10, 15, tzinfo=UTC)
SHUT = types.ChatBannedRights(until_date=None, send_messages=True)


def channel(**more: Any) -> Any:
    return types.Channel(
        id=5, title="Закупки", photo=types.ChatPhotoEmpty(), date=AT, access_hash=1,
        megagroup=True, **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("chat", "wanted"),
    [
        (channel(creator=True), Rights(add=True, remove=True, rename=True, rules=True)),
        (channel(), Rights(add=True, rename=True)),
        (channel(left=True), Rights(silent="gone", files=False)),
        (channel(default_banned_rights=SHUT),
         Rights(silent="admins", add=True, rename=True, files=False)),
        (channel(default_banned_rights=SHUT, admin_rights=types.ChatAdminRights(ban_users=True)),
         Rights(remove=True, rules=True)),
        (channel(banned_rights=types.ChatBannedRights(until_date=AT, send_messages=True)),
         Rights(silent="restricted", until=round(AT.timestamp() * 1000), add=True, rename=True,
                files=False)),
        (types.ChatForbidden(5, "Закупки"), Rights(silent="gone", files=False)),
    ],
)  # fmt: skip
def test_what_one_may_do(chat: Any, wanted: Rights) -> None:
    assert rights_of(chat) == wanted


def test_slow_mode_and_topics_live_on() -> None:
    old = Group(0, "", "super", slow=60, slow_until=9, topics=(Topic(id=7, title="Насосы"),))
    new = group_of(channel(slowmode_enabled=True, forum=True), old)
    assert new is not None
    assert (new.slow, new.slow_until, new.forum, new.topics) == (60, 9, True, old.topics)
    free = group_of(channel(), new)
    assert free is not None
    assert (free.slow, free.slow_until, free.forum) == (0, 0, False)


def test_lines_tell_of_topics() -> None:
    def line(action: Any, number: int, topic: int = 0) -> Any:
        header = types.MessageReplyHeader(forum_topic=True, reply_to_msg_id=topic)
        return types.MessageService(
            id=number, peer_id=types.PeerChannel(5), date=AT, action=action,
            reply_to=header if topic else None,
        )  # fmt: skip

    known = after((), line(types.MessageActionTopicCreate("Насосы", 0xFF93B2), 7))
    assert known == (Topic(id=7, title="Насосы", colour=0xFF93B2),)
    known = after(known, line(types.MessageActionTopicEdit(title="Клапаны"), 8, 7))
    known = after(known, line(types.MessageActionTopicEdit(closed=True), 9, 7))
    assert known == (Topic(id=7, title="Клапаны", colour=0xFF93B2, closed=True),)
    assert after(known, line(types.MessageActionTopicEdit(closed=False), 10, 7))[0].closed is False
    assert after(known, line(types.MessageActionChatEditTitle("x"), 11)) == known
