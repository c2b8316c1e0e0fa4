"""Writes sums, quantities, dates and times the many ways people write them, in Russian and English."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def pick(rng: random.Random, items: Sequence[T]) -> T:
    """One of the items, evenly; quicker than Random.choice."""
    return items[int(rng.random() * len(items))]


MONTHS_RU = (
    ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"]
)
MONTHS_SHORT_RU = ["янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"]
MONTHS_EN = (
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
)
MONTHS_SHORT_EN = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
DAYS_ACC_RU = ("понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье")
DAYS_GEN_RU = ("понедельника", "вторника", "среды", "четверга", "пятницы", "субботы", "воскресенья")
DAYS_DAT_RU = ("понедельнику", "вторнику", "среде", "четвергу", "пятнице", "субботе", "воскресенью")
DAYS_SHORT_RU = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAYS_SHORT_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def grouped(number: int, mark: str) -> str:
    """1234567 -> `1 234 567` with the given mark between thousands."""
    return f"{number:,}".replace(",", mark)


def _round(rng: random.Random) -> int:
    """A sum as people name it: few significant digits, 3 000 to 9 000 000."""
    scale = pick(rng, (100, 1_000, 1_000, 10_000, 10_000, 10_000, 100_000, 100_000))
    return rng.randint(3, 99) * scale


def money_ru(rng: random.Random) -> str:
    """A sum in roubles mostly, now and then in another currency."""
    roll = rng.random()
    if roll < 0.08:
        return _foreign(rng, ru=True)
    amount = _round(rng)
    rub = pick(rng, (" руб", " руб.", " рублей", "р", " р", " ₽", "₽", "", " р.", "руб"))
    if roll < 0.14:
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
        forms += ["£{}", "{} GBP", "{} dollars", "{} euros", "{} bucks", "${}", "${}", "{} AED", "CHF {}",
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
            "fifteen thousand euros", "a quarter million", "two thousand", "around eight hundred dollars",
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
        return ["ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять"][number]
    if number >= 1000:
        if number % 1000 == 0 and rng.random() < 0.35:
            return f"{number // 1000}" + pick(rng, (" тыс", " тыс.", " тысяч", "к", "тыс"))
        return grouped(number, pick(rng, (" ", "", " ", "")))
    return str(number)


def number_en(rng: random.Random, number: int) -> str:
    """A count with or without grouping, now and then a word."""
    if number < 11 and rng.random() < 0.25:
        return ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"][number]
    if number >= 1000:
        if number % 1000 == 0 and rng.random() < 0.2:
            return f"{number // 1000}k"
        return grouped(number, pick(rng, (",", "", ",", " ")))
    return str(number)


UNITS_RU = ("шт", "шт.", "штук", "шт", "штук", "единиц", "комплектов", "ед.", "упаковок", "коробок")
MASS_RU = ("тонн", "т", "кг", "кубов", "м3", "м2", "кв.м", "квадратов", "метров", "м", "литров", "л",
           "мешков", "рулонов", "паллет", "поддонов", "упаковок", "фур", "пачек", "вагонов", "бочек",
           "листов", "кг")  # fmt: skip
SEATS_RU = ("пользователей", "лицензий", "рабочих мест", "сотрудников", "мест", "человек", "юзеров")
MASS_EN = ("tons", "tonnes", "t", "kg", "lbs", "m2", "sqm", "sq ft", "metres", "m", "litres", "gallons",
           "bags", "rolls", "pallets", "packs", "boxes", "truckloads", "drums", "cubic metres",
           "cases")  # fmt: skip
SEATS_EN = ("users", "seats", "licences", "employees", "people", "workstations", "agents")


def day_of_month(rng: random.Random) -> int:
    """1 to 28, so that it is a day of every month."""
    return rng.randint(1, 28)


def date_ru(rng: random.Random) -> str:
    """A calendar date in the genitive, `5 декабря`, `05.12`, `5.12.2026`."""
    day, month = day_of_month(rng), rng.randint(1, 12)
    form = rng.random()
    if form < 0.5:
        return f"{day} {MONTHS_RU[month - 1]}"
    if form < 0.58:
        return f"{day} {MONTHS_SHORT_RU[month - 1]}"
    if form < 0.8:
        return f"{day:02}.{month:02}"
    if form < 0.9:
        return f"{day:02}.{month:02}.{pick(rng, ('2026', '2026', '2027', '26', '27'))}"
    return f"{day}" + pick(rng, ("-го", " числа", "го", "-го числа"))


def date_en(rng: random.Random) -> str:
    """A calendar date, `Dec 5`, `5 December`, `12/5`, `the 5th`."""
    day, month = day_of_month(rng), rng.randint(1, 12)
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(day % 10 if day not in (11, 12, 13) else 0, "th")
    long, short = MONTHS_EN[month - 1], MONTHS_SHORT_EN[month - 1]
    return pick(
        rng,
        (f"{short} {day}", f"{long} {day}", f"{day} {long}", f"{day} {short}", f"{long} {day}{suffix}",
         f"the {day}{suffix}", f"{day}{suffix} of {long}", f"{short} {day}{suffix}",
         f"2026-{month:02}-{day:02}", f"{day}/{month:02}", f"{short} {day}, 2026"),
    )  # fmt: skip


def deadline_ru(rng: random.Random) -> str:
    """When it is needed, its preposition included: `до пятницы`, `к 5 декабря`, `через 2 недели`."""
    roll = rng.random()
    if roll < 0.38:
        return pick(rng, ("до ", "до ", "к ", "к ", "не позднее ", "не позже ", "до ")) + date_ru(
            rng
        )
    if roll < 0.58:
        day = rng.randrange(7)
        return pick(
            rng,
            (f"до {DAYS_GEN_RU[day]}", f"к {DAYS_DAT_RU[day]}", "к следующей неделе",
             f"до {DAYS_SHORT_RU[day]}", "до конца дня", f"до следующей {DAYS_GEN_RU[pick(rng, (2, 4, 5))]}",
             f"не позже {DAYS_GEN_RU[day]}", f"в {DAYS_ACC_RU[day]}", f"уже в {DAYS_ACC_RU[day]}"),
        )  # fmt: skip
    if roll < 0.82:
        return pick(
            rng,
            ("до конца месяца", "до конца недели", "до конца года", "до нового года", "до НГ", "завтра",
             "к концу месяца", "к концу недели", "на следующей неделе", "послезавтра", "сегодня",
             "до конца квартала", "к началу декабря", "до середины января", "в начале месяца",
             "до праздников", "в этом месяце", "в следующем месяце", "на этой неделе", "к лету",
             "до завтра", "к завтрашнему дню", "до конца " + pick(rng, MONTHS_RU),
             "к началу " + pick(rng, MONTHS_RU), "в середине " + pick(rng, MONTHS_RU)),
        )  # fmt: skip
    number = rng.randint(2, 30)
    return pick(
        rng,
        (f"через {number} дней", "через неделю", "через две недели", "через 2 недели", "через месяц",
         f"в течение {number} дней", f"за {number} дней", "за неделю", "в течение недели",
         f"в течение {number} рабочих дней", "максимум через месяц", "через полтора месяца",
         f"не позже чем через {number} дней"),
    )  # fmt: skip


def deadline_en(rng: random.Random) -> str:
    """When it is needed, its preposition included: `by Friday`, `before Dec 5`, `within two weeks`."""
    roll = rng.random()
    if roll < 0.4:
        return pick(rng, ("by ", "by ", "before ", "no later than ", "by ", "on ")) + date_en(rng)
    if roll < 0.6:
        day = rng.randrange(7)
        return pick(
            rng,
            (f"by {DAYS_EN[day]}", f"by next {DAYS_EN[day]}", f"before {DAYS_EN[day]}",
             f"by {DAYS_SHORT_EN[day]}", f"this {DAYS_EN[day]}", f"by {DAYS_EN[day]} morning"),
        )  # fmt: skip
    if roll < 0.82:
        return pick(
            rng,
            ("by the end of the month", "by end of month", "by EOM", "by the end of the week", "by EOW",
             "by year end", "before Christmas", "before New Year", "by tomorrow", "next week", "this week",
             "by the end of next week", "by the end of the quarter", "next month", "by mid January",
             "by EOD", "before the holidays", "by the end of " + pick(rng, MONTHS_EN),
             "in early " + pick(rng, MONTHS_EN), "by mid " + pick(rng, MONTHS_EN)),
        )  # fmt: skip
    number = rng.randint(2, 30)
    return pick(
        rng,
        (f"in {number} days", "in a week", "in two weeks", "in 2 weeks", "within a month",
         f"within {number} days", "within two weeks", f"in {number} business days", "within a week",
         "in three weeks"),
    )  # fmt: skip


def clock_ru(rng: random.Random) -> str:
    """A time of day with its preposition, `в 15:00`, `в 11`, `в 3 часа дня`."""
    hour = rng.randint(9, 18)
    minute = pick(rng, ("00", "00", "30", "15", "45"))
    return pick(
        rng,
        (f"в {hour}:{minute}", f"в {hour}:{minute}", f"в {hour}", f"в {hour}", f"в {hour}.{minute}",
         f"в {hour}-{minute}", f"{hour}:{minute}", f"к {hour}:{minute}", f"в {hour} часов",
         f"в {hour - 12 if hour > 12 else 3} часа дня" if hour in (14, 15, 16) else f"в {hour} ч",
         "в 2 дня", "в час дня", "в 10 утра", "в 9 утра", "в три часа", "после обеда", "утром",
         f"в {hour} по мск", f"в {hour}:{minute} мск"),
    )  # fmt: skip


def day_ru(rng: random.Random) -> str:
    """A day of meeting, its preposition included."""
    day = rng.randrange(7)
    return pick(
        rng,
        ("завтра", "завтра", "завтра", "сегодня", "послезавтра",
         ("во " if day == 1 else "в ") + DAYS_ACC_RU[day], ("во " if day == 1 else "в ") + DAYS_ACC_RU[day],
         ("во " if day == 1 else "в ") + DAYS_ACC_RU[day], DAYS_SHORT_RU[day], "в " + DAYS_SHORT_RU[day],
         date_ru(rng), date_ru(rng), f"в следующ{'ую' if day in (2, 4, 5) else 'ий'} "
         + DAYS_ACC_RU[day if day in (0, 1, 2, 3, 4, 5) else 0],
         "в понедельник", "через неделю"),
    )  # fmt: skip


def meeting_ru(rng: random.Random) -> str:
    """When to meet: mostly a day and a time, seldom one of them."""
    roll = rng.random()
    if roll < 0.78:
        return day_ru(rng) + pick(rng, (" ", " ", " ", " ", ", ")) + clock_ru(rng)
    if roll < 0.86:
        return clock_ru(rng) + " " + day_ru(rng)
    return day_ru(rng)


def clock_en(rng: random.Random) -> str:
    """A time of day with its preposition, `at 3pm`, `at 15:30`."""
    hour = rng.randint(9, 18)
    minute = pick(rng, ("00", "30", "15", "45"))
    twelve, half = (hour - 12, "pm") if hour > 12 else (hour, "pm" if hour == 12 else "am")
    return pick(
        rng,
        (f"at {twelve}{half}", f"at {twelve} {half}", f"at {twelve}:{minute}{half}", f"at {hour}:{minute}",
         f"at {hour}:{minute}", f"at {twelve}", f"{twelve}{half}", f"{hour}:{minute}", "at noon",
         f"at {twelve}:{minute} {half.upper()}", f"around {twelve}{half}", "in the morning", "after lunch"),
    )  # fmt: skip


def day_en(rng: random.Random) -> str:
    """A day of meeting, its preposition included."""
    day = rng.randrange(7)
    return pick(
        rng,
        ("tomorrow", "tomorrow", "today", "on " + DAYS_EN[day], "on " + DAYS_EN[day], DAYS_EN[day],
         "next " + DAYS_EN[day], "this " + DAYS_EN[day], DAYS_SHORT_EN[day], "on " + date_en(rng),
         date_en(rng), "the day after tomorrow"),
    )  # fmt: skip


def meeting_en(rng: random.Random) -> str:
    """When to meet: mostly a day and a time, seldom one of them."""
    roll = rng.random()
    if roll < 0.8:
        return day_en(rng) + pick(rng, (" ", " ", " ", ", ")) + clock_en(rng)
    if roll < 0.86:
        return clock_en(rng) + " " + day_en(rng)
    return day_en(rng)
