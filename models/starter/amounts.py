"""Writes sums of money, counts and quantities the many ways people write them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def pick(rng: random.Random, items: Sequence[T]) -> T:
    """One of the items, evenly; quicker than Random.choice."""
    return items[int(rng.random() * len(items))]


def grouped(number: int, mark: str) -> str:
    """1234567 -> `1 234 567` with the given mark between thousands."""
    return f"{number:,}".replace(",", mark)


def _round(rng: random.Random) -> int:
    """A sum as people name it: few significant digits, 3 000 to 9 000 000."""
    scale = pick(rng, (100, 1_000, 1_000, 10_000, 10_000, 10_000, 100_000, 100_000))
    return rng.randint(3, 99) * scale


_ONES = (
    "", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять",
    "одиннадцать", "двенадцать", "тринадцать", "четырнадцать", "пятнадцать", "шестнадцать",
    "семнадцать", "восемнадцать", "девятнадцать",
)  # fmt: skip
_TENS = ("двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят",
         "девяносто")  # fmt: skip
_HUNDREDS = ("", "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот",
             "восемьсот", "девятьсот")  # fmt: skip


def spoken_ru(number: int) -> str:
    """A number of 1 to 999 in words, masculine."""
    parts = [_HUNDREDS[number // 100]]
    rest = number % 100
    if rest < 20:
        parts.append(_ONES[rest])
    else:
        parts += [_TENS[rest // 10 - 2], _ONES[rest % 10]]
    return " ".join(part for part in parts if part)


def spoken_money_ru(rng: random.Random) -> str:
    """A sum as it is dictated, `четыреста восемьдесят пять тысяч`."""
    thousands = pick(rng, (rng.randint(2, 19) * 50, rng.randint(5, 199) * 5, rng.randint(5, 99)))
    words = spoken_ru(min(thousands, 999))
    last = thousands % 10 if thousands % 100 not in (11, 12, 13, 14) else 0
    if last == 1:
        words = words.removesuffix("один") + "одна"
    elif last == 2:
        words = words.removesuffix("два") + "две"
    unit = "тысяча" if last == 1 else "тысячи" if last in (2, 3, 4) else "тысяч"
    return f"{words} {unit}" + pick(rng, ("", "", " рублей"))


def money_ru(rng: random.Random) -> str:
    """A sum in roubles mostly, now and then in another currency."""
    roll = rng.random()
    if roll < 0.08:
        return _foreign(rng, ru=True)
    amount = _round(rng)
    rub = pick(rng, (" руб", " руб.", " рублей", "р", " р", " ₽", "₽", "", " р.", "руб"))
    if roll < 0.12:
        return spoken_money_ru(rng)
    if roll < 0.15:
        return pick(
            rng,
            (
                "полмиллиона", "миллион", "полтора миллиона", "два миллиона", "сто тысяч",
                "двести тысяч", "триста тысяч рублей", "пятьсот тысяч", "пять миллионов",
                "тысяч сто", "тысяч двести", "полтинник тысяч", "миллион двести", "лям",
                "полтора ляма", "пол ляма", "три миллиона", "сто пятьдесят тысяч", "семьсот тысяч",
                "двадцать тысяч", "сорок пять тысяч", "восемьсот тысяч", "десять тысяч рублей",
            ),
        )  # fmt: skip
    if amount >= 1_000_000 and roll < 0.75:
        whole = amount / 1_000_000
        shown = f"{whole:g}".replace(".", pick(rng, (",", ",", ".")))
        unit = pick(rng, (" млн", " млн", "млн", " миллиона", " миллионов", " лям", "кк", " млн."))
        if unit == " миллиона" and not (whole != int(whole) or int(whole) in (2, 3, 4)):
            unit = " миллионов"
        return shown + unit + pick(rng, ("", "", " руб", " рублей"))
    if amount % 1000 == 0 and roll < 0.62:
        thousands = str(amount // 1000)
        unit = pick(
            rng,
            (
                " тыс",
                " тыс.",
                "к",
                "к",
                " тысяч",
                " тысяч",
                "т",
                " к",
                " т.р.",
                "тыс",
                "тр",
                " тыр",
            ),
        )
        tail = (
            pick(rng, ("", "", " руб", " рублей"))
            if unit.strip() in ("тыс", "тыс.", "тысяч")
            else ""
        )
        return thousands + unit + tail
    if roll < 0.93:
        return grouped(amount, pick(rng, (" ", " ", " ", ".", "", "", "\u00a0", "'"))) + rub
    odd = amount + rng.randint(1, 999)
    return grouped(odd, pick(rng, (" ", "", " "))) + pick(rng, ("", ",00", ",50", "-00")) + rub


def _foreign(rng: random.Random, *, ru: bool) -> str:
    amount = pick(rng, (rng.randint(2, 99) * 100, rng.randint(2, 95) * 1000, rng.randint(15, 990)))
    marks = (" ", ",", "") if not ru else (" ", "", " ")
    number = grouped(amount, pick(rng, marks))
    if amount % 1000 == 0 and rng.random() < 0.45:
        number = f"{amount // 1000}" + ("к" if ru and rng.random() < 0.5 else "k")
    forms = ["${}", "{} $", "{} USD", "€{}", "{} EUR", "{} €"]
    if ru:
        forms += [
            "{} долларов",
            "{} евро",
            "{} баксов",
            "{} юаней",
            "{} тенге",
            "{} у.е.",
            "{} бел. руб",
        ]
    else:
        forms += ["£{}", "{} GBP", "{} dollars", "{} euros", "{} bucks", "${}", "${}", "{} AED",
            "CHF {}",
                  "USD {}", "EUR {}", "{} pounds"]  # fmt: skip
    return pick(rng, forms).format(number)


def money_en(rng: random.Random) -> str:
    """A sum in dollars, euros, pounds, or a bare one with k."""
    roll = rng.random()
    if roll < 0.72:
        return _foreign(rng, ru=False)
    if roll < 0.82:
        return f"{rng.randint(2, 95)}k"
    if roll < 0.92:
        sign = pick(rng, ("$", "€", "£", "$"))
        value = f"{rng.randint(11, 59) / 10:g}"
        return sign + value + pick(rng, ("m", " million", "M", " mln"))
    return pick(
        rng,
        (
            "ten thousand dollars", "five grand", "20 grand", "half a million", "a million dollars",
            "fifteen thousand euros", "a quarter million", "two thousand",
            "around eight hundred dollars",
            "three thousand pounds",
        ),
    )  # fmt: skip


def limit_ru(rng: random.Random) -> str:
    """The words before a sum one will not go beyond."""
    return pick(
        rng,
        ("до ", "до ", "до ", "до ", "", "", "", "", "не больше ", "около ", "в пределах ",
         "максимум ", "порядка ", "в районе ", "не более ", "примерно "),
    )  # fmt: skip


def limit_en(rng: random.Random) -> str:
    """The words before a sum one will not go beyond."""
    return pick(rng, ("up to ", "under ", "", "", "", "around ", "max ", "about ", "no more than ",
                      "at most ", "below "))  # fmt: skip


def count(rng: random.Random) -> int:
    """A count as ordered: small often, round when large."""
    return pick(
        rng,
        (rng.randint(2, 9), rng.randint(5, 30), rng.randint(1, 12) * 5, rng.randint(1, 30) * 10,
         rng.randint(1, 30) * 100, rng.randint(1, 25) * 1000, rng.randint(5, 999)),
    )  # fmt: skip


def number_ru(rng: random.Random, number: int) -> str:
    """A count with or without grouping, now and then a word."""
    if number < 11 and rng.random() < 0.25:
        return [
            "ноль",
            "один",
            "два",
            "три",
            "четыре",
            "пять",
            "шесть",
            "семь",
            "восемь",
            "девять",
            "десять",
        ][number]
    if number >= 1000:
        if number % 1000 == 0 and rng.random() < 0.35:
            return f"{number // 1000}" + pick(rng, (" тыс", " тыс.", " тысяч", "к", "тыс"))
        return grouped(number, pick(rng, (" ", "", " ", "")))
    return str(number)


def number_en(rng: random.Random, number: int) -> str:
    """A count with or without grouping, now and then a word."""
    if number < 11 and rng.random() < 0.25:
        return [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
        ][number]
    if number >= 1000:
        if number % 1000 == 0 and rng.random() < 0.2:
            return f"{number // 1000}k"
        return grouped(number, pick(rng, (",", "", ",", " ")))
    return str(number)


OWN_UNITS_RU = ("пар", "ящиков", "бутылок", "наборов", "пачек", "банок", "кубиков", "машин",
    "боксов",
                "погонных метров", "столов", "комплектов", "человек", "точек",
                "объектов")  # fmt: skip
UNITS_RU = ("шт", "шт.", "штук", "шт", "штук", "единиц", "комплектов", "ед.", "упаковок", "коробок")
MASS_RU = ("тонн", "т", "кг", "кубов", "м3", "м2", "кв.м", "квадратов", "метров", "м", "литров",
    "л",
           "мешков", "рулонов", "паллет", "поддонов", "упаковок", "фур", "пачек", "вагонов",
           "бочек",
           "листов", "кг")  # fmt: skip
SEATS_RU = ("пользователей", "лицензий", "рабочих мест", "сотрудников", "мест", "человек", "юзеров")
MASS_EN = ("tons", "tonnes", "t", "kg", "lbs", "m2", "sqm", "sq ft", "metres", "m", "litres",
    "gallons",
           "bags", "rolls", "pallets", "packs", "boxes", "truckloads", "drums", "cubic metres",
           "cases")  # fmt: skip
SEATS_EN = ("users", "seats", "licences", "employees", "people", "workstations", "agents")
