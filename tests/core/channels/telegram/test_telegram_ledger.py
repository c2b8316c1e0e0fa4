"""What is known of a chat: arithmetic of ids, and what is asked for next."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.channels.telegram.ledger import Book, Ledger, Sweep, from_ranges
from core.channels.telegram.spans import ALL, TOP, Spans, common, holes, inside, minus, union

ids = st.sets(st.integers(1, 40))


def spans_of(wanted: set[int]) -> Spans:
    made: Spans = ()
    for one in sorted(wanted):
        made = union(made, ((one, one),))
    return made


def ids_of(spans: Spans) -> set[int]:
    return {one for one in range(1, 50) if inside(spans, one)}


@given(ids, ids)
def test_spans_are_sets(one: set[int], other: set[int]) -> None:
    a, b = spans_of(one), spans_of(other)
    for made, wanted in (
        (union(a, b), one | other),
        (minus(a, b), one - other),
        (common(a, b), one & other),
    ):
        assert ids_of(made) == wanted
        assert made == spans_of(wanted)
        assert all(low <= high for low, high in made)
        assert all(x[1] + 1 < y[0] for x, y in pairwise(made))
    between = set(range(min(one), max(one))) - one if one else set()
    assert ids_of(holes(a)) == between
    assert minus(ALL, minus(ALL, a)) == a


class Server:
    """A chat as a server has it, and what stands here."""

    def __init__(self) -> None:
        self.there: dict[int, int] = {}
        self.here: dict[int, int] = {}
        self.next = 1

    def page(self, below: int, size: int) -> list[int]:
        return sorted((i for i in self.there if i < below), reverse=True)[:size]

    def take(self, found: list[int], low: int, high: int) -> None:
        """What a page says of the ids from ``low`` to ``high`` stands here."""
        for one in [i for i in self.here if low <= i <= high]:
            del self.here[one]
        self.here |= {i: self.there[i] for i in found if low <= i <= high}


moves = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.integers(1, 9)),
        st.tuples(st.just("edit"), st.integers(0, 99)),
        st.tuples(st.just("delete"), st.integers(0, 99)),
        st.tuples(st.just("lose"), st.just(0)),
        st.tuples(st.just("look"), st.integers(1, 6)),
        st.tuples(st.just("step"), st.integers(1, 6)),
    ),
    max_size=60,
)


@given(moves)
def test_a_chat_is_equal_when_nothing_is_left_to_do(told: list[tuple[str, int]]) -> None:
    """Live changes stand here at once unless something was lost; a look and steps mend it."""
    server, ledger, live, lost_at = Server(), Ledger(), True, 0
    for verb, n in [*told, ("look", 3), *[("step", 2)] * 200]:
        if verb == "write":
            for _ in range(n):
                server.there[server.next] = 0
                if live and ledger.known:
                    server.here[server.next] = 0
                server.next += 1 + n % 2
        elif verb in ("edit", "delete") and server.there:
            one = sorted(server.there)[n % len(server.there)]
            if verb == "delete":
                del server.there[one]
            else:
                server.there[one] += 1
            if live and one in server.here:
                server.take([one] if verb == "edit" else [], one, one)
        elif verb == "lose":
            lost_at = server.next if live else lost_at
            live = False
            ledger = ledger.lose()
        elif verb == "look":
            found = server.page(TOP, n)
            last = len(found) == len(server.there)
            floor = 1 if last or not found else min(found)
            before = [i for i in server.here if live or i < lost_at]
            server.take(found, floor, TOP)
            ledger = ledger.page(found, max(before, default=None), 7, last=last)
            live = True
        elif (work := ledger.work(1)) and live:
            found = server.page(work.high + 1, n)
            last = len(found) < n or min(found) <= work.low
            within = [i for i in found if i >= work.low]
            floor = work.low if last or not within else min(within)
            server.take(within, floor, work.high)
            ledger = ledger.took(work, found, 7, last=last or not within)
        for one in server.here if live else ():
            doubted = inside(ledger.doubtful, one) or not inside(ledger.known, one)
            assert doubted or server.here[one] == server.there.get(one)
    assert server.here == server.there
    assert ledger.work(1) is None
    assert ledger.equal_at == 7


def test_gaps_come_before_doubts_and_doubts_before_history() -> None:
    history = Ledger(known=((50, TOP),), have=10)
    doubted = Ledger(known=((1, TOP),), doubtful=((1, 90),))
    moved = Ledger(known=((1, TOP),), doubtful=((1, 10),), moved=True)
    gap = Ledger(known=((1, 5), (9, TOP)))
    refused = Ledger(known=((1, 5), (9, TOP)), problem="{}")
    book = Book({1: history, 2: doubted, 3: moved, 4: gap, 5: refused}, Sweep(listed=True))
    order = []
    while work := book.next():
        order.append((work.user, work.kind))
        book.put(work.user, book.of(work.user).took(work, [], 1, last=True))
    assert order == [(4, "hole"), (3, "check"), (2, "check"), (1, "history")]
    assert book.standing(5).failed == 1
    assert Book({}, Sweep()).standing(0).comparing == 1


def test_how_far_history_is() -> None:
    whole = Ledger(known=((1, TOP),), count=30, have=30)
    begun = Ledger(known=((60, TOP),), count=70, have=20)
    book = Book({1: whole, 2: begun}, Sweep(listed=True))
    standing = book.standing(2)
    assert (standing.have, standing.of, standing.comparing) == (50, 100, 0)
    work = book.next()
    assert work is not None
    book.put(2, book.of(2).took(work, [], 1, last=True))
    assert (book.standing(2).have, book.standing(2).of) == (0, 0)


def test_what_an_older_version_left_to_do() -> None:
    kept = b'{"chats":[7,8],"todo":[{"user":7,"upper":90,"lower":40,"taken":3},'
    kept += b'{"user":7,"upper":20,"lower":0,"taken":5}],"listed":true,"looked":[],"gap":0}'
    book = from_ranges(kept)
    assert book.of(8).work(8) is None
    assert book.of(7).known == ((20, 40), (90, TOP))
    work = book.next()
    assert work is not None
    assert (work.kind, work.low, work.high) == ("hole", 41, 89)
