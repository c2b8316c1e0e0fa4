"""Which numbers count what is wanted."""

import pytest

COUNTED = [
    ("Сделаете гравировку на 15 термокружках?", ["15"]),
    ("Можно 2 пиццы и колу", ["2"]),
    ("привезите две", ["2"]),
    ("Мне две", ["2"]),
    ("добавьте к заказу 2 тюбика герметика", ["2"]),
    ("а если 50 возьмем, скидка будет?", ["50"]),
    ("цена за 1000 шт и за 5000?", ["1000", "5000"]),
    ("Давайте увеличим до 25", ["25"]),
    ("нам штучек пять-шесть", ["6"]),
    ("нужны ключи для домофона, штук 15-20", ["20"]),
    ("от трёх до пяти тысяч листовок надо", ["5000"]),
    ("нужны аккумуляторы 190Ач, четыре", ["4"]),
    ("день рождения, детей будет 9, аниматор нужен", ["9"]),
    ("Сколько стоит поездка до аэропорта, нас трое", ["3"]),
    ("Можно забронировать стол на шестерых?", ["6"]),
    ("у нас 23 продажника. во что это встанет за год", ["23"]),
    ("аренда беседки, нас будет 25 человек, какая цена?", ["25"]),
    ("дом 140 м2, теплый пол посчитайте", ["140"]),
    ("Тетради 48 листов, 1000 шт, сколько?", ["1000"]),
    ("труба, бухта 100 м, 30 бухт, почём?", ["30"]),
    ("планируем брать тонн по 6 в месяц", ["6"]),
    ("can you print 300 flyers by thursday", ["300"]),
    ("make that 8 rather than 6", ["8"]),
    ("Price for 100? And for 250?", ["100", "250"]),
    ("put us down for four more tickets", ["4"]),
    ("a couple of bags of gravel please", ["2"]),
    ("half a dozen spare filters too, need them friday", ["6"]),
    ("I need 2 x 10L of your masonry paint", ["2"]),
    ("50kg flour x 20 bags please", ["20"]),
    ("Need 6 cube of C30 tomorrow", ["6"]),
    ("sweet. 9 of us, what's that a month", ["9"]),
    ("got a team of 14 who need hard hats", ["14"]),
    ("do you hire out marquees? wedding for 80 guests", ["80"]),
    ("table for 5 on Friday?", ["5"]),
    ("there'll be 8 adults plus 3 kids", ["8", "3"]),
    ("i want 2 dozen cupcakes saturday", ["24"]),
    ("нужно 3 десятка яиц", ["30"]),
    ("ступеней выйдет 15-16, поворот", ["16"]),
    ("2 тонны уже привезли, везите остальные 6", ["6"]),
    ("need to seat about 150 in the marquee", ["150"]),
    ("I'd pay no more than that, for 24 of us", ["24"]),
    ("у других 14 рублей, сделаете 13 возьму 10 тысяч штук", ["10000"]),
    ("ТСН «Берёзки». Шлагбаум с пультами, 86 пультов, сколько?", ["86"]),
    ("you guys do window cleaning? 3 storey house, 22 windows", ["22"]),
    ("I'll take 12 if you can do $8 each", ["12"]),
    ("interested in wholesale terms for your soy candles, maybe 200 a month", ["200"]),
    ("Are you able to supply 40 tonnes of road salt before December", ["40"]),
    ("о, как раз! мне все 12", ["12"]),
    ("давайте без третьей двери, только две", ["2"]),
    ("срочно! 2 баллона аргона и редуктор", ["2"]),
    ("Подойдёт ли краска для бассейна? площадь чаши 55 квадратов", ["55"]),
    ("do you carry hose clamps? We'd take 250 to start", ["250"]),
    ("Is it possible to get 75 of these by Friday week?", ["75"]),
    ("we hired 12 chairs last month, same again please but 20", ["20"]),
    ("got 30 acres of barley to spray, what do you charge", ["30"]),
    ("Организуете кейтеринг на 120 гостей 14 июня?", ["120"]),
    ("Привет! Три футболки оверсайз", ["3"]),
    ("Need pressure mattresses, eight of them", ["8"]),
]
SILENT = [
    "звонил уже 4 раза, никто не берёт",
    "подъезд 3, этаж 12, кв 86",
    "из 50 стульев 3 пришли сломанные, что делаем?",
    "Заказывал 10, пришло 8. Где остальное?",
    "заказ 48213 когда придёт",
    "договор 15 подписали?",
    "нужна палатка на 4 человека, легкая",
    "нужен насос, производительность 200 л/мин",
    "семья пять человек, какой септик поставить",
    "у нас 4 кофейни и вечный бардак",
    "мы на рынке 15 лет, 200 клиентов",
    "У нас 3 склада по 2000 метров, нужна уборка",
    "Хотим посмотреть. Среда, 11:30, нас будет трое",
    "веду детей 10-14, педагоги нужны?",
    "we sell 300 units a month of our own brand, would you stock us?",
    "we have 4 sites and 90 staff",
    "Contract in two languages please",
    "2 of our 3 printers are down",
    "my son is 9, is the bike too big?",
    "I've a couple of questions",
    "a couple of days is fine",
    "open 7 days a week?",
    "can i swap the 2 mediums for larges",
    "we'd spend maybe 300 a month on this",
    "В накладной 24 места, а приехало 23",
    "за прошлую партию (40 шт) акт не прислали",
    "отправьте договор в двух экземплярах",
    "пришлите три фото с разных сторон",
    "дайте 10% скидки и возьму",
    "разделите платеж на 3 части",
    "could you send two photos",
    "can I pay in 3 instalments?",
    "what's the damage for the 5 piece band",
    "есть септик на 5 человек?",
    "по накладной 60 мешков, где остальное?",
    "Стоимость доставки 1200? Это же 2 км",
    "need it to hold 200 kg",
    "can you deliver 6 m lengths?",
    "We need translations into 4 languages",
]


@pytest.mark.parametrize(("text", "values"), COUNTED)
def test_it_counts_what_is_wanted(said, text: str, values: list[str]) -> None:
    assert [c.value for c in said("quantity", text)] == values


@pytest.mark.parametrize("text", SILENT)
def test_it_counts_something_else(said, text: str) -> None:
    assert [c.value for c in said("quantity", text)] == []


@pytest.mark.parametrize(
    ("before", "text", "values"),
    [
        (["u Одежда авто 3,2 $ за кг, 18 дней."], "у меня сейчас 420 кг", ["420"]),
        (["u Какая площадь нужна?"], "300-350", ["350"]),
        (["u Какое количество участников?"], "человек под сто", ["100"]),
        (["u На сколько человек?"], "14, может 15", ["15"]),
        (["c around 120 chairs", "u £384."], "scratch that number, we are 135 now", ["135"]),
        (["c 2000 pouches", "u For 5,000, £0.36."], "ok 5000 compostable then", ["5000"]),
        (["u Во сколько вам удобно?"], "15", []),
        (["u Minimum is 50."], "fine, 50 it is", ["50"]),
        (["u How many do you need?"], "couple dozen to start with", ["24"]),
        (["u На 500 выйдет 38 000 ₽."], "дорого. 30 и заберу", []),
    ],
)
def test_what_we_said_before_tells_what_is_counted(
    said, before: list[str], text: str, values: list[str]
) -> None:
    assert [c.value for c in said("quantity", text, before)] == values
