"""When the operator is not to be disturbed: hours of the day, and what they said by hand. Pure.

Moments are aware and local; ``Quiet`` is a value, every change of mind is another one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Final, Literal

Days = Literal["every", "workdays", "weekend"]
"""The hours hold every day, on workdays alone, or every day and all of Saturday and Sunday."""
SETTING: Final = "desk.dnd"
MORNING: Final = time(9, 0)
_DAY: Final = timedelta(days=1)


def at_time(text: str) -> time | None:
    """``21:30`` as a time of day; None for anything else."""
    hours, colon, minutes = text.strip().partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2):
        return None
    if len(hours) > 2 or int(hours) > 23 or int(minutes) > 59:
        return None
    return time(int(hours), int(minutes))


@dataclass(frozen=True)
class Quiet:
    """``begins`` and ``ends`` of the hours (None: there are none); ``said``: what the operator
    said by hand, which stands over them until ``until`` (None: until they say otherwise)."""

    begins: time | None = None
    ends: time | None = None
    days: Days = "every"
    said: bool | None = None
    until: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Whether it is quiet at ``now``."""
        if self.said is not None and (self.until is None or now < self.until):
            return self.said
        return self._hours(now)

    def by_hand(self, now: datetime) -> bool:
        """Whether that is because the operator said so."""
        return self.said is not None and (self.until is None or now < self.until)

    def changes(self, now: datetime) -> datetime | None:
        """The next moment at which it is otherwise; None: it stays as it is."""
        state = self.holds(now)
        return next((at for at in self._edges(now) if self.holds(at) != state), None)

    def toggled(self, now: datetime) -> "Quiet":
        """The other way round: quiet until it is toggled again; heard until the hours end."""
        if self.holds(now):
            hours = replace(self, said=None, until=None)
            return (
                replace(hours, said=False, until=hours.changes(now))
                if hours.holds(now)
                else (hours)
            )
        if self.by_hand(now) and self._hours(now):
            return replace(self, said=None, until=None)
        return replace(self, said=True, until=None)

    def quiet_until(self, until: datetime) -> "Quiet":
        """Quiet up to a moment."""
        return replace(self, said=True, until=until)

    def kept(self) -> str:
        """What was said by hand, as it is kept."""
        if self.said is None:
            return ""
        until = int(self.until.timestamp()) if self.until is not None else 0
        return f"{'on' if self.said else 'off'} {until}"

    def _hours(self, now: datetime) -> bool:
        if self.begins is None or self.ends is None:
            return False
        if self.days == "weekend" and now.weekday() >= 5:
            return True
        if self.begins == self.ends:
            return False
        clock = now.time().replace(tzinfo=None)
        if self.begins < self.ends:
            return self._counts(now) and self.begins <= clock < self.ends
        # over midnight: the night belongs to the day on which it begins
        return (clock >= self.begins and self._counts(now)) or (
            clock < self.ends and self._counts(now - _DAY)
        )

    def _counts(self, day: datetime) -> bool:
        return self.days != "workdays" or day.weekday() < 5

    def _edges(self, now: datetime) -> list[datetime]:
        """Every moment of the next days at which it may become otherwise, soonest first."""
        clocks = {time(0, 0), self.begins, self.ends} - {None}
        days = [(now + n * _DAY).date() for n in range(9)]
        edges = {
            _local(datetime.combine(day, clock), now) for day in days for clock in clocks if clock
        }
        if self.until is not None:
            edges.add(self.until)
        return sorted(at for at in edges if at > now)


def tomorrow(now: datetime) -> datetime:
    """The next morning: tomorrow's, or today's where the day has not begun."""
    day = now.date() if now.time().replace(tzinfo=None) < time(5, 0) else (now + _DAY).date()
    return _local(datetime.combine(day, MORNING), now)


def from_settings(values: Mapping[str, str]) -> Quiet:
    """As the settings have it."""
    on = values.get("desk.quiet_hours") == "on"
    days = values.get("desk.quiet_days", "every")
    said, _, until = values.get(SETTING, "").partition(" ")
    moment = int(until) if until.isdecimal() and len(until) < 12 else 0
    return Quiet(
        begins=at_time(values.get("desk.quiet_from", "")) if on else None,
        ends=at_time(values.get("desk.quiet_to", "")) if on else None,
        days="workdays" if days == "workdays" else "weekend" if days == "weekend" else "every",
        said={"on": True, "off": False}.get(said),
        until=datetime.fromtimestamp(moment).astimezone() if moment else None,
    )


def _local(naive: datetime, like: datetime) -> datetime:
    """Local wall time, also where the clocks are changed before it."""
    return naive.astimezone() if like.tzinfo is not None else naive
