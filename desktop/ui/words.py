"""Words for what the snapshots say: intents, facts, notes, last lines. Pure."""

import re
from typing import Final
from unicodedata import bidirectional

from core.domain.channels import Channel, is_group
from core.domain.problems import Problem
from core.domain.rooms import GENERAL, Topic
from core.domain.views import AttachmentRow, MessageRow, PeerRow, ThreadRow
from desktop.shell import formats
from desktop.shell.context import Shell

SURE: Final = 0.45
"""Below this confidence a tag is shown as a guess."""
_ATTACHMENTS: Final = ("image", "document", "voice", "audio", "video", "sticker", "other")
_SHORT_NAME: Final = 18
_TURNS: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ICONS: Final = {
    "image": "image", "document": "file", "voice": "voice", "audio": "voice", "video": "video",
    "sticker": "smile", "location": "location", "live_location": "location", "venue": "location",
    "address": "location", "contacts": "person", "contact": "person", "order": "box",
    "form": "docs", "call": "phone", "call_missed": "phone", "call_rejected": "phone",
    "call_allowed": "phone", "call_not_allowed": "phone", "poll": "check", "event": "calendar",
    "template": "template", "buttons": "menu", "list": "menu", "media_placeholder": "file",
    "view_once": "lock",
    "forwarded": "send", "frequently_forwarded": "send", "payment_captured": "money",
    "payment_pending": "money", "payment_failed": "money", "payment_canceled": "money",
    "payment_other": "money", "marketing_stop": "bell-off", "marketing_resume": "bell",
    "quiz": "check", "poll_closed": "check", "quiz_closed": "check", "poll_answer": "check",
    "poll_more": "check", "poll_less": "check", "checklist": "check", "checklist_more": "check",
    "checklist_done": "check", "dice": "box", "game": "play", "invoice": "money", "paid": "money",
    "refunded": "money", "message_price": "money", "paid_media": "lock", "giveaway": "megaphone",
    "giveaway_results": "megaphone", "story": "image", "self_destructs": "lock", "expired": "lock",
    "signed_up": "telegram", "screenshot": "image", "pinned": "pin", "theme": "edit",
    "theme_off": "edit", "wallpaper": "image", "ttl_off": "clock", "ttl_day": "clock",
    "ttl_week": "clock", "ttl_month": "clock", "ttl_set": "clock", "gift": "heart",
    "gift_premium": "heart", "gift_stars": "heart", "photo_suggested": "image",
    "birthday_suggested": "calendar", "near": "location", "no_forwards": "lock",
    "group_title": "edit", "group_photo": "image", "group_call": "phone",
    "user_changed_number": "phone", "customer_changed_number": "phone", "on_the_phone": "lock",
}  # fmt: skip


def intent_name(shell: Shell, tag: str) -> str:
    """A tag in the operator's language."""
    key = "intent-" + tag.replace("_", "-")
    return shell.tr(key) if shell.i18n.has(key) else tag


def fact_name(shell: Shell, kind: str) -> str:
    """What a fact is about."""
    key = "fact-" + kind.replace("_", "-")
    return shell.tr(key) if shell.i18n.has(key) else kind


def channel_name(channel: Channel) -> str:
    """Messengers are called by their own names."""
    return {Channel.TELEGRAM: "Telegram", Channel.WHATSAPP: "WhatsApp"}.get(channel, "")


def handle(peer: PeerRow) -> str:
    """What a client is found by in a messenger: the username, else the number."""
    return f"@{peer.username}" if peer.username else formats.phone(peer.phone)


def crm_name(shell: Shell, target: str) -> str:
    """A CRM by the name it is chosen by."""
    key = f"option-crm-target-{target}"
    return shell.tr(key) if shell.i18n.has(key) else target


def note_text(shell: Shell, note: str) -> str:
    """What stands in place of something that cannot be shown."""
    key = "note-" + note.replace("_", "-")
    if shell.i18n.has(key):
        return shell.tr(key)
    if note.startswith("telegram_"):
        kind = note.removeprefix("telegram_").replace("_", " ")
        return shell.tr("note-telegram-named", kind=kind)
    return shell.tr("note-named", kind=note.replace("_", " ")) if note else shell.tr("note-other")


def topic_name(shell: Shell, topic: Topic) -> str:
    """How a topic is called; the general one in the operator's language unless it was renamed."""
    plain = topic.id == GENERAL and topic.title in ("", "General")
    return shell.tr("forum-topic-general") if plain else topic.title


def note_icon(note: str) -> str:
    """The icon beside a note or an attachment."""
    return _ICONS.get(note, "note")


def last_mark(row: ThreadRow) -> str:
    """The icon before the last line where it is a file or something that cannot be shown."""
    return note_icon(row.last_note) if row.last_note else ""


def last_line(shell: Shell, row: ThreadRow) -> str:
    """The last line of a thread, its file or note named where it has no words."""
    if row.begun:
        return shell.tr("row-begin")
    text = row.last_text
    if not text and row.last_note:
        text = note_text(shell, row.last_note)
    if row.last_direction == "out":
        if row.last_author:  # another desk of the team
            who = isolated(short_name(row.last_author))
            return shell.tr("last-colleague", who=who, text=text)
        return shell.tr("last-ours", text=text)
    if row.last_author:
        return shell.tr("last-of", who=isolated(short_name(row.last_author)), text=text)
    return text


def file_name(row: AttachmentRow) -> str:
    """As its sender calls a file, letter by letter: a name that turns its own direction round
    would show another ending than it has."""
    return _TURNS.sub("", row.name)


def attachment_line(shell: Shell, row: AttachmentRow) -> str:
    """Size and pages, or why there is no file."""
    if row.kind in ("voice", "audio", "video") and row.seconds:
        return formats.seconds(row.seconds)
    parts = [formats.size(shell.i18n, row.size)] if row.size else []
    if row.pages:
        parts.append(shell.tr("pages", n=row.pages))
    return " · ".join(parts)


def file_problem(shell: Shell, item: AttachmentRow, *, ours: bool) -> str:
    """Why a file could not be taken in, '' where it was: of one that we sent nobody is to be asked
    for another."""
    problem = Problem.decode(item.problem)
    if problem is None:
        return ""
    if ours and shell.i18n.has(f"problem-{problem.code}-ours"):
        problem = Problem(f"{problem.code}-ours", problem.params)
    return shell.problem(problem)


def person(name: str) -> str:
    """A name that somebody gave themselves: on one line, and turning no direction round but its
    own."""
    return " ".join(_TURNS.sub("", name).split())


def short_name(name: str) -> str:
    """A name where there is room for a word: the first one of a long name."""
    whole = person(name)
    if len(whole) <= _SHORT_NAME:
        return whole
    first = whole.split(" ")[0]
    return first if len(first) <= _SHORT_NAME else f"{first[: _SHORT_NAME - 1]}…"


def isolated(name: str) -> str:
    """A name among other words, whichever direction both are written in (Unicode's FSI and PDI)."""
    turns = any(bidirectional(letter) in ("R", "AL") for letter in name)
    return f"\u2068{name}\u2069" if turns else name


def sender(shell: Shell, row: MessageRow, client: str) -> str:
    """Who wrote a message: in a group, who of them; of ours, which colleague."""
    other = shell.tr("you") if row.direction == "out" else client
    return person(row.author) or other


def reply_head(shell: Shell, row: MessageRow) -> str:
    """Over what a message answers: in a group, whose words those are."""
    if row.reply_to is None or not (row.author or row.reply_author or is_group(row.peer)):
        return shell.tr("reply-label")
    return (
        shell.tr("you") if row.reply_ours else person(row.reply_author) or shell.tr("reply-label")
    )


def reply_quote(shell: Shell, row: MessageRow) -> str:
    """What a message answers, as far as it is known."""
    quote = row.around.quote if row.around is not None else ""
    return quote or row.reply_text or shell.tr("reply-unknown")
