"""Names people, companies and competitors, and the ways to reach them.

The lists are long and mixed with made-up words, so that a reader learns to copy, not to remember.
"""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

from models.starter.amounts import pick

ENTITIES = Path(__file__).with_name("corpus") / "entities"
VOWELS = "аеёиоуыэюя"


@cache
def words(name: str) -> tuple[str, ...]:
    """The whitespace-separated words of an entity list."""
    return tuple((ENTITIES / f"{name}.txt").read_text(encoding="utf-8").split())


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The tab-separated rows of an entity list."""
    lines = (ENTITIES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line.strip())


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of an entity list."""
    return tuple(row[0] for row in rows(name))


_INITIALS = "АБВГДЕИКЛМНОПРСТЮЯ"


def made_up_ru(rng: random.Random, syllables: int = 0) -> str:
    """A pronounceable word that is none, capitalised."""
    onset = ("б", "в", "г", "д", "ж", "з", "к", "л", "м", "н", "п", "р", "с", "т", "ф", "х", "ст",
        "пр",
             "кр", "тр", "гр", "вл", "сн", "ш", "др")  # fmt: skip
    body = "".join(
        pick(rng, onset) + pick(rng, "аеиоуыя") for _ in range(syllables or rng.randint(1, 2))
    )
    tail = pick(rng, onset) + pick(
        rng, ("ан", "ор", "ек", "ин", "ум", "ал", "он", "ис", "ер", "ик", "ос")
    )
    return (body + tail).capitalize()


def made_up_en(rng: random.Random, syllables: int = 0) -> str:
    """A pronounceable Latin word that is none, capitalised."""
    onset = ("b", "c", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z",
        "st", "tr",
             "br", "cl", "gr", "pl", "sh", "th", "kr", "sn")  # fmt: skip
    body = "".join(
        pick(rng, onset) + pick(rng, "aeiou") for _ in range(syllables or rng.randint(1, 2))
    )
    tail = pick(rng, onset) + pick(
        rng, ("an", "or", "ex", "in", "um", "al", "on", "is", "er", "ix", "io", "ia", "ex")
    )
    return (body + tail).capitalize()


def model_code(rng: random.Random) -> str:
    """A model's code, `ТР-450`, `XR200`, `4040E`."""
    cyrillic = rng.random() < 0.4
    letters = "АБВКМНПРСТУХ" if cyrillic else "ABCDEHKLMPRSTXZ"
    head = "".join(pick(rng, letters) for _ in range(rng.randint(1, 3)))
    digits = str(pick(rng, (rng.randint(1, 99), rng.randint(1, 60) * 10, rng.randint(100, 9999))))
    mark = pick(rng, ("-", "-", "", " "))
    tail = (
        pick(rng, ("", "", "", "M", "/2", "Pro", "-01", "S"))
        if not cyrillic
        else pick(rng, ("", "", "М", "-2"))
    )
    return head + mark + digits + tail


def surname_ru(rng: random.Random, *, female: bool) -> str:
    roll = rng.random()
    if roll < 0.12:
        return pick(rng, words("surnames_fixed_ru"))
    name = pick(rng, words("surnames_ru")) if roll < 0.85 else made_up_ru(rng, 1) + "ов"
    if name.endswith(("ский", "цкий")):
        return name[:-2] + "ая" if female else name
    return name + "а" if female else name


_MALE_CASES = {
    "gen": ("а", "я", "я"),
    "dat": ("у", "ю", "ю"),
    "ins": ("ом", "ем", "ем"),
    "acc": ("а", "я", "я"),
}
_FEMALE_CASES = {"gen": ("ы", "и"), "dat": ("е", "е"), "ins": ("ой", "ей"), "acc": ("у", "ю")}


def inflect_first_ru(name: str, case: str) -> str:
    """A first name in a case (gen, dat, ins, acc); names that change their stem are left alone."""
    if not case or name in ("Лев", "Павел", "Пётр", "Любовь"):
        return name
    last = name[-1]
    if last in "ая":
        soft = last == "я"
        if name.endswith("ия") and case in ("dat",):
            return name[:-1] + "и"
        if case == "gen" and name[-2] in "гкхжшщч":
            return name[:-1] + "и"
        return name[:-1] + _FEMALE_CASES[case][1 if soft else 0]
    if last == "й":
        return name[:-1] + _MALE_CASES[case][1]
    if last == "ь":
        return name[:-1] + _MALE_CASES[case][2]
    return name + _MALE_CASES[case][0] if last not in VOWELS else name


def person_ru(rng: random.Random, case: str) -> str:
    """A name as a client writes it: first, first and last, last first patronymic, initials."""
    female = rng.random() < 0.5
    first = pick(rng, words("first_f_ru" if female else "first_m_ru"))
    if case == "first":
        return first
    if case == "ini":
        initials = pick(rng, _INITIALS), pick(rng, _INITIALS)
        return f"{surname_ru(rng, female=female)} {initials[0]}.{initials[1]}."
    if case in _FEMALE_CASES:
        return inflect_first_ru(first, case)
    roll = rng.random()
    stem = pick(rng, words("patronymics_ru"))
    soft = stem[-1] in "ье"
    middle = stem + (("вна" if female else "вич") if soft else ("овна" if female else "ович"))
    if roll < 0.34:
        return first
    if roll < 0.7:
        return f"{first} {surname_ru(rng, female=female)}"
    if roll < 0.8:
        return f"{surname_ru(rng, female=female)} {first}"
    if roll < 0.9:
        return f"{first} {middle}"
    if roll < 0.95:
        return f"{surname_ru(rng, female=female)} {first} {middle}"
    return f"{first} {middle} {surname_ru(rng, female=female)}"


_STEMS_A = ("Строй", "Техно", "Пром", "Агро", "Мед", "Транс", "Энерго", "Метал", "Авто", "Гео",
    "Эко", "Инвест",
            "Снаб", "Глав", "Евро", "Сиб", "Урал", "Волга", "Спец", "Монтаж", "Лес", "Нефте",
            "Газ", "Хим",
            "Пласт", "Тара", "Фарм", "Логистик", "Софт", "Инфо", "Вест", "Норд", "Дельта",
            "Вектор", "Альфа",
            "Мега", "Гранд", "Балт", "Юг", "Дон", "Бел", "Рос", "Ин", "Про", "Крафт")  # fmt: skip
_STEMS_B = ("монтаж", "сервис", "проект", "снаб", "торг", "маш", "комплект", "центр", "инвест",
    "пласт", "груп",
            "пром", "тех", "ресурс", "трейд", "лайн", "дом", "контракт", "альянс", "маркет",
            "софт", "транс",
            "мед", "строй", "продукт", "холод", "свет", "пак", "бетон", "кабель", "тара",
            "сталь")  # fmt: skip
_COMPANY_NAMES = ("Ромашка", "Вымпел", "Прогресс", "Рассвет", "Орион", "Меридиан", "Горизонт",
    "Факел", "Заря",
                  "Импульс", "Кристалл", "Радуга", "Спектр", "Эталон", "Юпитер", "Восток",
                  "Арсенал", "Бастион",
                  "Атлант", "Парус", "Магнат", "Сокол", "Титан", "Форвард", "Квант", "Стрела",
                  "Берёзка", "Ладья",
                  "Новатор", "Полюс", "Родник", "Каскад", "Айсберг", "Маяк", "Ориентир",
                  "Лотос")  # fmt: skip


def company_stem_ru(rng: random.Random) -> str:
    """A company's bare name."""
    roll = rng.random()
    if roll < 0.42:
        a, b = pick(rng, _STEMS_A), pick(rng, _STEMS_B)
        return a + (b if rng.random() < 0.6 else b.capitalize())
    if roll < 0.62:
        return pick(rng, _COMPANY_NAMES) + pick(
            rng, ("", "", "", "", "-М", " Плюс", " Групп", "-Сервис")
        )
    if roll < 0.84:
        return made_up_ru(rng)
    if roll < 0.95:
        return made_up_en(rng) + pick(rng, ("", "", " Group", " Tech", "Lab", " Soft", " Rus"))
    return "".join(pick(rng, "АБВГДЕИКЛМНОПРСТУ") for _ in range(3))


def company_ru(rng: random.Random, case: str) -> str:
    """A company with or without its legal form, quoted or not."""
    stem = company_stem_ru(rng)
    if case == "stem":
        return stem
    roll = rng.random()
    if roll < 0.14:
        return (
            "ИП " + person_ru(rng, "ini")
            if roll < 0.09
            else "ИП " + surname_ru(rng, female=rng.random() < 0.4)
        )
    quoted = pick(rng, ("«{}»", '"{}"', "{}", "{}", "«{}»"))
    form = pick(rng, ("ООО", "ООО", "ООО", "АО", "ЗАО", "ПАО", "ТД", "ГК", "ТОО", "завод", "НПО",
        "ПК", "клиника",
                      "МУП", "ГБУЗ", "фабрика"))  # fmt: skip
    if roll < 0.72:
        return f"{form} {quoted.format(stem)}"
    return quoted.format(stem)


def competitor_ru(rng: random.Random, case: str) -> str:
    """A competitor's name in a case (gen, loc, ins), often left uninflected as people do."""
    roll = rng.random()
    if roll < 0.25:
        name = made_up_en(rng) if roll < 0.15 else company_ru(rng, "")
        return name
    name = company_stem_ru(rng)
    if not case or rng.random() < 0.3 or not name[-1].islower() or "-" in name or " " in name:
        return name
    if name[-1] == "а":
        return (
            name[:-1]
            + {"gen": "ы" if name[-2] not in "кгх" else "и", "loc": "е", "ins": "ой", "dat": "е"}[
                case
            ]
        )
    if name[-1] in "бвгджзклмнпрстфхцчшщ":
        return name + {"gen": "а", "loc": "е", "ins": "ом", "dat": "у"}[case]
    return name


def inn(rng: random.Random) -> str:
    """Ten or twelve digits with valid check digits (the tax service's weights)."""
    if rng.random() < 0.7:
        digits = [rng.randint(1, 9)] + [rng.randint(0, 9) for _ in range(8)]
        digits.append(_check(digits, (2, 4, 10, 3, 5, 9, 4, 6, 8)))
    else:
        digits = [rng.randint(1, 9)] + [rng.randint(0, 9) for _ in range(9)]
        digits.append(_check(digits, (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)))
        digits.append(_check(digits, (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)))
    return "".join(map(str, digits))


def _check(digits: list[int], weights: tuple[int, ...]) -> int:
    return sum(d * w for d, w in zip(digits, weights, strict=True)) % 11 % 10


def phone_ru(rng: random.Random) -> str:
    """A mobile number in one of the usual spellings."""
    a, b, c, d = (
        rng.randint(900, 999),
        rng.randint(100, 999),
        rng.randint(10, 99),
        rng.randint(10, 99),
    )
    form = pick(rng, ("+7 {} {} {} {}", "8 ({}) {}-{}-{}", "+7{}{}{}{}", "8{}{}{}{}",
        "8-{}-{}-{}-{}", "+7 ({}) {}-{}-{}",
                      "{} {} {} {}", "8 {} {} {} {}"))  # fmt: skip
    return form.format(a, b, c, d)


def phone_en(rng: random.Random) -> str:
    """A number in an international or American spelling."""
    a, b, c = rng.randint(201, 989), rng.randint(200, 999), rng.randint(1000, 9999)
    form = pick(
        rng,
        (
            "+1 {} {} {}",
            "({}) {}-{}",
            "{}-{}-{}",
            "+44 7{} {}{}",
            "+1-{}-{}-{}",
            "+971 5{} {}{}",
            "+49 1{} {}{}",
        ),
    )
    return form.format(a, b, c)


def email(rng: random.Random) -> str:
    """An address at a made-up domain."""
    user = pick(
        rng,
        ("info", "zakaz", "sales", "office", "buh", "snab", "mail", "hello", "orders", "accounts"),
    )
    if rng.random() < 0.6:
        user = made_up_en(rng, 1).lower() + pick(
            rng, ("", str(rng.randint(1, 99)), "." + made_up_en(rng, 1).lower())
        )
    zone = pick(rng, ("ru", "com", "ru", "org", "net", "io", "co.uk", "de"))
    host = pick(
        rng, ("mail", "yandex", "gmail", "bk", made_up_en(rng).lower(), made_up_en(rng).lower())
    )
    return f"{user}@{host}.{zone}"


def person_en(rng: random.Random, case: str) -> str:
    first = pick(rng, words("first_en"))
    last = pick(rng, words("last_en")) if rng.random() < 0.85 else made_up_en(rng)
    if case == "first":
        return first
    roll = rng.random()
    if roll < 0.42:
        return first
    if roll < 0.92:
        return f"{first} {last}"
    return f"{first} {pick(rng, 'ABCDEJKLMRST')}. {last}"


def company_en(rng: random.Random) -> str:
    """A company with or without its trade and its legal form, `Blue Heron Foods Pvt Ltd`."""
    roll = rng.random()
    if roll < 0.25:
        stem = pick(rng, words("last_en"))
    elif roll < 0.55:
        stem = pick(rng, lines("company_words_en"))
    else:
        stem = made_up_en(rng)
    form = " " + pick(rng, lines("company_forms_en")) if rng.random() < 0.6 else ""
    shape = rng.random()
    if shape < 0.66:
        return f"{stem} {pick(rng, lines('company_nouns_en'))}{form}"
    if shape < 0.72:
        head = pick(rng, ("Studio", "Hotel", "Cafe", "Clinic", "Grupo", "Casa", "Villa", "Atelier"))
        return f"{head} {stem}"
    if shape < 0.78:
        return f"{stem} {pick(rng, ('&', 'and', '+'))} {pick(rng, words('last_en'))}{form}"
    return stem + form
