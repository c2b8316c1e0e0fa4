"""Topics of a forum, and whom a message of a group means. Pure.

A forum's messages stand in one chat; the header of a reply says which topic one is in, the general
one says nothing: https://core.telegram.org/api/forum
"""

from collections.abc import Iterable
from typing import Any

from msgspec import structs
from telethon import types

from core.channels.telegram.words import number, said
from core.domain.rooms import Topic


def topic_of(message: Any) -> int:
    """The topic that a message is in, by its number; 0 for the general one, and where there are
    none."""
    if isinstance(getattr(message, "action", None), types.MessageActionTopicCreate):
        return number(message.id)
    reply = message.reply_to
    if not isinstance(reply, types.MessageReplyHeader) or not reply.forum_topic:
        return 0
    return number(reply.reply_to_top_id) or number(reply.reply_to_msg_id)


def mentions_us(message: Any) -> bool:
    """Whether a message of a group names us or answers us: the server tells."""
    private = isinstance(message.peer_id, types.PeerUser)
    return bool(getattr(message, "mentioned", False)) and not message.out and not private


def read_topics(answer: Any) -> list[Topic]:
    """Those of an answer to ``messages.getForumTopics``."""
    return [
        Topic(
            id=number(one.id), title=said(one.title), colour=number(one.icon_color),
            closed=bool(one.closed), hidden=bool(one.hidden),
        )
        for one in answer.topics
        if isinstance(one, types.ForumTopic) and number(one.id) > 0
    ]  # fmt: skip


def merged(known: Iterable[Topic], told: Iterable[Topic]) -> tuple[Topic, ...]:
    """What is known of topics, with what is told now; in the order of their numbers."""
    found = {one.id: one for one in known} | {one.id: one for one in told}
    return tuple(found[one] for one in sorted(found))


def after(known: tuple[Topic, ...], message: Any) -> tuple[Topic, ...]:
    """The same once a line of the group said that a topic was made or changed."""
    action, place = getattr(message, "action", None), topic_of(message) or 1
    if isinstance(action, types.MessageActionTopicCreate):
        made = Topic(id=place, title=said(action.title), colour=number(action.icon_color))
        return merged(known, [made])
    if not isinstance(action, types.MessageActionTopicEdit):
        return known
    stands = next((one for one in known if one.id == place), Topic(id=place, title=""))
    told = {
        "title": said(action.title) or stands.title,
        "closed": stands.closed if action.closed is None else bool(action.closed),
        "hidden": stands.hidden if action.hidden is None else bool(action.hidden),
    }
    return merged(known, [structs.replace(stands, **told)])
