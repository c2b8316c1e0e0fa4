"""A client's thumb on our question, from the messenger to what the operator sees."""

import pytest

from tests.scenarios.conftest import Play, Played


@pytest.fixture(scope="module")
def played(play: Play) -> Played:
    return play("reactions")


@pytest.mark.parametrize(("contact", "question"), [("Ирина Ковалёва", "i2"), ("Дамир Алиев", "d2")])
def test_a_thumb_on_our_question_is_a_yes_whose_source_is_the_question(
    played: Played, contact: str, question: str
) -> None:
    decision = played.fact(contact, "decision")
    assert (decision["value"], decision["quote"], decision["event"]) == ("yes", "👍", question)


def test_one_that_is_taken_back_is_no_answer_any_more(played: Played) -> None:
    kinds = [fact["kind"] for fact in played.thread("Олег Бойко")["facts"]]
    assert "decision" not in kinds


def test_it_adds_no_message_and_the_last_line_stays(played: Played) -> None:
    assert (played.report["lost"], played.report["duplicated"]) == (0, 0)
    for thread in played.report["threads"]:
        assert thread["messages"] == 2
        assert thread["last"].endswith("?")
