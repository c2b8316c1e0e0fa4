"""Everything breaks while clients write, and nothing is lost."""

import pytest

from tests.scenarios.conftest import Play, Played


@pytest.fixture(scope="module")
def played(play: Play) -> Played:
    return play("outages")


def test_nothing_is_lost_and_nothing_stands_twice(played: Played) -> None:
    assert (played.report["lost"], played.report["duplicated"]) == (0, 0)
    assert " ERROR " not in played.log
    assert "Traceback" not in played.log


def test_messages_edits_and_deletions_of_the_cut_are_all_here(played: Played) -> None:
    dmitry = played.thread("Дмитрий Лис")
    assert (dmitry["messages"], dmitry["last"]) == (4, "Слышу, считаю.")
    assert {f["value"] for f in dmitry["facts"] if f["kind"] == "phone"} == {"+79035550033"}
    assert played.fact("Алина Цой", "budget")["value"] == "250000 RUB"
    assert played.fact("Алина Цой", "budget")["event"] == "h3"


def test_webhooks_of_an_outage_come_late_and_once(played: Played) -> None:
    natalya = played.thread("Наталья Кох")
    assert natalya["messages"] == 2
    budget = played.fact("Наталья Кох", "budget")
    assert (budget["value"], budget["event"]) == ("500000 RUB", "m5")


def test_every_thread_was_read_although_the_model_was_killed(played: Played) -> None:
    assert all(t["intents"] for t in played.report["threads"])
    assert played.report["latency_ms"]["understood"]["max"] > 0


def test_a_crm_that_was_down_holds_what_stands_in_the_end(played: Played) -> None:
    held = {record["contact"]: record["fields"] for record in played.report["crm"]}
    assert held["Наталья Кох"]["budget"] == "500000 RUB"
    assert held["Алина Цой"]["budget"] == "250000 RUB"
    assert "+79035550033" in held["Дмитрий Лис"]["phone"]
