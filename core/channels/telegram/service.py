"""Service messages: what happened in the chat, as a note and the words that go with it. Pure.

https://core.telegram.org/type/MessageAction
"""

from collections.abc import Callable
from typing import Any, Final, Literal

from telethon import types

from core.channels.telegram.kinds import constructor
from core.channels.telegram.words import each, lines, money, number, said
from core.domain.events import CallEnded

_DAY: Final = 86400
_TTL: Final = {0: "ttl_off", _DAY: "ttl_day", 7 * _DAY: "ttl_week"}
_MONTH: Final = range(28 * _DAY, 32 * _DAY)
HIDDEN: Final = (
    types.MessageActionEmpty,
    types.MessageActionHistoryClear,
    types.MessageActionChannelMigrateFrom,
)
"""Nothing stands in Telegram itself in place of these: a chat that was cleared is empty, and a
group that goes on as a supergroup says so in its last line as a basic one."""


def is_call(action: Any) -> bool:
    """Whether somebody rang: the one service message that waits for an answer."""
    return isinstance(action, types.MessageActionPhoneCall | types.MessageActionConferenceCall)


def service_note(action: Any) -> str:
    """The name of what happened; one that this version does not know by its constructor's."""
    if is_call(action):
        return "call"
    if isinstance(action, types.MessageActionSetMessagesTTL):
        period = number(action.period)
        return "ttl_month" if period in _MONTH else _TTL.get(period, "ttl_set")
    if isinstance(action, types.MessageActionNoForwardsToggle):
        return "no_forwards" if action.new_value else "no_forwards_off"
    if isinstance(action, types.MessageActionSetChatTheme) and not _theme(action):
        return "theme_off"
    if isinstance(action, types.MessageActionTopicEdit):
        return _topic(action)
    named = _NOTES.get(type(action))
    return named or f"telegram_{constructor(action, 'MessageAction')}"


def people_in(action: Any) -> tuple[int, ...]:
    """The users who came into a group or left it."""
    if isinstance(action, types.MessageActionChatAddUser):
        return each(action.users)
    return (action.user_id,) if isinstance(action, types.MessageActionChatDeleteUser) else ()


def service_words(action: Any) -> str:
    """What is to be read under the note; '' for most."""
    reader = _WORDS.get(type(action))
    return reader(action) if reader is not None else ""


def call_end(message: Any) -> CallEnded | None:
    """How a call ended; None for what was no call, or is not over."""
    action = message.action
    if not is_call(action) or getattr(action, "active", False):
        return None
    seconds = max(0, number(action.duration))
    reason = getattr(action, "reason", None)
    outcome: Literal["answered", "missed", "rejected"] = "answered"
    if not seconds:
        refused = isinstance(reason, types.PhoneCallDiscardReasonBusy)
        outcome = "rejected" if refused else "missed"
    return CallEnded(target=str(message.id), outcome=outcome, seconds=seconds)


def _topic(action: Any) -> str:
    """What became of a topic of a forum: one thing at a time is told."""
    if action.closed is not None:
        return "topic_closed" if action.closed else "topic_opened"
    if action.hidden is not None:
        return "topic_hidden" if action.hidden else "topic_shown"
    return "topic_title" if action.title else "topic_icon"


def _theme(action: Any) -> str:
    return said(getattr(action.theme, "emoticon", ""))


def _gift(action: Any) -> str:
    cost = ""
    if getattr(action, "amount", None):
        cost = money(action.amount, action.currency)
    stars = number(getattr(action, "stars", None))
    return lines(said(getattr(action, "message", "")), f"⭐ {stars}" if stars else "", cost)


def _star_gift(action: Any) -> str:
    stars = number(getattr(action.gift, "stars", None))
    title = said(getattr(action.gift, "title", ""))
    return lines(title, said(getattr(action, "message", "")), f"⭐ {stars}" if stars else "")


def _paid(action: Any) -> str:
    return money(action.total_amount, action.currency)


def _tasks(action: Any) -> str:
    return lines(
        *(f"☐ {title}" for one in each(action.list) if (title := said(getattr(one, "title", ""))))
    )


_NOTES: Final[dict[type, str]] = {
    types.MessageActionContactSignUp: "signed_up",
    types.MessageActionScreenshotTaken: "screenshot",
    types.MessageActionPinMessage: "pinned",
    types.MessageActionSetChatTheme: "theme",
    types.MessageActionSetChatWallPaper: "wallpaper",
    types.MessageActionGiftPremium: "gift_premium",
    types.MessageActionGiftCode: "gift_premium",
    types.MessageActionGiftStars: "gift_stars",
    types.MessageActionPrizeStars: "gift_stars",
    types.MessageActionGiftTon: "gift",
    types.MessageActionStarGift: "gift",
    types.MessageActionStarGiftUnique: "gift",
    types.MessageActionStarGiftPurchaseOffer: "gift_offer",
    types.MessageActionStarGiftPurchaseOfferDeclined: "gift_offer_declined",
    types.MessageActionSuggestProfilePhoto: "photo_suggested",
    types.MessageActionSuggestBirthday: "birthday_suggested",
    types.MessageActionPaymentSent: "paid",
    types.MessageActionPaymentSentMe: "paid",
    types.MessageActionPaymentRefunded: "refunded",
    types.MessageActionPaidMessagesRefunded: "refunded",
    types.MessageActionPaidMessagesPrice: "message_price",
    types.MessageActionGeoProximityReached: "near",
    types.MessageActionGameScore: "game_score",
    types.MessageActionCustomAction: "system",
    types.MessageActionBotAllowed: "bot_allowed",
    types.MessageActionNoForwardsRequest: "no_forwards_asked",
    types.MessageActionRequestedPeer: "shared_contact",
    types.MessageActionTodoAppendTasks: "checklist_more",
    types.MessageActionTodoCompletions: "checklist_done",
    types.MessageActionPollAppendAnswer: "poll_more",
    types.MessageActionPollDeleteAnswer: "poll_less",
    types.MessageActionChatCreate: "group_create",
    types.MessageActionChatEditTitle: "group_title",
    types.MessageActionChatEditPhoto: "group_photo",
    types.MessageActionChatDeletePhoto: "group_photo_gone",
    types.MessageActionChatAddUser: "group_participants_add",
    types.MessageActionChatDeleteUser: "group_participants_remove",
    types.MessageActionChatJoinedByLink: "group_participants_add",
    types.MessageActionChatJoinedByRequest: "group_participants_add",
    types.MessageActionChannelCreate: "group_create",
    types.MessageActionTopicCreate: "topic_create",
    types.MessageActionChatMigrateTo: "group_upgraded",
    types.MessageActionGroupCall: "group_call",
    types.MessageActionGroupCallScheduled: "group_call",
    types.MessageActionInviteToGroupCall: "group_call",
    types.MessageActionGiveawayLaunch: "giveaway",
    types.MessageActionGiveawayResults: "giveaway_results",
}
_WORDS: Final[dict[type, Callable[[Any], str]]] = {
    types.MessageActionSetChatTheme: _theme,
    types.MessageActionGiftPremium: _gift,
    types.MessageActionGiftCode: _gift,
    types.MessageActionGiftStars: _gift,
    types.MessageActionPrizeStars: _gift,
    types.MessageActionStarGift: _star_gift,
    types.MessageActionStarGiftUnique: _star_gift,
    types.MessageActionStarGiftPurchaseOffer: _star_gift,
    types.MessageActionStarGiftPurchaseOfferDeclined: _star_gift,
    types.MessageActionPaymentSent: _paid,
    types.MessageActionPaymentSentMe: _paid,
    types.MessageActionPaymentRefunded: _paid,
    types.MessageActionPaidMessagesPrice: lambda action: f"⭐ {number(action.stars)}",
    types.MessageActionPaidMessagesRefunded: lambda action: f"⭐ {number(action.stars)}",
    types.MessageActionGeoProximityReached: lambda action: f"{number(action.distance)} m",
    types.MessageActionGameScore: lambda action: str(number(action.score)),
    types.MessageActionCustomAction: lambda action: said(action.message),
    types.MessageActionBotAllowed: lambda action: said(action.domain),
    types.MessageActionTodoAppendTasks: _tasks,
    types.MessageActionPollAppendAnswer: lambda action: said(getattr(action.answer, "text", "")),
    types.MessageActionPollDeleteAnswer: lambda action: said(getattr(action.answer, "text", "")),
    types.MessageActionChatCreate: lambda action: said(action.title),
    types.MessageActionChatEditTitle: lambda action: said(action.title),
    types.MessageActionChannelCreate: lambda action: said(action.title),
    types.MessageActionTopicCreate: lambda action: said(action.title),
    types.MessageActionTopicEdit: lambda action: said(action.title),
    types.MessageActionWebViewDataSent: lambda action: said(action.text),
}
