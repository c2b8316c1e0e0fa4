"""Each recognizer on the many ways people write one thing (Wednesday, 18 November 2026)."""

# ruff: noqa: E501 (patterns and sentences read better whole)

from datetime import datetime

import pytest

from core.understanding.recognizers.dates import dates

MONEY = [
    ("бюджет 450 000 руб", "450000 RUB", "450 000 руб"),
    ("бюджет 450к", "450000 RUB", "450к"),
    ("бюджет 450 тыс.", "450000 RUB", "450 тыс."),
    ("бюджет полмиллиона", "500000 RUB", "полмиллиона"),
    ("бюджет полтора миллиона рублей", "1500000 RUB", "полтора миллиона рублей"),
    ("бюджет 1,2 млн", "1200000 RUB", "1,2 млн"),
    ("бюджет двести тысяч", "200000 RUB", "двести тысяч"),
    ("бюджет до 380 тысяч", "380000 RUB", "до 380 тысяч"),
    ("бюджет 300-400 тысяч", "400000 RUB", "300-400 тысяч"),
    ("бюджет от 300 до 400 тыс. руб", "400000 RUB", "от 300 до 400 тыс. руб"),
    ("бюджет 1 млн 200 тыс руб", "1200000 RUB", "1 млн 200 тыс руб"),
    ("бюджет 250 т.р.", "250000 RUB", "250 т.р."),
    ("бюджет 2 300 000₽", "2300000 RUB", "2 300 000₽"),
    ("бюджет тысяч триста", "300000 RUB", "тысяч триста"),
    ("бюджет не 450, а 380 тысяч", "380000 RUB", "380 тысяч"),
    ("урезали бюджет с 450 до 380 тысяч", "380000 RUB", "450 до 380 тысяч"),
    ("бюджет 10 тысяч долларов", "10000 USD", "10 тысяч долларов"),
    ("уложиться бы в 90 тыс", "90000 RUB", "90 тыс"),
    ("не больше 1,5 млн", "1500000 RUB", "не больше 1,5 млн"),
    ("готовы заплатить 75 000 р.", "75000 RUB", "75 000 р."),
    ("выставьте счёт на 120 тысяч", "120000 RUB", "120 тысяч"),
    ("за 400 тысяч отдадите? тогда берём", "400000 RUB", "400 тысяч"),
    ("450 тысяч дорого, максимум 380", "380000 RUB", "максимум 380"),
    ("our budget is $12k", "12000 USD", "$12k"),
    ("budget: 12 000 EUR", "12000 EUR", "12 000 EUR"),
    ("we can spend 12.5k usd", "12500 USD", "12.5k usd"),
    ("up to 1.5m rub", "1500000 RUB", "up to 1.5m rub"),
    ("we can't go above €5,500", "5500 EUR", "€5,500"),
    ("invoice us for $4,800", "4800 USD", "$4,800"),
    ("our budget is half a million dollars", "500000 USD", "half a million dollars"),
    ("no more than £3,000 please", "3000 GBP", "no more than £3,000"),
    ("бюджет 8 200 NOK", "8200 NOK", "8 200 NOK"),
    ("our budget is PLN 40,000", "40000 PLN", "PLN 40,000"),
    ("бюджет 12 тысяч бел. рублей", "12000 BYN", "12 тысяч бел. рублей"),
    ("бюджет долларов 500", "500 USD", "долларов 500"),
    ("лимит 30 тысяч злотых", "30000 PLN", "30 тысяч злотых"),
    ("budget is CA$9,500", "9500 CAD", "CA$9,500"),
    ("бюджет 2 млн драм", "2000000 AMD", "2 млн драм"),
    ("we can spend 1.2m yen", "1200000 JPY", "1.2m yen"),
]


@pytest.mark.parametrize(("text", "value", "quote"), MONEY)
def test_budget_in_every_way_of_writing(said, text: str, value: str, quote: str) -> None:
    (fact,) = said("budget", text)
    assert (fact.value, fact.quote) == (value, quote)


@pytest.mark.parametrize(
    "text",
    [
        "у Лемана за 300 тысяч то же самое",
        "нам предложили 250 тыс",
        "конкуренты просят 310 тысяч",
        "по 120 руб за штуку",
        "готовы взять по 120 руб",
        "ваша цена 450 тысяч - дорого",
        "вы писали 450 тысяч",
        "оборот у нас 20 млн рублей",
        "мы вчера оплатили 300 тысяч",
        "скидку 10 тысяч дадите?",
        "доставка стоит 15 тысяч?",
        "до 5 тысяч штук",
        "в прошлый раз брали за 200 тысяч",
        "another supplier quoted us $9k",
        "your quote of $5,000 is too high",
        "$3 per unit is fine",
        "we paid $2,000 last week",
        "до 5 декабря",
        "позвоните на 8 916 204-55-18",
    ],
)
def test_other_peoples_money_is_no_budget(said, text: str) -> None:
    assert said("budget", text) == []


@pytest.mark.parametrize(
    ("question", "answer", "kind", "value"),
    [
        ("Какой у вас бюджет?", "380 тысяч", "budget", "380000 RUB"),
        ("Какой у вас бюджет?", "380000", "budget", "380000 RUB"),
        ("На какую сумму рассчитываете?", "где-то 90к", "budget", "90000 RUB"),
        ("What's your budget?", "5000", "budget", "5000 USD"),
        ("What's your budget?", "around $7k", "budget", "7000 USD"),
        ("Сколько штук нужно?", "500", "quantity", "500"),
        ("Какое количество?", "около двухсот", "quantity", "200"),
        ("How many units do you need?", "two hundred", "quantity", "200"),
        ("К какому числу нужно?", "5 декабря", "deadline", "2026-12-05"),
        ("Когда вам нужен товар?", "через месяц", "deadline", "2026-12-18"),
        ("When do you need them?", "in 3 weeks", "deadline", "2026-12-09"),
        ("Как к вам обращаться?", "Азамат", "person", "Азамат"),
        ("What's your name?", "Sarah Connor", "person", "Sarah Connor"),
        ("В какой город доставка?", "тверь", "city", "тверь"),
        ("Оформляем заказ?", "да", "decision", "yes"),
        ("Оформляем заказ?", "нет", "decision", "no"),
        ("Готовы подписать договор?", "Да, всё верно", "decision", "yes"),
        ("Shall we proceed?", "Yes please", "decision", "yes"),
        ("Shall we proceed?", "no", "decision", "no"),
        ("Что вас интересует?", "гофрокороба", "product", "гофрокороба"),
        ("Созвонимся завтра в 15:00?", "да, удобно", "meeting_at", "2026-11-19T15:00"),
        ("Созвонимся завтра в 15:00?", "лучше в 17", "meeting_at", "2026-11-19T17:00"),
        ("Book the call for Monday at 9am?", "Monday is fine", "meeting_at", "2026-11-23T09:00"),
        ("Созвонимся завтра в 15:00?", "давайте лучше в пятницу", "meeting_at", "2026-11-20T15:00"),
    ],
)
def test_answers_take_their_meaning_from_our_question(
    said, question: str, answer: str, kind: str, value: str
) -> None:
    assert [c.value for c in said(kind, answer, [f"u {question}"])] == [value]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("нужно 500 шт", "500", "шт"),
        ("нужно 20 тонн арматуры", "20", "тонн"),
        ("3 паллеты керамогранита", "3", "паллеты"),
        ("need two hundred units", "200", "units"),
        ("10 лицензий", "10", "лицензий"),
        ("нас человек 20", "20", "человек"),
        ("интересует 5 тысяч штук листовок", "5000", "штук"),
        ("нужны 500 гофрокоробов", "500", ""),
        ("we need 500 steel pipes", "500", ""),
        ("штук пятьсот нужно", "500", "штук"),
        ("нужно 100 м кабеля", "100", "м"),
        ("закажем полторы тонны щебня", "1.5", "тонны"),
        ("нужно не 300, а 350 штук", "350", "штук"),
        ("25 seats please", "25", "seats"),
        ("we need 12 CAD stations", "12", ""),
        ("нужно 4 AMD сервера", "4", ""),
        ("need 5 kgs of glue", "5", "kgs"),
        ("нужны перчатки, 500 уп.", "500", "уп"),
        ("не 300 а 350 кв метров", "350", "кв метров"),
        ("not 15, 18 routers", "18", ""),
        ("Correction: 280 uniforms", "280", ""),
        ("не 15, а 18 ноутбуков", "18", ""),
    ],
)
def test_quantities(said, text: str, value: str, unit: str) -> None:
    (fact,) = said("quantity", text)
    assert (fact.value, fact.unit) == (value, unit)


@pytest.mark.parametrize(
    "text",
    [
        "мешки по 25 кг", "лист 2 мм", "кабель 3х2.5", "через 2 недели", "скидка 10%",
        "приеду в 15:00", "+7 916 204-55-18", "ИНН 7707083893", "дом 12", "до 5 декабря",
        "прислали 3 ящика, а не всё", "we received 3 boxes only",
        "надо бетон завтра к 9 утра", "насос XR-200", "бюджет 300 тысяч", "в 2026 году", "третий раз пишу",
    ],
)  # fmt: skip
def test_other_numbers_are_no_quantity(said, text: str) -> None:
    assert said("quantity", text) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("нужно до пятницы", "2026-11-20"),
        ("нужны к 5 декабря", "2026-12-05"),
        ("нужно до конца месяца", "2026-11-30"),
        ("через две недели нужно запуститься", "2026-12-02"),
        ("нужно послезавтра", "2026-11-20"),
        ("срок до 05.12", "2026-12-05"),
        ("поставка до 05.12.2026", "2026-12-05"),
        ("привезите к пятому декабря", "2026-12-05"),
        ("надо успеть до нового года", "2026-12-31"),
        ("доставьте не позднее 1 декабря", "2026-12-01"),
        ("нужно к следующему понедельнику", "2026-11-23"),
        ("привезите к 20-му числу", "2026-11-20"),
        ("нужно к концу ноября", "2026-11-30"),
        ("нужно до середины декабря", "2026-12-15"),
        ("нужно в течение 10 рабочих дней", "2026-12-02"),
        ("we need it by Friday", "2026-11-20"),
        ("deadline is end of November", "2026-11-30"),
        ("must be delivered within two weeks", "2026-12-02"),
        ("please ship by Dec 5", "2026-12-05"),
        ("needed by the 5th of December", "2026-12-05"),
        ("we need them before Christmas", "2026-12-25"),
        ("delivery by 5/12/2026", "2026-12-05"),
        ("нужно до 05-12-26", "2026-12-05"),
        ("срок поставки 5-12-2026", "2026-12-05"),
        ("ship by 05-12-26 please", "2026-12-05"),
        ("насос ЭЦВ 6-10-80 нужен до 05-12-26", "2026-12-05"),
    ],
)
def test_deadlines(said, text: str, day: str) -> None:
    assert [c.value for c in said("deadline", text)] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "оплатим до пятницы", "дам ответ к понедельнику", "вернёмся к этому в январе",
        "обещали привезти до пятницы, до сих пор нет", "заказ от 10 ноября",
        "I'll get back to you by Friday", "заказывали 5 ноября", "акция действует до 30 ноября?",
        "давайте созвонимся в пятницу в 11", "с понедельника я в отпуске",
    ],
)  # fmt: skip
def test_other_days_are_no_deadline(said, text: str) -> None:
    assert said("deadline", text) == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Дата: 25-12-26", ["2026-12-25"]),
        ("отгрузка 25-12-26", ["2026-12-25"]),
        ("delivery 25-12-2026", ["2026-12-25"]),
        ("срок 25-12-26", ["2026-12-25"]),
        ("приедет 25-12-26.", ["2026-12-25"]),
        ("25-12-26 привезите", ["2026-12-25"]),
        ("25.12.26", ["2026-12-25"]),
        ("нужен насос ЭЦВ 6-10-80 до пятницы", ["2026-11-20"]),
        ("ЭЦВ 6-10-80, 2 шт.", []),
        ("ЭЦВ 6-10-26, 2 шт.", []),
        ("насос 6-10-26", []),
        ("нужен насос ЭЦВ-6-10-80", []),
        ("ЦНС 13-10-27-УХЛ", []),
        ("ВВГ 5-10-25", []),
        ("pump model 6-10-26", []),
        ("отгрузка 25-12-26-ХТЗ", []),
    ],
)
def test_days_by_dashes_are_no_models_of_goods(text: str, days: list[str]) -> None:
    found = dates(text.casefold(), datetime(2026, 11, 18, 12))
    assert [w.day.isoformat() for w in found] == days


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("давайте созвонимся завтра в 15:00", "2026-11-19T15:00"),
        ("встретимся во вторник в 11", "2026-11-24T11:00"),
        ("можем созвониться в пятницу в половине третьего", "2026-11-20T14:30"),
        ("созвон 24.11 в 14:00", "2026-11-24T14:00"),
        ("приеду завтра в 3 часа дня", "2026-11-19T15:00"),
        ("позвоните послезавтра в 10 утра", "2026-11-20T10:00"),
        ("call me tomorrow at 3pm", "2026-11-19T15:00"),
        ("let's meet on Tuesday at 10:30", "2026-11-24T10:30"),
        ("can we do a demo next Friday at 2 pm?", "2026-11-27T14:00"),
        ("завтра в 15:00 не могу, давайте в пятницу в 11", "2026-11-20T11:00"),
        ("созвонимся в 16?", "2026-11-18T16:00"),
    ],
)
def test_meetings(said, text: str, value: str) -> None:
    assert [c.value for c in said("meeting_at", text)] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "машина приедет завтра в 9:00",
        "работаете до 18:00?",
        "завтра в 15:00 не могу",
        "в 10 упаковках",
    ],
)
def test_other_hours_are_no_meeting(said, text: str) -> None:
    assert said("meeting_at", text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8 916 204-55-18", "+79162045518"), ("+7 (916) 204 55 18", "+79162045518"),
        ("89162045518", "+79162045518"), ("тел 9162045518", "+79162045518"),
        ("8(495)123-45-67", "+74951234567"), ("+44 20 7946 0958", "+442079460958"),
        ("+1 415 555 2671", "+14155552671"), ("8.916.204.55.18", "+79162045518"),
    ],
)  # fmt: skip
def test_phones(said, text: str, value: str) -> None:
    assert [c.value for c in said("phone", text)] == [value]


@pytest.mark.parametrize(
    "text", ["ИНН 7707083893", "р/с 40702810900000012345", "ОГРН 1027700132195", "12 345 678 руб"]
)
def test_other_digits_are_no_phone(said, text: str) -> None:
    assert said("phone", text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("ИНН 7707083893", ["7707083893"]), ("инн: 500100732259", ["500100732259"]),
        ("7707083893", ["7707083893"]), ("ИНН/КПП 7707083893/773601001", ["7707083893"]),
        ("ИНН 7707083894", []), ("р/с 40702810900000012345", []), ("9161234567", []),
    ],
)  # fmt: skip
def test_taxpayer_numbers(said, text: str, values: list[str]) -> None:
    assert [c.value for c in said("inn", text)] == values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Меня зовут Ирина Ковалёва", "Ирина Ковалёва"),
        ("это сергей из стройснаба", "сергей"),
        ("Добрый день, я Алексей, пишу по поводу насоса", "Алексей"),
        ("Пришлите КП.\nС уважением, Пётр Иванов", "Пётр Иванов"),
        ("My name is John Smith", "John Smith"),
        ("Hi, I'm Kate from Acme", "Kate"),
        ("hi its Laura from Pinecrest", "Laura"),
        ("Алло, меня Руслан зовут, нужна щебёнка", "Руслан"),
        ("Это бухгалтер Орлова Марина Сергеевна. Где акт?", "Орлова Марина Сергеевна"),
        ("Пришлите договор. Начальник тех. отдела Кравцов И.П., АО «Маяк»", "Кравцов И.П."),
        ("По накладной всё верно, спасибо. Марина", "Марина"),
        ("8 926 111 22 33 Эдуард, перезвоните", "Эдуард"),
        ("Мельникова Ольга, закупки, нужен кабель", "Мельникова Ольга"),
        ("Please quote.\n\nBest regards,\nMaria Lopez", "Maria Lopez"),
        ("This is Tom Baker, we need pumps", "Tom Baker"),
    ],
)
def test_names(said, text: str, value: str) -> None:
    assert [c.value for c in said("person", text)] == [value]


@pytest.mark.parametrize(
    "text",
    ["Здравствуйте, Анна!", "передайте Сергею", "это дорого", "это Москва?", "I'm interested in pumps",
     "this is urgent", "я думаю", "it's too expensive"],
)  # fmt: skip
def test_others_names_are_not_the_writers(said, text: str) -> None:
    assert said("person", text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("мы ООО «Ромашка»", "ООО «Ромашка»"), ("ООО Вектор, Тверь", "ООО Вектор"),
        ("ИП Ковалёва И.В.", "ИП Ковалёва И.В."), ("компания Стройснаб", "Стройснаб"),
        ("это сергей из стройснаба", "стройснаба"), ("I'm Kate from Acme", "Acme"),
        ("we are Acme Trading LLC", "Acme Trading LLC"), ("АО \"Северсталь\"", "АО \"Северсталь\""),
    ],
)  # fmt: skip
def test_companies(said, text: str, value: str) -> None:
    assert [c.value for c in said("company", text)] == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Меня зовут Ирина, я менеджер по закупкам", "менеджер по закупкам"),
        ("я закупщик", "закупщик"),
        ("Пётр Иванов, генеральный директор", "генеральный директор"),
        ("I'm John, procurement manager at Acme", "procurement manager"),
        ("I'm the CEO of Acme", "CEO"),
        ("Ann Frost, Fleet Manager, Harbor LLC", "Fleet Manager"),
        ("С уважением, инженер ПТО Дьяков С. В.", "инженер ПТО"),
    ],
)
def test_roles(said, text: str, value: str) -> None:
    assert [c.value for c in said("role", text)] == [value]


@pytest.mark.parametrize(
    "text",
    ["передам директору", "позовите менеджера", "наш бухгалтер в отпуске", "speak to a manager"],
)
def test_others_jobs_are_not_the_writers(said, text: str) -> None:
    assert said("role", text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("доставка в Казань", "Казань"), ("я из Екатеринбурга", "Екатеринбурга"),
        ("в нижний новгород довезёте?", "нижний новгород"), ("г. Тверь", "Тверь"),
        ("в спб", "спб"), ("Санкт-Петербург", "Санкт-Петербург"), ("ship to Berlin", "Berlin"),
        ("доставка в Ростов-на-Дону", "Ростов-на-Дону"), ("не в Казань, а в Уфу", "Уфу"),
        ("мы в Набережных Челнах", "Набережных Челнах"),
    ],
)  # fmt: skip
def test_cities(said, text: str, value: str) -> None:
    assert [c.value for c in said("city", text)] == [value]


@pytest.mark.parametrize(
    "text", ["меня зовут Владимир", "вы в Москве находитесь?", "вид товара", "мир дверей"]
)
def test_no_city(said, text: str) -> None:
    assert said("city", text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("У СтройМаркета дешевле", "СтройМаркета"), ("Лемана предлагает за 250 тыс", "Лемана"),
        ("сейчас работаем с Вектором", "Вектором"), ("Globex offers the same for $9k", "Globex"),
        ("it's cheaper at Globex", "Globex"), ("we also talk to Initech", "Initech"),
        ("конкуренты, компания «Аякс», дают скидку", "«Аякс»"),
    ],
)  # fmt: skip
def test_competitors(said, text: str, value: str) -> None:
    assert value in [c.value for c in said("competitor", text)]


@pytest.mark.parametrize(
    "text", ["у вас дешевле", "у нас бюджет 300 тысяч", "у других дешевле", "у меня вопрос по цене"]
)
def test_nobody_named_is_no_competitor(said, text: str) -> None:
    assert said("competitor", text) == []


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("пришлите КП и договор", {"quote", "contract"}), ("выставьте счёт", {"invoice"}),
        ("нужен акт сверки", {"act"}), ("подпишем NDA", {"nda"}),
        ("вышлите сертификаты и реквизиты", {"certificate", "requisites"}),
        ("пришлите карточку компании", {"requisites"}), ("есть даташит?", {"datasheet"}),
        ("нужен паспорт изделия и накладная", {"datasheet", "waybill"}), ("скиньте УПД", {"waybill"}),
        ("please send the contract and an invoice", {"contract", "invoice"}),
        ("доставка за наш счёт", set()), ("договор не нужен", set()),
    ],
)  # fmt: skip
def test_documents(said, text: str, kinds: set[str]) -> None:
    assert {c.value for c in said("document", text)} == kinds


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Да, берём", "yes"), ("согласны, оформляйте", "yes"), ("let's go ahead", "yes"),
        ("уже не надо, нашли дешевле", "no"), ("нет, не будем", "no"), ("отказываемся", "no"), ("no thanks", "no"),
        ("вернёмся в январе", "postponed"), ("пока отложим", "postponed"),
        ("let's postpone", "postponed"), ("not now", "postponed"),
    ],
)  # fmt: skip
def test_decisions(said, text: str, value: str) -> None:
    assert [c.value for c in said("decision", text)] == [value]


@pytest.mark.parametrize(
    "text",
    ["если возьмём 200, скидка будет?", "не подтверждаю", "пока не согласны с ценой?", "да", "ок", "спасибо",
     "обычно берём у других", "вы оформляете доставку?", "if we go ahead, what's the price?"],
)  # fmt: skip
def test_no_decision(said, text: str) -> None:
    assert [c.value for c in said("decision", text) if c.value == "yes"] == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Нужны 500 гофрокоробов 60х40х40", "гофрокоробов 60х40х40"),
        ("Сколько стоит кабель ВВГнг 3х2.5?", "кабель ВВГнг 3х2.5"),
        ("Интересуют офисные кресла, штук 30", "офисные кресла"),
        ("Гофрокороба есть в наличии?", "Гофрокороба"),
        ("пришлите прайс на сварочные электроды", "сварочные электроды"),
        ("We need 500 steel pipes by Friday", "steel pipes"),
        ("Do you have the XR-200 pump in stock?", "XR-200 pump"),
        ("Can you send a quote for 120 office chairs?", "office chairs"),
        ("нужен станок с ЧПУ", "станок с ЧПУ"),
    ],
)
def test_products(said, text: str, value: str) -> None:
    assert [c.value for c in said("product", text)] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "нужна консультация",
        "нужен договор",
        "нужна доставка до 5 декабря",
        "хочу скидку",
        "I need help",
    ],
)
def test_no_product(said, text: str) -> None:
    assert said("product", text) == []


@pytest.mark.parametrize(
    ("before", "text", "value"),
    [
        (["c Бюджет 800 тыс."], "согласовали только 650", "650000 RUB"),
        (["c Бюджет 15 лямов", "u Ок"], "бюджет урезали до 12", "12000000 RUB"),
        (["u Станок 480 000 руб"], "сделаете 425 - подпишем", "425000 RUB"),
        (["c Budget is $18k a year"], "finance cut us to 15k", "15000 USD"),
    ],
)
def test_a_sum_is_of_the_size_that_was_spoken_of(said, before, text: str, value: str) -> None:
    assert [c.value for c in said("budget", text, before)] == [value]


def test_things_listed_after_one_word_of_need(said) -> None:
    found = said("product", "нужен пароконвектомат, планетарный миксер и 2 стола производственных")
    assert [c.value for c in found] == [
        "пароконвектомат",
        "планетарный миксер",
        "стола производственных",
    ]


def test_one_thing_put_off_is_not_the_deal_put_off(said) -> None:
    assert said("decision", "шприцы пока не надо, только перчатки") == []
    assert [c.value for c in said("decision", "нам пока не надо")] == ["postponed"]


def test_a_word_before_the_tax_number_is_no_firm(said) -> None:
    assert said("company", "Мой ИНН 500100732259") == []
