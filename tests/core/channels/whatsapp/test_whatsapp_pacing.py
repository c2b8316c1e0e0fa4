"""When the next message may go: against a model of what Meta documents, with given clocks."""

import itertools

from hypothesis import example, given
from hypothesis import strategies as st

from core.channels.whatsapp.pacing import BURST, PAIR_SECONDS, Pacing

PEOPLE = ("a", "b", "c")
steps = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.floats(0, 20, allow_nan=False)), max_size=150
)


def bursts(times: list[float]) -> list[list[float]]:
    found: list[list[float]] = []
    for at in times:
        if found and at < found[-1][0] + PAIR_SECONDS and len(found[-1]) < BURST:
            found[-1].append(at)
        else:
            found.append([at])
    return found


@given(steps, st.sampled_from([20.0, 80.0]))
@example([("a", 0.0), *[("a", 1.0)] * 3, ("a", 17.5), ("a", 19.5), ("a", 19.5), ("a", 0.0)], 20.0)
def test_nothing_goes_before_its_time_and_everything_goes(
    wishes: list[tuple[str, float]], rate: float
) -> None:
    pacing, now = Pacing(rate), 0.0
    went: dict[str, list[float]] = {name: [] for name in PEOPLE}
    every: list[float] = []
    for person, gap in wishes:
        now += gap / 10
        at = now
        for _ in range(3):  # a burst may end while the number is waited for
            at += max(pacing.person_wait(person, at), pacing.number_wait(at))
        assert max(pacing.person_wait(person, at), pacing.number_wait(at)) <= 1e-6
        pacing.going(person, at)
        pacing.taken(person)
        went[person].append(at)
        every.append(at)
        now = max(now, at)
    for times in went.values():
        groups = bursts(times)
        for before, after in itertools.pairwise(groups):
            assert after[0] >= before[0] + len(before) * PAIR_SECONDS - 1e-6
    for first, second in itertools.pairwise(every):
        assert second - first >= 1 / rate - 1e-6


@given(st.integers(1, 60))
def test_one_persons_burst_holds_up_nobody_else(count: int) -> None:
    pacing = Pacing()
    for n in range(count):
        pacing.going("a", n / 80)
    later = count / 80
    assert pacing.person_wait("b", later) == 0
    assert pacing.number_wait(later) <= 1e-6
    over = pacing.person_wait("a", later)
    assert (over > 0) == (count >= BURST)


def test_a_refused_person_waits_longer_each_time_until_one_is_taken() -> None:
    pacing = Pacing()
    assert [pacing.person_refused("a", 1000.0 * n) for n in range(4)] == [1, 4, 16, 64]
    assert pacing.person_wait("a", 3000.0) == 64
    assert pacing.person_wait("b", 3000.0) == 0
    assert pacing.number_wait(3000.0) == 0
    pacing.taken("a")
    assert pacing.person_refused("a", 9000.0) == 1


def test_a_refused_number_waits_for_everybody() -> None:
    pacing = Pacing()
    assert [pacing.number_refused(100.0 * n) for n in range(7)] == [2, 4, 8, 16, 32, 60, 60]
    assert pacing.number_wait(600.0) == 60
    pacing.taken("a")
    assert pacing.number_refused(700.0, 600.0) == 600


def test_it_forgets_who_may_be_written_to_anyway() -> None:
    pacing = Pacing()
    for n in range(3000):
        pacing.going(str(n), n * 10.0)
    assert len(pacing._people) <= 1001
