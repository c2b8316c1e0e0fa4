"""Names, jobs, firms, towns, rival sellers, papers and goods by what is said around them."""

import pytest

COMPARED = [
    ("690 это жесть. в Леруа 610 висит", "Леруа"),
    ("Тензоприбор нам с поверкой 65 предложил", "Тензоприбор"),
    ("Шурупснаб 7,9", "Шурупснаб"),
    ("«Ромакс» даёт сразу", "«Ромакс»"),
    ("блин дорого, на авито за 8 есть", "авито"),
    ("Hetzner is half the price", "Hetzner"),
    ("got 2890 from Bluewave yesterday", "Bluewave"),
    ("beaumonts has similar at 44", "beaumonts"),
    ("Connecteam's pricing made some eyebrows go up about yours", "Connecteam"),
]


@pytest.mark.parametrize(("text", "name"), COMPARED)
def test_a_seller_set_beside_us_is_a_competitor(said, text: str, name: str) -> None:
    assert [c.value for c in said("competitor", text, ["u Выйдет 12 900 ₽ за штуку."])] == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("у петровича 610", "петровича"),
        ("дорого, у петровича 610 за лист", "петровича"),
        ("в стройдепо такой же за 540", "стройдепо"),
        ("дороговато, в мегастрое 11 700 просят", "мегастрое"),
        ("bit steep, at toolmart it's 580", "toolmart"),
    ],
)
def test_a_seller_without_its_capital_is_one_by_the_price_behind_it(said, text, name) -> None:
    assert [c.value for c in said("competitor", text)] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "дорого, у сына 10 лет стоит",
        "дорого, у меня 600 есть",
        "дорого, у других 600",
        "дорого, в чебоксарах 40 штук нужно",
        "pricey, at home i have 20 of those",
        "pricey, in town it's 600",
    ],
)
def test_whose_price_has_no_name_names_nobody(said, text: str) -> None:
    assert said("competitor", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Rhys, 07400 550812",
        "Курган, Гоголя 55. Успеете к 8 марта?",
        "Наш директор может в Zoom 21 апреля в 15:00",
        "Splendid, raise the paperwork and we'll get the first half wired tomorrow",
        "двенадцать менеджеров, 5 тысяч в месяц",
    ],
)
def test_other_names_and_numbers_are_no_competitor(said, text: str) -> None:
    assert said("competitor", text, ["u Выйдет 12 900 ₽ за штуку."]) == []


FOUND = [
    ("person", "14 Priory Rd, Exeter. ask for Megan", ["Megan"]),
    ("person", "07400 900 266 Daz", ["Daz"]),
    ("person", "that's me, Joy, night manager, 07400 900 614", ["Joy"]),
    ("person", "а я мама, Юлия Сергеевна", ["Юлия Сергеевна"]),
    ("person", "Кирилл вас встретит", ["Кирилл"]),
    ("person", "Здравствуйте, инженер по охране труда, Зайцева.", ["Зайцева"]),
    ("person", "спасибо мастеру Руслану", []),
    ("person", "Sent here as PDF", []),
    ("role", "привет! я графический дизайнер, ищу подработку", ["графический дизайнер"]),
    ("role", "Я дизайнер интерьеров, работаю с новостройками", ["дизайнер интерьеров"]),
    ("role", "Hi, I'm a junior sales rep leaving my current role", ["junior sales rep"]),
    ("role", "РОП это я, Гульнара", ["РОП"]),
    ("company", "can you invoice 1850 net 30 to Helix Bio", ["Helix Bio"]),
    ("company", "Quarry manager at Blackrange Aggregates here", ["Blackrange Aggregates"]),
    ("company", "представляю сеть аптек «Здравница+», Казань", ["«Здравница+»"]),
    ("company", "Благодарю за оперативность", []),
    ("city", "How soon could a hundred sets reach Accra?", ["Accra"]),
    ("city", "drop off in Geelong by friday pls", ["Geelong"]),
    ("city", "could I have the datasheet in German", []),
    ("city", "пусть инженер приедет, деревня Юрьево", ["Юрьево"]),
    ("city", "В четверг в 16:30 по мск подойдёт?", []),
    ("document", "накладную потом положите в коробку", ["waybill"]),
    ("document", "счёт на ООО Байкалстрой, ндс выделите", ["invoice"]),
    ("document", "my work pays for it, a delivery note isnt needed", []),
    ("product", "нужен станок с ЧПУ", ["станок с ЧПУ"]),
    ("product", "Нужно 20 ноутбуков и 5 мониторов", ["ноутбуков", "мониторов"]),
    ("product", "does your gate remote pair with older openers", ["gate remote"]),
    ("product", "we run 25 stores", []),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "values"), FOUND)
def test_it_is_read_by_what_is_around_it(said, kind: str, text: str, values: list[str]) -> None:
    assert [c.value for c in said(kind, text)] == values


def test_a_town_answers_where_to(said) -> None:
    assert [c.value for c in said("city", "Чухлома, почта", ["u Куда везём?"])] == ["Чухлома"]


def test_an_advertiser_names_nobody(said) -> None:
    text = "Меня зовут Артём, выведем ваш сайт в ТОП-3 Яндекса за 30 дней или вернём деньги!"
    assert said("person", text) == []
