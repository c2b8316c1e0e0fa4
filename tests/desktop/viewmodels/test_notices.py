"""When the operator is told of what happens outside the window, whatever the order of things."""

from datetime import datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.domain.reminders import Arrived, Reminder
from desktop.viewmodels.notices import (
    AGAIN_MS,
    GATHER_MS,
    MANY,
    SUMMARY,
    Notice,
    Notices,
    Out,
    Withdraw,
)
from desktop.viewmodels.quiet import Quiet, at_time, from_settings, tomorrow
from desktop.viewmodels.told import KEPT_MS, Told

NOW = 1_790_000_000_000
HOUR = 3_600_000


def wrote(thread: int, at: int = NOW, text: str = "да", queue: str = "sales") -> Arrived:
    return Arrived(at, thread, f"Клиент {thread}", at, text, "", queue)


def shown(out: list[Out]) -> list[Notice]:
    return [one for one in out if isinstance(one, Notice)]


def test_five_messages_of_one_client_are_one_notice_that_is_replaced() -> None:
    notices = Notices()
    for i in range(3):
        notices.arrived([wrote(1, NOW + i, f"строка {i}")], NOW + i)
    assert notices.next_at == NOW + GATHER_MS
    assert notices.tick(NOW + GATHER_MS - 1) == []
    (first,) = shown(notices.tick(NOW + GATHER_MS))
    assert (first.key, first.count, first.text) == ("thread:1", 3, "строка 2")
    notices.arrived([wrote(1, NOW + 1000), wrote(1, NOW + 1001)], NOW + 1001)
    assert notices.next_at == NOW + GATHER_MS + AGAIN_MS, "it does not pop up over and over"
    (second,) = shown(notices.tick(notices.next_at))
    assert (second.key, second.count) == ("thread:1", 5)


def test_ten_clients_at_once_are_one_summary() -> None:
    notices = Notices()
    notices.arrived([wrote(n, NOW + n) for n in range(10)], NOW)
    (one,) = notices.tick(NOW + GATHER_MS)
    assert isinstance(one, Notice)
    assert (one.key, one.kind, one.total, one.count) == (SUMMARY, "many", 10, 10)
    assert one.names[0] == "Клиент 9", "the newest comes first"


def test_a_burst_that_goes_on_becomes_a_summary_and_takes_back_its_first_notices() -> None:
    notices = Notices()
    notices.arrived([wrote(1), wrote(2)], NOW)
    assert len(shown(notices.tick(NOW + GATHER_MS))) == 2
    notices.arrived([wrote(3), wrote(4)], NOW + 2000)
    out = notices.tick(NOW + 2000 + GATHER_MS)
    assert {o.key for o in out if isinstance(o, Withdraw)} == {"thread:1", "thread:2"}
    assert [(o.kind, o.total) for o in shown(out)] == [("many", 4)]


def test_a_summary_grows_but_does_not_pop_up_with_every_message() -> None:
    notices, now, times = Notices(), NOW, 0
    notices.arrived([wrote(n, NOW + n) for n in range(5)], NOW)
    for second in range(1, 60):
        now = NOW + second * 1000
        times += len(shown(notices.tick(now)))
        notices.arrived([wrote(second % 9, now)], now)
    assert 6 <= times <= 9, "about every eight seconds of a minute"
    (one,) = notices.shown.values()
    assert one.total == 9


def test_the_open_thread_is_quiet_and_opening_one_takes_its_notice_back() -> None:
    notices = Notices()
    notices.look(1)
    notices.arrived([wrote(1)], NOW)
    assert notices.next_at is None
    notices.arrived([wrote(2)], NOW)
    notices.tick(NOW + GATHER_MS)
    assert notices.look(2) == [Withdraw("thread:2")]
    assert notices.shown == {}
    notices.look(None)
    notices.arrived([wrote(2)], NOW + HOUR)
    (again,) = shown(notices.tick(NOW + HOUR + GATHER_MS))
    assert again.count == 1, "what was seen does not count"


def test_what_came_while_it_was_quiet_is_one_summary() -> None:
    notices = Notices()
    assert notices.quiet(True, NOW) == []
    notices.arrived([wrote(1), wrote(1), wrote(2), wrote(9, queue="spam")], NOW)
    assert notices.next_at is None
    late = Reminder("closing", 5, "Пётр", NOW + HOUR)
    (one,) = shown(notices.quiet(False, NOW + HOUR, [late]))
    assert (one.kind, one.total, one.count, one.due) == ("meanwhile", 2, 3, 1)
    assert set(one.threads) == {1, 2, 5}
    assert notices.quiet(True, NOW) == notices.quiet(False, NOW) == []


def test_reminders_are_one_each_while_they_are_few() -> None:
    due = [Reminder("follow_up", n, f"Клиент {n}", NOW, "позвонить") for n in range(MANY + 1)]
    assert [n.key for n in shown(Notices().reminded(due[:2]))] == ["follow_up:0", "follow_up:1"]
    (one,) = shown(Notices().reminded(due))
    assert (one.kind, one.due) == ("due", MANY + 1)
    notices = Notices()
    notices.look(0)
    assert notices.reminded(due[:1]) == [], "it is before the operator"


threads = st.integers(1, 6)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("wrote"), st.lists(threads, max_size=8)),
        st.tuples(st.just("wait"), st.integers(0, 30_000)),
        st.tuples(st.just("look"), st.none() | threads),
        st.tuples(st.just("seen"), st.lists(threads, max_size=3)),
        st.tuples(st.just("quiet"), st.booleans()),
        st.tuples(st.just("due"), st.lists(threads, max_size=6, unique=True)),
    ),
    max_size=40,
)


@given(steps)
def test_whatever_happens_nothing_is_lost_and_nobody_is_disturbed(script: list[object]) -> None:
    notices, now, quiet, looked = Notices(), NOW, False, None
    screen: dict[str, Notice] = {}
    unseen: dict[int, int] = {}

    def take(out: list[Out]) -> None:
        fresh = shown(out)
        assert len(fresh) <= MANY
        assert len({one.key for one in out}) == len(out)
        for one in out:
            if isinstance(one, Withdraw):
                del screen[one.key]
            else:
                screen[one.key] = one
                assert not quiet
                assert one.threads != (looked,)

    for step in script:
        match step:
            case ("wrote", who):
                now += 1
                notices.arrived([wrote(n, now) for n in who], now)
                for n in who:
                    if n != looked:
                        unseen[n] = unseen.get(n, 0) + 1
            case ("wait", ms):
                now += ms
                take(notices.tick(now))
            case ("look", thread):
                looked = thread
                unseen.pop(thread, None)
                take(notices.look(thread))
            case ("seen", who):
                for n in who:
                    unseen.pop(n, None)
                take(notices.seen(who))
            case ("quiet", holds):
                quiet = holds
                take(notices.quiet(holds, now))
            case ("due", who):
                take(notices.reminded([Reminder("snooze", n, "", now) for n in who]))
        assert screen == notices.shown
        assert not (quiet and notices.next_at is not None)
    quiet = False
    take(notices.quiet(False, now))
    take(notices.tick(max(now, notices.next_at or 0)))
    told = {n for one in screen.values() for n in one.threads}
    assert set(unseen) <= told, "somebody wrote and nobody was told"
    for n, count in unseen.items():
        mine = screen.get(f"thread:{n}")
        assert mine is None or mine.count <= count


reminders = st.builds(
    Reminder,
    st.sampled_from(["closing", "closed", "follow_up", "snooze"]),
    threads, st.just(""), st.integers(0, 3).map(lambda n: NOW + n * HOUR),
)  # fmt: skip


@given(st.lists(st.tuples(st.lists(reminders, max_size=5), st.booleans()), max_size=10))
def test_nothing_is_reminded_of_twice_however_often_it_starts(
    runs: list[tuple[list[Reminder], bool]],
) -> None:
    told, seen = Told(), set()
    for due, restart in runs:
        for one in told.fresh(due, NOW):
            place = "window" if one.kind in ("closing", "closed") else one.kind
            if (place, one.thread, one.at) in seen:
                # the same one twice in a single question: told once a question
                assert due.count(one) > 1 or place == "window"
            seen.add((place, one.thread, one.at))
        if restart:
            told = Told.load(told.kept())
        assert told.fresh(due, NOW) == []


def test_what_is_long_past_is_forgotten() -> None:
    told = Told()
    told.fresh([Reminder("snooze", 1, "", NOW)], NOW)
    told.fresh([], NOW + KEPT_MS + 1)
    assert Told.load(told.kept()) == Told(seen=NOW + KEPT_MS + 1)
    assert Told.load("") == Told.load("{nonsense") == Told()


clocks = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 59]))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(
    lambda at: at.replace(second=0, microsecond=0)
)
quiets = st.builds(
    Quiet, st.none() | clocks, st.none() | clocks, st.sampled_from(["every", "workdays", "weekend"])
)


@given(quiets, moments)
def test_it_stays_as_it_is_until_it_changes(quiet: Quiet, now: datetime) -> None:
    state, until = quiet.holds(now), quiet.changes(now)
    if until is None:
        assert all(quiet.holds(now + timedelta(hours=n)) == state for n in range(0, 24 * 9, 3))
        return
    assert until > now
    assert quiet.holds(until) != state
    step = (until - now) / 50
    assert all(quiet.holds(now + n * step) == state for n in range(50))


@given(quiets, moments)
def test_a_toggle_is_the_other_way_round_and_back(quiet: Quiet, now: datetime) -> None:
    once = quiet.toggled(now)
    assert once.holds(now) != quiet.holds(now)
    assert once.toggled(now).holds(now) == quiet.holds(now)
    if quiet.holds(now) and (end := quiet.changes(now)) is not None:
        assert once.changes(end) == quiet.changes(end), "the hours hold again the next time"


def test_hours_over_midnight_belong_to_the_day_they_begin_on() -> None:
    quiet = Quiet(time(20, 0), time(9, 0), "workdays")
    friday = datetime(2026, 11, 27, 21, 0)
    assert quiet.holds(friday)
    assert quiet.holds(friday + timedelta(hours=11)), "Saturday, 8:00"
    assert not quiet.holds(friday + timedelta(days=1)), "Saturday, 21:00"
    assert not quiet.holds(datetime(2026, 11, 30, 8, 0)), "Monday before work"
    free = Quiet(time(20, 0), time(9, 0), "weekend")
    assert free.holds(datetime(2026, 11, 28, 14, 0))
    assert free.changes(datetime(2026, 11, 28, 14, 0)) == datetime(2026, 11, 30, 9, 0)


def test_what_was_said_by_hand_is_kept() -> None:
    now = datetime(2026, 11, 27, 14, 0).astimezone()
    later = now + timedelta(hours=1)
    said = Quiet().quiet_until(later)
    again = from_settings({"desk.dnd": said.kept()})
    assert again == said
    assert again.holds(now)
    assert not again.holds(later)
    assert from_settings({"desk.dnd": Quiet().toggled(now).kept()}).changes(now) is None
    assert tomorrow(now).hour == 9
    assert (tomorrow(now).date() - now.date()).days == 1
    assert from_settings({"desk.quiet_hours": "on", "desk.quiet_from": "20:00",
                          "desk.quiet_to": "x"}) == Quiet(time(20, 0))  # fmt: skip


def test_times_of_day() -> None:
    assert at_time("9:05") == at_time("09:05") == time(9, 5)
    assert [at_time(t) for t in ("", "24:00", "12:60", "12", "1:5", "a:b", "123:00")] == [None] * 7
