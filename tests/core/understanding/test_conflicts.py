"""Contradictions are shown with both their sources, and stand until the operator chooses."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from core.domain.channels import Channel
from core.domain.reading import Candidate, Fact, Page, Review, Turn, TurnReading
from core.domain.views import FactRow
from core.understanding.conflicts import said, with_conflicts
from core.understanding.fold import fold
from tests.core.understanding.conftest import START


def fact(
    ident: str, kind: str, value: str, message: str = "1", page: int | None = None,
    at: int = 0, review: str = "", unit: str = "",
) -> FactRow:  # fmt: skip
    made = Fact(
        id=ident, kind=kind, value=value, quote=value, message=message, start=0, end=1,
        confidence=0.9, source="rule", at=at, page=page, unit=unit,
        attachment=None if page is None else 0, review=review,  # type: ignore[arg-type]
    )  # fmt: skip
    return FactRow(fact=made, message=int(message), message_at=at, channel=Channel.TELEGRAM)


def over(row: FactRow, *history: FactRow) -> FactRow:
    return FactRow(
        fact=row.fact, message=row.message, message_at=row.message_at, channel=row.channel,
        history=history,
    )  # fmt: skip


def against(*rows: FactRow) -> list[list[str]]:
    return [[other.fact.id for other in row.conflicts] for row in with_conflicts(rows)]


def test_the_client_may_change_their_mind_in_messages() -> None:
    now = fact("b", "budget", "800 RUB", "2", at=2)
    assert against(over(now, fact("a", "budget", "500 RUB", at=1))) == [[]]


def test_a_document_against_a_message_either_way_round() -> None:
    paper, written = fact("p", "quantity", "500", page=1, at=1), fact("m", "quantity", "800", "2")
    assert against(over(written, paper)) == [["p"]]
    assert against(over(paper, written)) == [["m"]]


def test_a_document_still_contradicts_after_several_messages() -> None:
    paper, first = fact("p", "budget", "500 RUB", "1", 1, 1), fact("m", "budget", "800 RUB", "2")
    now = fact("n", "budget", "900 RUB", "3", at=3)
    assert against(over(now, first, paper)) == [["p"]]


def test_two_documents() -> None:
    first, second = fact("p", "deadline", "2026-12-01", "1", 1), fact("q", "deadline", "2026-12-08",
                                                                      "2", 1)  # fmt: skip
    assert against(over(second, first)) == [["p"]]
    assert against(fact("a", "inn", "77", "1", 1), fact("b", "inn", "78", "2", 1)) == [["b"], ["a"]]


def test_companies_in_messages_stand_side_by_side_and_on_two_papers_do_not() -> None:
    one, two = fact("a", "company", "Вектор"), fact("b", "company", "Волна", "2")
    assert against(one, two) == [[], []]
    one, two = fact("a", "company", "Вектор", "1", 1), fact("b", "company", "Волна", "2", 1)
    assert against(one, two) == [["b"], ["a"]]


def test_who_signs_a_paper_may_be_somebody_else_than_who_writes() -> None:
    signed = fact("p", "person", "Пётр Громов", page=1, at=1)
    now = fact("m", "person", "Ирина", "2", at=2)
    assert against(over(now, signed)) == [[]]
    settled = fact("p", "person", "Пётр Громов", page=1, at=1, review="confirmed")
    assert against(over(now, settled)) == [["p"]]


def test_something_new_against_what_the_operator_confirmed() -> None:
    settled = fact("a", "budget", "500 RUB", at=1, review="confirmed")
    now = fact("b", "budget", "800 RUB", "2", at=2)
    assert against(over(now, settled)) == [["a"]]
    chosen = fact("b", "budget", "800 RUB", "2", at=2, review="confirmed")
    assert against(over(chosen, settled)) == [[]]


def test_the_same_said_elsewhere_is_none() -> None:
    paper = fact("p", "quantity", "800", page=1, unit="шт")
    assert against(over(fact("m", "quantity", "800", "2", unit="штук"), paper)) == [[]]


def test_choosing_the_older_source_brings_it_back_and_ends_the_contradiction() -> None:
    """The verdicts the desk sends for a choice, through the real fold."""

    def read(value: str, page: int | None) -> Candidate:
        return Candidate(
            kind="budget", value=f"{value} RUB", quote=value, start=0, end=3, confidence=0.9,
            source="rule", page=page, attachment=None if page is None else 0,
        )  # fmt: skip

    turns = [
        Turn(id="1", sender="client", at=START, text="", pages=(Page(0, 1, "500"),)),
        Turn(id="2", sender="client", at=START.replace(hour=12), text="800"),
    ]
    readings = {
        "1": TurnReading(candidates=(read("500", 1),)),
        "2": TurnReading(candidates=(read("800", None),)),
    }
    before = fold(turns, readings)
    assert [f.value for f in before.standing] == ["800 RUB"]
    (old,) = before.superseded
    now = int(START.replace(hour=13).timestamp() * 1000)
    after = fold(turns, readings, [Review(fact=old.id, verdict="confirmed", at=now)])
    assert [(f.value, f.review) for f in after.standing] == [("500 RUB", "confirmed")]
    assert after.superseded == ()


_ROWS = st.lists(
    st.builds(
        fact,
        st.uuids().map(str),
        st.sampled_from(["budget", "inn", "company", "phone"]),
        st.sampled_from(["500", "800"]),
        st.sampled_from(["1", "2"]),
        st.sampled_from([None, 1]),
        st.integers(0, 9),
        st.sampled_from(["", "confirmed"]),
    ),
    max_size=6,
)


@given(_ROWS, _ROWS)
def test_what_contradicts_says_something_else_and_nothing_is_lost(
    rows: Sequence[FactRow], history: Sequence[FactRow]
) -> None:
    rows = [over(r, *(h for h in history if h.fact.kind == r.fact.kind)) for r in rows]
    made = with_conflicts(rows)
    assert [r.fact for r in made] == [r.fact for r in rows]
    for row in made:
        assert not (row.fact.review and row.conflicts)
        for other in row.conflicts:
            assert said(other.fact) != said(row.fact)
            assert other.fact.id != row.fact.id
            assert other.fact.kind == row.fact.kind
