"""Where threads go, by the shipped rules and by others, and why."""

import pytest

from core.domain.problems import Problem, ProblemError
from core.domain.reading import INTENTS, Fact, Intent
from core.routing import decide, language, load, parse

RULES = load()


def fact(kind: str, value: str, quote: str = "", status: str = "standing") -> Fact:
    return Fact(
        id=f"{kind}{value}", kind=kind, value=value, quote=quote or value, message="1", start=0,
        end=1, confidence=0.9, source="rule", at=0, status=status,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("intent", "queue"),
    [
        ("price_request", "sales"),
        ("product_question", "sales"),
        ("order", "sales"),
        ("meeting", "sales"),
        ("objection", "sales"),
        ("refusal", "sales"),
        ("smalltalk", "sales"),
        ("documents", "documents"),
        ("payment", "documents"),
        ("delivery", "delivery"),
        ("support", "support"),
        ("complaint", "support"),
        ("partnership", "partners"),
        ("job", "partners"),
        ("spam", "spam"),
    ],
)
def test_every_intent_has_its_queue(intent: str, queue: str) -> None:
    assert intent in INTENTS
    assert decide(RULES, [Intent(intent, 0.9)], []).queue == queue


def test_a_reason_shows_what_the_client_said() -> None:
    decision = decide(RULES, [Intent("order", 0.934)], [], text="да,  берём\n")
    assert decision.rule == "order"
    assert Problem.decode(decision.reason) == Problem(
        "route-order",
        {"rule": "order", "intent": "order", "confidence": "0.93", "quote": "да, берём"},
    )


def test_the_first_intent_routes_but_a_complaint_goes_first() -> None:
    assert decide(RULES, [Intent("delivery", 0.9), Intent("order", 0.9)], []).queue == "delivery"
    both = [Intent("order", 0.9), Intent("complaint", 0.7)]
    assert decide(RULES, both, []).queue == "support"


def test_who_is_not_sure_leaves_the_thread_where_it_is() -> None:
    unsure = [Intent("delivery", 0.39)]
    assert decide(RULES, unsure, [], previous="documents").queue == "documents"
    decision = decide(RULES, unsure, [])
    assert (decision.queue, decision.rule) == ("sales", "")
    assert "route-unsure" in decision.reason


def test_nothing_known_is_the_default_queue() -> None:
    decision = decide(RULES, [], [])
    assert decision.queue == "sales"
    assert "route-unknown" in decision.reason


def test_a_thank_you_moves_nobody() -> None:
    assert decide(RULES, [Intent("smalltalk", 0.9)], [], previous="delivery").queue == "delivery"


def test_spam_needs_to_be_rather_sure() -> None:
    assert decide(RULES, [Intent("spam", 0.55)], [], previous="sales").queue == "sales"


BIG = """
default = "sales"
queues = ["sales", "vip"]

[[rules]]
name = "big"
facts = [{ kind = "budget", at_least = 1000000, currency = "RUB" }, { kind = "company" }]
channels = ["whatsapp"]
languages = ["ru"]
queue = "vip"
reason = "big"
"""


@pytest.mark.parametrize(
    ("facts", "channel", "text", "queue"),
    [
        ([fact("budget", "1200000 RUB"), fact("company", "Вектор")], "whatsapp", "да", "vip"),
        ([fact("budget", "1200000 RUB")], "whatsapp", "да", "sales"),
        ([fact("budget", "900000 RUB"), fact("company", "Вектор")], "whatsapp", "да", "sales"),
        ([fact("budget", "1200000 USD"), fact("company", "Вектор")], "whatsapp", "да", "sales"),
        ([fact("budget", "2e6x RUB"), fact("company", "Вектор")], "whatsapp", "да", "sales"),
        ([fact("budget", "1200000 RUB"), fact("company", "Вектор")], "telegram", "да", "sales"),
        ([fact("budget", "1200000 RUB"), fact("company", "Вектор")], "whatsapp", "yes", "sales"),
        (
            [fact("budget", "1200000 RUB", status="superseded"), fact("company", "Вектор")],
            "whatsapp", "да", "sales",
        ),
    ],
)  # fmt: skip
def test_facts_channel_and_language_can_decide(
    facts: list[Fact], channel: str, text: str, queue: str
) -> None:
    assert decide(parse(BIG), [], facts, channel=channel, text=text).queue == queue


def test_a_reason_of_a_fact_quotes_the_fact() -> None:
    facts = [fact("company", "Вектор"), fact("budget", "1200000 RUB", "до 1,2 млн")]
    rules = parse(BIG.replace(', { kind = "company" }', ""))
    problem = Problem.decode(decide(rules, [], facts, channel="whatsapp", text="Да").reason)
    assert problem is not None
    assert problem.params["value"] == "1200000 RUB"
    assert problem.params["quote"] == "до 1,2 млн"


@pytest.mark.parametrize(
    ("change", "place", "why"),
    [
        (('queue = "vip"', 'queue = "whales"'), "rule 1 (big)", "'whales' is no queue"),
        (('default = "sales"', 'default = "x"'), "default", "'x' is no queue"),
        (('kind = "company"', 'kind = "shoes"'), "rule 1 (big)", "'shoes' is no kind of fact"),
        (('"whatsapp"', '"fax"'), "rule 1 (big)", "'fax' is no channel"),
        (('languages = ["ru"]', 'primary = ["buy"]'), "rule 1 (big)", "'buy' is no intent"),
        ((', currency = "RUB"', ""), "rule 1 (big)", "an amount of a budget needs a currency"),
        (('reason = "big"', ""), "", "reason"),
        (("[[rules]]", "[[rules"), "", "line"),
        (("queues", "quues"), "", "quues"),
        (('languages = ["ru"]', "confidence = 3"), "rule 1 (big)", "between 0 and 1"),
    ],
)
def test_a_mistake_is_named_with_its_place(change: tuple[str, str], place: str, why: str) -> None:
    with pytest.raises(ProblemError) as caught:
        parse(BIG.replace(*change))
    problem = caught.value.problem
    assert problem.code == "routing-rules"
    assert problem.params["place"] == place
    assert why in problem.params["why"]


def test_the_language_of_a_text_is_that_of_its_letters() -> None:
    assert [language(text) for text in ("Да, ok", "ok, да-da-da", "123")] == ["ru", "en", ""]
