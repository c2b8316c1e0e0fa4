"""Who is in a group, as the server lists it. Pure.

Basic groups are listed at once (messages.getFullChat), supergroups by pages
(channels.getParticipants, https://core.telegram.org/method/channels.getParticipants); where the
list is hidden only admins are shown to who is none.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from telethon import functions, types

from core.channels.telegram.converters import profile_of
from core.channels.telegram.words import ms, number, said
from core.domain.rooms import Member, Members, Missing, Role, Seen

PAGE: Final = 100
_SEEN: Final[dict[type, Seen]] = {
    types.UserStatusOnline: "online",
    types.UserStatusRecently: "recently",
    types.UserStatusLastWeek: "week",
    types.UserStatusLastMonth: "month",
    types.UserStatusOffline: "at",
}
_OWNERS: Final = (types.ChatParticipantCreator, types.ChannelParticipantCreator)
_ADMINS: Final = (types.ChatParticipantAdmin, types.ChannelParticipantAdmin)


def page_request(channel: Any, words: str, offset: int, *, admins: bool = False) -> Any:
    """A page of who is in a supergroup, by their names where ``words`` says one."""
    who: Any = types.ChannelParticipantsSearch(words)
    if admins:
        who = types.ChannelParticipantsAdmins()
    return functions.channels.GetParticipantsRequest(channel, who, offset, PAGE, hash=0)


def page_of(answer: Any, own: int, offset: int, *, hidden: bool = False) -> Members:
    """What an answer to that says."""
    if not isinstance(answer, types.channels.ChannelParticipants):
        return Members(hidden=hidden)
    rows = rows_of(answer.participants, answer.users, own)
    reached = offset + len(answer.participants)
    more = reached if answer.participants and reached < answer.count and not hidden else 0
    return Members(rows=rows, total=max(answer.count, len(rows)), more=more, hidden=hidden)


def of_chat(answer: Any, own: int, words: str) -> Members:
    """Who is in a basic group; those whose name or username says ``words``."""
    listed = getattr(answer.full_chat, "participants", None)
    if not isinstance(listed, types.ChatParticipants):
        return Members(hidden=True)
    rows = rows_of(listed.participants, answer.users, own)
    found = tuple(one for one in rows if fits(one, words))
    return Members(rows=found, total=len(rows))


def fits(one: Member, words: str) -> bool:
    """Whether a word of the name begins so, or the username does."""
    wanted = words.strip().removeprefix("@").casefold()
    names = [one.name.casefold(), *one.name.casefold().split(), one.username.casefold()]
    return any(name.startswith(wanted) for name in names)


def rows_of(participants: Iterable[Any], users: Iterable[Any], own: int) -> tuple[Member, ...]:
    """Those that are still there, in the server's order."""
    known = {one.id: one for one in users if isinstance(one, types.User)}
    found = []
    for one in participants:
        if isinstance(one, types.ChannelParticipantLeft) or getattr(one, "left", False):
            continue
        ident = getattr(one, "user_id", None) or getattr(
            getattr(one, "peer", None), "user_id", None
        )
        user = known.get(ident)
        if user is not None and not user.deleted:
            found.append(member_of(user, own, _role(one), said(getattr(one, "rank", None))))
    return tuple(found)


def member_of(user: Any, own: int, role: Role = "", title: str = "") -> Member:
    """A user as somebody in a group."""
    profile, seen = profile_of(user), _SEEN.get(type(user.status), "")
    return Member(
        id=str(user.id),
        name=profile.name or f"@{profile.username}" if profile.username else profile.name,
        username=profile.username or "",
        role=role,
        title=title,
        seen=seen,
        seen_at=ms(user.status.was_online) if seen == "at" else 0,
        bot=bool(user.bot),
        us=user.id == own,
    )


def missing_of(answer: Any, names: Mapping[int, str]) -> tuple[Missing, ...]:
    """Whom the server did not let in (https://core.telegram.org/type/MissingInvitee)."""
    return tuple(
        Missing(
            id=str(one.user_id),
            name=names.get(number(one.user_id), ""),
            premium=bool(one.premium_would_allow_invite),
        )
        for one in getattr(answer, "missing_invitees", None) or ()
    )


def _role(participant: Any) -> Role:
    if isinstance(participant, _OWNERS):
        return "owner"
    if isinstance(participant, _ADMINS):
        return "admin"
    return "restricted" if isinstance(participant, types.ChannelParticipantBanned) else ""
