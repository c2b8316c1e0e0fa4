"""Ways of saying things that a table by kind does not show (Wednesday, 18 November 2026)."""

# ruff: noqa: E501 (patterns and sentences read better whole)

import pytest
from msgspec.structs import replace

from core.domain.reading import ModelFact, ModelReading, Page
from core.understanding.held import held, merge
from core.understanding.recognize import read_by_rules

FOUND = [
    ("meeting_at", "созвон послезавтра в пол третьего", ["2026-11-20T14:30"]),
    ("meeting_at", "созвон завтра в четверть четвертого", ["2026-11-19T15:15"]),
    ("meeting_at", "встреча завтра без четверти три", ["2026-11-19T14:45"]),
    ("meeting_at", "a call tomorrow at half past two", ["2026-11-19T14:30"]),
    ("meeting_at", "a call tomorrow at quarter to eleven", ["2026-11-19T10:45"]),
    ("budget", "дороговато, рассчитывали тысяч на 350", ["350000 RUB"]),
    ("budget", "бюджет тыщ двести пятьдесят", ["250000 RUB"]),
    ("budget", "бюджет четверть миллиона", ["250000 RUB"]),
    ("budget", "скинете до 600 тысяч - забираем", ["600000 RUB"]),
    ("budget", "if you can match 13k we'll sign", ["13000 USD"]),
    ("phone", "call 00353 21 427 0011", ["+353214270011"]),
    ("document", "Карта предприятия: ООО «Вега», ИНН 7707083893, почта и адреса ниже", ["requisites"]),
    ("competitor", "we are comparing you with Salesforce and HubSpot", ["Salesforce", "HubSpot"]),
    ("competitor", "our current supplier, Bolton Paper, is slow", ["Bolton Paper"]),
    ("city", "нужен газобетон 60 кубов в клин", ["клин"]),
    ("city", "delivery to Ashbourne please", ["Ashbourne"]),
    ("city", "delivery to Germany please", []),
    ("product", "нужен газобетон 60 кубов в клин", ["газобетон"]),
    ("product", "Нужны поддоны", ["поддоны"]),
    ("product", "we need pallets", ["pallets"]),
    ("product", "нужны мука 2 тонны, сахар 500 кг", ["мука", "сахар"]),
    ("product", "do you have end-suction pumps, model NK 80-200?", ["end-suction pumps, model NK 80-200"]),
    ("product", "сколько стоит интеграция с 1С?", ["интеграция с 1С"]),
    ("product", "пришлите сертификаты на клей", ["клей"]),
    ("product", "what's the lead time on stainless sheet?", ["stainless sheet"]),
    ("product", "we would like 1,500 bath towels", ["bath towels"]),
    ("product", "we would like to discuss it", []),
    ("quantity", "need 75 seats, actually make it 90", ["90"]),
    ("quantity", "Нужно 500 коробок. Нет, лучше 700.", ["700"]),
    ("quantity", "брали у вас 20 тонн, сейчас надо 35 тонн", ["35"]),
    ("quantity", "need 1,200 square meters of membrane", ["1200"]),
    ("quantity", "need a mixer, 40 litre", []),
    ("quantity", "deliver to 14 Harbour Road, we need it", []),
    ("deadline", "150 mugs for a conference on 3 December", ["2026-12-03"]),
    ("deadline", "заморозили проект до января", []),
    ("deadline", "хорошо, везите на двадцать девятое ноября", ["2026-11-29"]),
    ("deadline", "заказ нужен на двадцать третье декабря", ["2026-12-23"]),
    ("decision", "увы, остаемся с текущим подрядчиком", ["no"]),
    ("decision", "sorry, we've gone with someone local", ["no"]),
    ("decision", "budget got frozen, ping me in February", ["postponed"]),
    ("person", "Ермолаев беспокоит, виделись на выставке", ["Ермолаев"]),
    ("person", "Hello, Rachel from Oakfield Dairy.", ["Rachel"]),
    ("person", "Grant Doyle, I run the workshop", ["Grant Doyle"]),
    ("person", "С уважением,\nначальник отдела снабжения Р. А. Гущин", ["Р. А. Гущин"]),
    ("role", "С уважением,\nначальник отдела снабжения Р. А. Гущин", ["начальник отдела снабжения"]),
    ("meeting_at", "созвонимся в пятницу вечером часов в семь?", ["2026-11-20T19:00"]),
    ("quantity", "из 200 коробок 14 мятые", []),
    ("city", "срок 15 декабря 2026 г. Бюджет согласован", []),
    ("role", "С уважением,\nЕкатерина Лаптева\nменеджер по закупкам\nАО «Волгахим»", ["менеджер по закупкам"]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "values"), FOUND)
def test_what_is_said_is_read(said, kind: str, text: str, values: list[str]) -> None:
    assert [c.value for c in said(kind, text)] == values


@pytest.mark.parametrize(
    "text",
    [
        "на встрече подключится Виктор Алексеевич, коммерческий директор",
        "на встрече будет коммерческий директор Виктор Алексеевич",
        "Виктор Алексеевич, коммерческий директор, подключится к звонку",
        "передайте Ивану Петровичу, что оплата прошла",
        "our CFO Linda Shaw will join the call",
    ],
)
def test_the_name_and_job_of_another_are_not_the_contacts(said, turns, text: str) -> None:
    assert said("person", text) == []
    assert said("role", text) == []
    claimed = ModelReading(
        facts=tuple(
            ModelFact(kind=kind, quote=quote, confidence=0.95)
            for kind, quote in (("person", "Виктор Алексеевич"), ("role", "коммерческий директор"))
        )
    )
    assert held(claimed, turns(f"c {text}")) == ()


def test_the_client_picks_one_of_the_days_we_named(said) -> None:
    ours = ["c нужна экскурсия на 26 человек", "u 18-го полная запись, есть 25 декабря."]
    assert [c.value for c in said("deadline", "тогда 25 декабря. и нас 28", ours)] == ["2026-12-25"]
    assert said("deadline", "тогда 25 декабря", ["u Сколько вам лет?"]) == []


@pytest.mark.parametrize(
    ("before", "text", "quote", "stands"),
    [
        ([], "спасибо мастеру Руслану", "Руслану", False),
        (["u Контролирую лично, Мария."], "Мария, во сколько машина?", "Мария", False),
        ([], "Ahoj, we print board games", "Ahoj", False),
        ([], "пишет вам Руслан", "Руслан", True),
    ],
)
def test_whose_name_the_model_may_take_for_the_contacts(
    turns, before: list[str], text: str, quote: str, *, stands: bool
) -> None:
    claimed = ModelReading(facts=(ModelFact(kind="person", quote=quote, confidence=0.95),))
    assert bool(held(claimed, turns(*before, f"c {text}"))) is stands


def test_what_the_rules_read_as_one_thing_the_model_does_not_make_another(turns) -> None:
    said = turns("c это Марина из Техноплюса, нужно 200 пар перчаток")
    claimed = ModelReading(
        facts=(
            ModelFact(kind="city", quote="Техноплюса", confidence=0.95),
            ModelFact(kind="product", quote="пар", confidence=0.95),
        )
    )
    rules = read_by_rules(said).candidates
    assert merge(rules, held(claimed, said)) == rules


@pytest.mark.parametrize("quote", ["no", "not"])
def test_a_bare_no_decides_nothing_unless_we_asked(turns, quote: str) -> None:
    claimed = ModelReading(
        facts=(ModelFact(kind="decision", quote=quote, value="no", confidence=0.9),)
    )
    assert held(claimed, turns("c up to 12k but no more, not a cent")) == ()


def test_the_sellers_tax_number_on_a_paper_is_not_the_clients(turns) -> None:
    page = Page(
        attachment=0,
        number=1,
        text="Поставщик: ООО «Наша фирма», ИНН 7728168971\nПокупатель: ООО «Юг», ИНН 7707083893",
    )
    turn = replace(turns("c счет")[0], pages=(page,))
    found = read_by_rules([turn]).candidates
    assert [(c.value, c.page) for c in found if c.kind == "inn"] == [("7707083893", 1)]
