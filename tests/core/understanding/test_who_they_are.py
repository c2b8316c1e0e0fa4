"""Jobs of the writer, whatever they are called, and the contact's own people."""

import pytest

TITLES = [
    ("Я тут хозяйка кофейни, ищу десерты", ["хозяйка кофейни"]),
    ("ИП Власова, швея, беру ткани мелким оптом", ["швея"]),
    ("как старший по дому хочу узнать про домофон", ["старший по дому"]),
    (
        "Добрый день, Игнатьева, экономист планового отдела. Нужно КП",
        ["экономист планового отдела"],
    ),
    ("Владелец пекарни «Колос», ищу печь подовую", ["Владелец пекарни"]),
    ("Вас беспокоит секретарь директора, Алла", ["секретарь директора"]),
    ("Здравствуйте, классный руководитель 7 «Б», нужен автобус", ["классный руководитель"]),
    ("Привет, я тренер по плаванию, ищу шапочки", ["тренер по плаванию"]),
    ("Я реставратор, ищу сусальное золото", ["реставратор"]),
    ("Ольга, методист детского центра «Радуга». Ищем доску", ["методист"]),
    ("ТСН «Берёзки», председатель правления Мухин. Нужен шлагбаум", ["председатель правления"]),
    ("I'm the head gardener at Kelmsford House, after some compost", ["head gardener"]),
    ("I'm an interior designer working on a lobby", ["interior designer"]),
    ("School bursar here, Hazel Platt. Need 90 lockers", ["School bursar"]),
    ("Having just become treasurer of our rowing club I need insurance", ["treasurer"]),
    ("my GM Kwame Boateng countersigns tonight", ["GM"]),
]
NONE = [
    "я клиент ваш уже пять лет",
    "я мама двоих детей, нужна кроватка",
    "хочу работать с вами как дилер",
    "мой муж прораб, он подъедет",
    "у меня сын инженер",
    "нужен сварщик на два дня",
    "курсы бухгалтера есть?",
    "Please put Halvorsen Marine as the buyer",
    "I'm a regular customer",
    "I'm after another printer",
    "I am Carter",
    "we need a plumber",
    "are you the owner?",
    "as far as I remember it was cheaper",
]
COMPANIONS = [
    ("со мной главный технолог Рощин", ["Рощин"], ["главный технолог"]),
    ("Со мной будет инженер по качеству, Рощин Данила", ["Рощин Данила"], ["инженер по качеству"]),
    ("добавьте управляющего, Берёзкина Глеба", ["Берёзкина Глеба"], ["управляющего"]),
    ("my colleague Anna Petrova, head of QA, joins", ["Anna Petrova"], ["head of QA"]),
    ("Could do Tuesday with our founder Ines Carvalho", ["Ines Carvalho"], ["founder"]),
    ("My Monday is full", [], []),
    ("добавьте в корзину Макиту", [], []),
]


@pytest.mark.parametrize(("text", "values"), TITLES)
def test_a_job_is_read_by_its_form(said, text: str, values: list[str]) -> None:
    assert [c.value for c in said("role", text)] == values


@pytest.mark.parametrize("text", NONE)
def test_it_is_nobodys_job(said, text: str) -> None:
    assert [c.value for c in said("role", text)] == []


@pytest.mark.parametrize(("text", "names", "titles"), COMPANIONS)
def test_the_contacts_own_people(said, text: str, names: list[str], titles: list[str]) -> None:
    assert [c.value for c in said("person", text)] == names
    assert [c.value for c in said("role", text)] == titles


def test_who_writes_is_surer_than_whom_they_bring(said) -> None:
    own = said("person", "Меня зовут Ольга Ветрова")[0]
    brought = said("person", "со мной главный технолог Рощин")[0]
    assert own.confidence - brought.confidence > 0.08
