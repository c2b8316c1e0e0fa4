"""What one may do in a group, as the server tells it. Pure. https://core.telegram.org/api/rights"""

from typing import Any, Final

from telethon import types

from core.channels.telegram.words import ms
from core.domain.rooms import Rights, Silent

_FOREVER: Final = (2**31 - 1) * 1000
_FILES: Final = ("send_media", "send_docs", "send_photos")


def rights_of(chat: Any) -> Rights:
    """Ours in a group: an owner's, an admin's, or what is left to everybody."""
    if isinstance(chat, types.ChatForbidden | types.ChannelForbidden) or chat.left:
        return Rights(silent="gone", files=False)
    if chat.creator:
        return Rights(add=True, remove=True, rename=True, rules=True)
    all_, admin = chat.default_banned_rights, chat.admin_rights
    own = getattr(chat, "banned_rights", None)

    def free(name: str) -> bool:
        return not any(getattr(one, name, False) for one in (own, all_))

    silent = "" if admin is not None else _silent(own, all_)
    return Rights(
        silent=silent,
        until=_ends(own) if silent == "restricted" else 0,
        add=bool(admin and admin.invite_users) or (admin is None and free("invite_users")),
        remove=bool(admin and admin.ban_users),
        rename=bool(admin and admin.change_info) or (admin is None and free("change_info")),
        files=admin is not None or (not silent and all(free(one) for one in _FILES)),
        rules=admin is not None,
    )


def _silent(own: Any, all_: Any) -> Silent:
    if getattr(own, "view_messages", False):
        return "gone"
    if getattr(own, "send_messages", False) or getattr(own, "send_plain", False):
        return "restricted"
    if getattr(all_, "send_messages", False):
        return "admins"
    return "no_text" if getattr(all_, "send_plain", False) else ""


def _ends(own: Any) -> int:
    """When a silence is over (ms); 0 for one that nobody has set an end to."""
    at = ms(getattr(own, "until_date", None))
    return at if 0 < at < _FOREVER else 0
