"""Where a deal stands and what comes next, from what a thread says."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.deal import SILENCE_MS, STAGES, STEPS, Deal, deal
from core.domain.deal_needs import UNKNOWN
from core.domain.deal_view import Said
from core.domain.reading import FACT_KINDS, INTENTS, Fact, Intent

NOW = int(datetime(2026, 11, 23, 12, 0).timestamp() * 1000)
MINUTE = 60_000
VALUES = {
    "quantity": "800", "budget": "450000 RUB", "deadline": "2026-12-05", "decision": "yes",
    "meeting_at": "2026-11-24T15:00", "document": "invoice", "inn": "7707083893",
}  # fmt: skip


def fact(kind: str, value: str = "", ago: int = 5, confidence: float = 0.9, **more: object) -> Fact:
    return Fact(
        id=f"{kind}{value}", kind=kind, value=value or VALUES.get(kind, kind), quote="q",
        message="1", start=0, end=1, confidence=confidence, source="rule", at=NOW - ago * MINUTE,
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def us(text: str, ago: int, files: int = 0) -> Said:
    return Said(sender="us", at=NOW - ago * MINUTE, text=text, files=files)


def they(text: str, ago: int = 5) -> Said:
    return Said(sender="client", at=NOW - ago * MINUTE, text=text)


def of(lead: str, facts: list[Fact], said: list[Said], **more: object) -> Deal:
    tags = [Intent(lead, 0.9)] if lead else []
    return deal(tags, facts, said, NOW, **more)  # type: ignore[arg-type]


QUANTITY, PRODUCT = fact("quantity"), fact("product")


@pytest.mark.parametrize(
    ("lead", "facts", "said", "stage", "step"),
    [
        ("price_request", [QUANTITY], [they("Сколько?")], "asking", "price"),
        ("price_request", [PRODUCT], [they("Сколько?", 9), us("по 560 руб", 5)], "priced", "wait"),
        ("price_request", [PRODUCT], [us("по 560 руб", 9), they("А за 900?")], "asking", "price"),
        ("product_question", [], [they("Есть чёрные?")], "asking", "question"),
        ("product_question", [], [us("500 руб", 9), they("Есть чёрные?")], "priced", "question"),
        ("meeting", [], [they("Давайте созвонимся")], "asking", "offer-meeting"),
        ("meeting", [fact("meeting_at")], [they("Во вторник в 15?")], "asking", "confirm-meeting"),
        ("meeting", [fact("meeting_at", ago=9)], [they("В 15?", 9), us("Да", 5)], "asking", "meet"),
        ("objection", [], [us("500 руб", 9), they("Дорого")], "objecting", "objection"),
        ("order", [QUANTITY], [they("Берём")], "agreed", "place-order"),
        ("order", [fact("document")], [they("Берём, нужен счёт")], "agreed", "send-invoice"),
        ("documents", [fact("document", "contract")], [they("Договор?")], "asking",
         "send-contract"),
        ("documents", [fact("document", ago=9), fact("decision", ago=9)],
         [they("Счёт?", 9), us("Вот", 5, files=1)], "paying", "wait-payment"),
        ("documents", [fact("document", ago=9)], [they("Счёт?", 9), us("Отправила", 5)], "asking",
         "wait"),
        ("payment", [fact("inn", ago=4)], [us("На кого счёт?", 9), they("ИНН 77…")], "paying",
         "send-invoice"),
        ("payment", [fact("document")], [they("Счёт оплачен")], "paying", "check-payment"),
        ("payment", [], [they("Как оплатить?")], "paying", "payment"),
        ("payment", [], [they("Оплатили, проверьте")], "paying", "check-payment"),
        ("payment", [], [they("кинул 92 тысячи")], "paying", "check-payment"),
        ("delivery", [], [they("Где мой заказ?")], "delivering", "when-delivered"),
        ("delivery", [PRODUCT], [they("А в Казань везёте?")], "asking", "delivery"),
        ("complaint", [], [they("Пришёл брак")], "after_sale", "complaint"),
        ("support", [], [they("Не включается")], "after_sale", "support"),
        ("refusal", [], [they("Не нужно")], "lost", "reason"),
        ("smalltalk", [fact("decision", "no")], [they("Нет, спасибо")], "lost", "reason"),
        ("price_request", [fact("decision", "no", ago=99)], [they("А сейчас почём?")], "asking",
         "price"),
        ("smalltalk", [fact("decision", "no", ago=9)], [us("Жаль", 7), they("ок")], "lost", "wait"),
        ("smalltalk", [fact("decision", "postponed")], [they("Весной")], "postponed", "come-back"),
        ("spam", [], [they("Заработок!")], "no_deal", "spam"),
        ("job", [], [they("Ищу работу")], "no_deal", "job"),
        ("smalltalk", [], [they("Здравствуйте")], "no_deal", "hello"),
        ("", [], [], "no_deal", "hello"),
        ("order", [QUANTITY], [they("Берём", 3000), us("Хорошо", 2900)], "agreed", "remind"),
    ],
)  # fmt: skip
def test_the_stage_and_the_next_step(
    lead: str, facts: list[Fact], said: list[Said], stage: str, step: str
) -> None:
    found = of(lead, facts, said)
    assert (found.stage, found.step) == (stage, step)


def test_an_order_stands_after_other_talk_until_it_is_taken_back() -> None:
    def later(*wishes: str) -> Deal:
        said = [they("…", 20 - n) for n in range(len(wishes))]
        told = [Said(sender="client", at=s.at, wish=w) for s, w in zip(said, wishes, strict=True)]
        return of("delivery", [PRODUCT], told)

    assert later("order", "delivery").stage == "delivering"
    assert later("order", "refusal", "delivery").stage == "asking"
    assert later("delivery").stage == "asking"


def test_thanks_after_our_answer_leave_nothing_to_do() -> None:
    broken = Said(sender="client", at=NOW - 9 * MINUTE, text="Пришёл брак", wish="complaint")
    thanks = Said(sender="client", at=NOW - 2 * MINUTE, text="Спасибо", wish="smalltalk")
    found = of("smalltalk", [], [broken, us("Заменим завтра", 5), thanks])
    assert (found.stage, found.step, found.ours) == ("after_sale", "wait", False)
    waiting = of("smalltalk", [], [us("Слушаю", 12), broken, thanks])
    assert (waiting.step, waiting.ours) == ("complaint", True)


def test_a_paper_that_the_client_sends_is_not_wanted_of_us() -> None:
    card = fact("document", "requisites")
    sent = Said(sender="client", at=card.at, text="Карточка", files=1)
    assert of("order", [card], [sent]).step == "place-order"
    told = Said(sender="client", at=card.at, text="Карта предприятия во вложении")
    assert of("order", [card], [told]).step == "place-order"
    asked = Said(sender="client", at=card.at, text="Пришлите реквизиты")
    assert of("order", [card], [asked]).step == "send-requisites"


def test_who_came_back_after_a_no_is_no_lost_deal() -> None:
    came_back = Said(sender="client", at=NOW - 9 * MINUTE, text="А за 250?", wish="price_request")
    said = [came_back, us("470 ₽", 7), they("супер")]
    for word in ("no", "postponed"):
        assert of("smalltalk", [fact("decision", word, ago=99)], said).stage == "priced"


def test_the_next_step_speaks_of_what_is_known() -> None:
    found = of("price_request", [QUANTITY, PRODUCT], [they("Сколько?")])
    assert [f.kind for f in found.next_about] == ["product", "quantity"]
    unsure = of("price_request", [fact("quantity", confidence=0.3)], [they("Сколько?")])
    assert (unsure.next_about, "quantity" in unsure.unknown) == ((), True)


def test_a_thumb_on_our_question_makes_it_our_move() -> None:
    """The client's yes is a reaction: it is no message."""
    asked = [they("Сколько?", 30), us("450 000 ₽. Оформляем?", 20)]
    assert of("price_request", [], asked).step == "wait"
    found = of("price_request", [fact("decision", "yes", ago=5)], asked)
    assert (found.stage, found.step, found.ours) == ("agreed", "place-order", True)


def test_what_is_still_to_be_asked() -> None:
    ask = of("price_request", [PRODUCT], [they("Сколько?")]).unknown
    assert ask == ("quantity", "deadline", "city", "budget")
    agreed = of("order", [fact("company", "ООО «Вектор»")], [they("Берём")])
    assert agreed.unknown[0] == "requisites"
    abroad = of("order", [fact("company", "Vector Ltd")], [they("We take it")])
    assert "requisites" not in abroad.unknown
    assert "phone" not in of("order", [], [they("Берём")], known={"phone"}).unknown
    assert of("spam", [], [they("Купи")]).unknown == ()


def test_what_we_have_just_asked_is_not_asked_again() -> None:
    asks = Said(sender="us", at=NOW - 2 * MINUTE, text="Сколько штук?", asks=("quantity",))
    waiting = of("price_request", [PRODUCT], [they("Почём?"), asks])
    assert "quantity" not in waiting.unknown
    answered = of("price_request", [PRODUCT], [they("Почём?"), asks, they("В Казань", 1)])
    assert "quantity" in answered.unknown


def test_a_past_meeting_is_nothing_to_be_ready_for() -> None:
    past = fact("meeting_at", "2026-11-20T15:00", ago=9000)
    said = [they("В пятницу в 15?", 9000), us("Да", 5)]
    assert of("meeting", [past], said).step == "wait"


def test_the_window_is_told_along() -> None:
    assert of("order", [], [they("Да")]).window.state == "none"
    soon = of("order", [], [they("Да")], closes=NOW + MINUTE, has_window=True)
    assert soon.window.state == "closing"


_FACTS = st.lists(
    st.builds(
        fact,
        st.sampled_from(FACT_KINDS),
        st.sampled_from(["", "yes", "no", "postponed", "not a date", "contract"]),
        st.integers(0, 9000),
        st.sampled_from([0.2, 0.6, 0.95]),
        review=st.sampled_from(["", "confirmed"]),
        status=st.sampled_from(["standing", "superseded"]),
    ),
    max_size=8,
)
_TEXTS = st.sampled_from(["", "500 руб", "Оплатили", "Берём?", "paid $5", "счёт"])
_SAID = st.lists(
    st.builds(
        Said,
        sender=st.sampled_from(["client", "us"]),
        at=st.integers(NOW - 2 * SILENCE_MS, NOW),
        text=_TEXTS,
        files=st.integers(0, 1),
    ),
    max_size=6,
).map(lambda said: sorted(said, key=lambda s: s.at))


@given(st.lists(st.sampled_from(INTENTS), max_size=2), _FACTS, _SAID)
def test_whatever_a_thread_says_nothing_is_invented(
    tags: list[str], facts: list[Fact], said: list[Said]
) -> None:
    found = deal([Intent(tag, 0.9) for tag in tags], facts, said, NOW)
    assert found.stage in STAGES
    assert found.step in STEPS
    standing = [f for f in facts if f.status == "standing"]
    assert all(f in standing for f in (*found.about, *found.next_about))
    assert set(found.unknown) <= set(UNKNOWN)
    sure = {max((f for f in standing[::-1] if f.kind == k), key=lambda f: f.at) for k in
            {f.kind for f in standing}}  # fmt: skip
    assert not {f.kind for f in sure if f.review or f.confidence >= 0.45} & set(found.unknown)
    assert deal([Intent(tag, 0.9) for tag in tags], facts, said, NOW) == found
