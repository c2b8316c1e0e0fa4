"""Telegram Business in words: the week, whether it is open, quick replies, who is told what."""

from datetime import UTC, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from msgspec import structs

from core.domain import markdown
from core.domain.business import (
    Away,
    Business,
    Greeting,
    Hours,
    Recipients,
    Shortcut,
    ShortcutMessage,
)
from core.domain.business_hours import DAY, Spans, at, by_day, known
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui import words

_LONGEST = 160


def draft(words: ShortcutMessage) -> str:
    """The words of a quick reply as they stand in a draft: looks as signs, where a link leads
    behind its words."""
    text, marks = words.text, list(words.marks)
    led = [one for one in marks if one.style == "link" and one.url != text[one.start : one.end]]
    for link in sorted(led, key=lambda one: -one.end):
        if "://" not in link.url:  # a number, an address: Telegram finds it again
            continue
        said = f" ({link.url})"
        text = text[: link.end] + said + text[link.end :]
        marks = [
            structs.replace(
                one,
                start=one.start + (len(said) if one.start >= link.end else 0),
                end=one.end + (len(said) if one.end > link.end else 0),
            )
            for one in marks
        ]
    return markdown.write(text, marks)


def kept_reply(shell: Shell, reply: Shortcut) -> str:
    """A quick reply that goes out as it is: how much it is, and what."""
    lines = [shell.tr("business-goes-whole", count=reply.count)]
    for one in reply.messages:
        held = words.note_text(shell, one.kind or one.note) if one.kind or one.note else ""
        head = " ".join(part for part in (f"[{held}]" if held else "", one.name) if part)
        lines.append("\n".join(part for part in (head, one.text) if part))
    return "\n".join(lines)


def short_reply(shell: Shell, reply: Shortcut | None) -> str:
    """A quick reply in a line."""
    if reply is None:
        return shell.tr("business-reply-gone")
    said = []
    for one in reply.messages:
        held = words.note_text(shell, one.kind or one.note) if one.kind or one.note else ""
        said.append(" ".join(part for part in (f"[{held}]" if held else "", one.text) if part))
    text = " · ".join(" ".join(part.split()) for part in said)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def clock(minute: int) -> str:
    """A minute of the day, or of the night after it."""
    minute = minute if minute == DAY else minute % DAY
    return f"{minute // 60}:{minute % 60:02}"


def day_name(shell: Shell, day: int) -> str:
    """A weekday in short, Monday is 0."""
    return shell.tr(f"business-day-{day + 1}")


def times(shell: Shell, spans: Spans) -> str:
    """When it is open on a day."""
    if not spans:
        return shell.tr("business-day-off")
    if spans == ((0, DAY),):
        return shell.tr("business-day-whole")
    return ", ".join(f"{clock(start)}–{clock(end)}" for start, end in spans)


def week(shell: Shell, hours: Hours) -> list[tuple[str, str]]:
    """(days, times), days in a row that are alike as one."""
    lines = []
    for told, group in groupby(enumerate(by_day(hours.open)), key=lambda one: one[1]):
        days = [day for day, _ in group]
        name = day_name(shell, days[0])
        if len(days) > 1:
            name += ("–" if len(days) > 2 else ", ") + day_name(shell, days[-1])
        lines.append((name, times(shell, told)))
    return lines


def zone_name(zone: str, now: int) -> str:
    """``Europe/Moscow, UTC+3``."""
    if not known(zone):
        return zone
    offset = datetime.fromtimestamp(now / 1000, UTC).astimezone(ZoneInfo(zone)).utcoffset()
    minutes = int(offset.total_seconds()) // 60 if offset else 0
    sign, minutes = "−" if minutes < 0 else "+", abs(minutes)
    past = f":{minutes % 60:02}" if minutes % 60 else ""
    return f"{zone.replace('_', ' ')}, UTC{sign}{minutes // 60}{past}"


def standing(shell: Shell, hours: Hours, now: int) -> tuple[bool, str]:
    """Whether it is open now, and that in a sentence, by the clock of the hours' zone."""
    told = at(hours, now)
    if told.changes is None:
        return told.open, shell.tr("business-open-always" if told.open else "business-never-open")
    zone = ZoneInfo(hours.zone) if known(hours.zone) else ZoneInfo("UTC")
    here = datetime.fromtimestamp(now / 1000, UTC).astimezone(zone)
    then = datetime.fromtimestamp(told.changes / 1000, UTC).astimezone(zone)
    when = clock(then.hour * 60 + then.minute)
    if then.date() != here.date():
        day = day_name(shell, then.weekday())
        day = day.lower() if shell.i18n.lang == "ru" else day
        when = shell.tr("business-on-day", day=day, time=when)
    return told.open, shell.tr("business-open" if told.open else "business-closed", when=when)


def recipients(shell: Shell, who: Recipients) -> str:
    """To whom an automatic message goes."""
    kinds = [
        shell.tr(f"business-to-{name}")
        for name in ("existing", "new", "contacts", "others")
        if getattr(who, name)
    ]
    if who.users:
        kinds.append(shell.tr("business-to-users", count=len(who.users)))
    if not kinds:
        return shell.tr("business-to-all" if who.exclude else "business-to-nobody")
    key = "business-to-all-but" if who.exclude else "business-to-only"
    return shell.tr(key, who=", ".join(kinds))


def greeting(shell: Shell, message: Greeting) -> str:
    """When the greeting goes, and to whom."""
    days = shell.tr("business-greeting-when", count=message.days)
    return f"{days} {recipients(shell, message.recipients)}"


def away(shell: Shell, message: Away) -> str:
    """When the away message goes, and to whom."""
    told = {}
    if message.schedule == "custom":
        told = {
            "since": formats.full(shell.i18n, message.since),
            "until": formats.full(shell.i18n, message.until),
        }
    said = [shell.tr(f"business-away-{message.schedule}", **told)]
    if message.offline:
        said.append(shell.tr("business-away-offline"))
    return " ".join([*said, recipients(shell, message.recipients)])


def nothing(stands: Business) -> bool:
    """Whether the account has none of it and cannot have it."""
    return not stands.premium and stands == Business()
