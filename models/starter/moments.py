"""Writes dates, deadlines and times of day the many ways people write them."""

from __future__ import annotations

import random

from models.starter.amounts import pick

MONTHS_RU = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября",
    "октября", "ноября", "декабря",
)  # fmt: skip
MONTHS_SHORT_RU = (
    "янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек",
)  # fmt: skip
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
MONTHS_SHORT_EN = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip
DAYS_ACC_RU = ("понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье")
DAYS_GEN_RU = ("понедельника", "вторника", "среды", "четверга", "пятницы", "субботы", "воскресенья")
DAYS_DAT_RU = ("понедельнику", "вторнику", "среде", "четвергу", "пятнице", "субботе", "воскресенью")
DAYS_SHORT_RU = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAYS_SHORT_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


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
        (f"{short} {day}", f"{long} {day}", f"{day} {long}", f"{day} {short}",
        f"{long} {day}{suffix}",
         f"the {day}{suffix}", f"{day}{suffix} of {long}", f"{short} {day}{suffix}",
         f"2026-{month:02}-{day:02}", f"{day}/{month:02}", f"{short} {day}, 2026"),
    )  # fmt: skip


def deadline_ru(rng: random.Random) -> str:
    """When it is needed, its preposition included: `до пятницы`, `через 2 недели`."""
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
             f"до {DAYS_SHORT_RU[day]}", "до конца дня",
             f"до следующей {DAYS_GEN_RU[pick(rng, (2, 4, 5))]}",
             f"не позже {DAYS_GEN_RU[day]}", f"в {DAYS_ACC_RU[day]}", f"уже в {DAYS_ACC_RU[day]}"),
        )  # fmt: skip
    if roll < 0.82:
        return pick(
            rng,
            ("до конца месяца", "до конца недели", "до конца года", "до нового года", "до НГ",
            "завтра",
             "к концу месяца", "к концу недели", "на следующей неделе", "послезавтра", "сегодня",
             "до конца квартала", "к началу декабря", "до середины января", "в начале месяца",
             "до праздников", "в этом месяце", "в следующем месяце", "на этой неделе", "к лету",
             "до завтра", "к завтрашнему дню", "до конца " + pick(rng, MONTHS_RU),
             "к началу " + pick(rng, MONTHS_RU), "в середине " + pick(rng, MONTHS_RU)),
        )  # fmt: skip
    number = rng.randint(2, 30)
    return pick(
        rng,
        (f"через {number} дней", "через неделю", "через две недели", "через 2 недели",
        "через месяц",
         f"в течение {number} дней", f"за {number} дней", "за неделю", "в течение недели",
         f"в течение {number} рабочих дней", "максимум через месяц", "через полтора месяца",
         f"не позже чем через {number} дней"),
    )  # fmt: skip


def deadline_en(rng: random.Random) -> str:
    """When it is needed, its preposition included: `by Friday`, `within two weeks`."""
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
            ("by the end of the month", "by end of month", "by EOM", "by the end of the week",
            "by EOW",
             "by year end", "before Christmas", "before New Year", "by tomorrow", "next week",
             "this week",
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
         ("во " if day == 1 else "в ") + DAYS_ACC_RU[day],
         ("во " if day == 1 else "в ") + DAYS_ACC_RU[day],
         ("во " if day == 1 else "в ") + DAYS_ACC_RU[day], DAYS_SHORT_RU[day],
         "в " + DAYS_SHORT_RU[day],
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
        (f"at {twelve}{half}", f"at {twelve} {half}", f"at {twelve}:{minute}{half}",
        f"at {hour}:{minute}",
         f"at {hour}:{minute}", f"at {twelve}", f"{twelve}{half}", f"{hour}:{minute}", "at noon",
         f"at {twelve}:{minute} {half.upper()}", f"around {twelve}{half}", "in the morning",
         "after lunch"),
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
