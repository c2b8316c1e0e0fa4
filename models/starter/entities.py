"""Fills the slots of the corpus: goods with their quantities, people, places, sums, dates."""

from __future__ import annotations

import random
from functools import cache

from models.starter import amounts, moments
from models.starter.amounts import pick
from models.starter.names import (
    company_en,
    company_ru,
    competitor_ru,
    email,
    inn,
    lines,
    made_up_en,
    made_up_ru,
    model_code,
    person_en,
    person_ru,
    phone_en,
    phone_ru,
    rows,
    words,
)
from models.starter.templates import Bindings, Piece

PRODUCT_CASES = {"": 1, "nom": 1, "gen": 2, "acc": 3, "dat": 4, "pl": 5, "gpl": 6}
CITY_CASES = {"": 0, "nom": 0, "gen": 1, "acc": 2, "loc": 3}


def fill_ru(rng: random.Random, name: str, case: str, tag: str, bound: Bindings) -> list[Piece]:
    """Fill a Russian slot. Raises KeyError for a name there is none of."""
    if name in ("product", "p"):
        row = _product(rng, "products_ru", case, tag, bound)
        text = row[PRODUCT_CASES.get(case, 1)]
        return [Piece(_with_code(rng, text, row[0]), "product")]
    if name == "qp":
        return _quantity_product_ru(rng, tag, bound)
    if name == "city":
        city = _bound(rng, "cities_ru", tag, bound)
        return [Piece(city[CITY_CASES[case]], "city")]
    if name == "n":
        return [Piece(amounts.number_ru(rng, amounts.count(rng)), "quantity")]
    if name == "qty":
        return [Piece(_quantity_ru(rng, case), "quantity")]
    if name == "competitor":
        return [Piece(competitor_ru(rng, case), "competitor")]
    if name == "person":
        return [Piece(person_ru(rng, case), "person")]
    if name == "company":
        return [Piece(company_ru(rng, case), "company")]
    if name == "role":
        return [Piece(pick(rng, lines("roles_ru")), "role")]
    if name == "budget":
        return [
            Piece(
                (amounts.limit_ru(rng) if case != "bare" else "") + amounts.money_ru(rng), "budget"
            )
        ]
    if name == "money":
        return [Piece(amounts.money_ru(rng))]
    if name == "deadline":
        return [Piece(moments.deadline_ru(rng), "deadline")]
    if name == "date":
        return [Piece(moments.date_ru(rng))]
    if name == "meet":
        return [Piece(moments.meeting_ru(rng), "meeting_at")]
    if name == "day":
        return [Piece(moments.day_ru(rng), "meeting_at")]
    if name == "clock":
        return [Piece(moments.clock_ru(rng), "meeting_at")]
    if name == "phone":
        return [Piece(phone_ru(rng))]
    return [Piece(_common(rng, name))]


def fill_en(rng: random.Random, name: str, case: str, tag: str, bound: Bindings) -> list[Piece]:
    """Fill an English slot. Raises KeyError for a name there is none of."""
    if name in ("product", "p"):
        row = _product(rng, "products_en", case, tag, bound)
        return [Piece(_with_code(rng, row[2 if case in ("pl", "gpl") else 1], row[0]), "product")]
    if name == "qp":
        return _quantity_product_en(rng, tag, bound)
    if name == "city":
        return [Piece(_bound(rng, "cities_en", tag, bound)[0], "city")]
    if name == "n":
        return [Piece(amounts.number_en(rng, amounts.count(rng)), "quantity")]
    if name == "qty":
        units: tuple[str, ...] = amounts.SEATS_EN if case == "s" else amounts.MASS_EN
        if case == "c":
            units = ("units", "pcs", "pieces", "sets", "units")
        return [
            Piece(amounts.number_en(rng, amounts.count(rng)) + " " + pick(rng, units), "quantity")
        ]
    if name == "competitor":
        stem = made_up_en(rng) if rng.random() < 0.6 else pick(rng, words("last_en"))
        return [
            Piece(
                stem + pick(rng, ("", "", "", " Supplies", "Tech", " & Co", " Group", "Pro")),
                "competitor",
            )
        ]
    if name == "person":
        return [Piece(person_en(rng, case), "person")]
    if name == "company":
        return [Piece(company_en(rng), "company")]
    if name == "role":
        return [Piece(pick(rng, lines("roles_en")), "role")]
    if name == "budget":
        return [
            Piece(
                (amounts.limit_en(rng) if case != "bare" else "") + amounts.money_en(rng), "budget"
            )
        ]
    if name == "money":
        return [Piece(amounts.money_en(rng))]
    if name == "deadline":
        return [Piece(moments.deadline_en(rng), "deadline")]
    if name == "date":
        return [Piece(moments.date_en(rng))]
    if name == "meet":
        return [Piece(moments.meeting_en(rng), "meeting_at")]
    if name == "day":
        return [Piece(moments.day_en(rng), "meeting_at")]
    if name == "clock":
        return [Piece(moments.clock_en(rng), "meeting_at")]
    if name == "phone":
        return [Piece(phone_en(rng))]
    return [Piece(_common(rng, name))]


def _common(rng: random.Random, name: str) -> str:
    if name == "email":
        return email(rng)
    if name == "inn":
        return inn(rng)
    if name == "num":
        return str(rng.randint(11, 9999))
    if name == "small":
        return str(rng.randint(2, 30))
    if name == "pct":
        return f"{rng.randint(1, 10) * 5}%"
    if name == "size":
        return f"{rng.randint(2, 60) * 10}х{rng.randint(2, 60) * 10}"
    if name == "url":
        return (
            "https://"
            + made_up_en(rng).lower()
            + pick(rng, (".top", ".xyz", ".ru", ".com", ".click"))
            + "/"
        )
    if name == "wd":
        return pick(rng, moments.DAYS_EN)
    if name == "code":
        return model_code(rng)
    raise KeyError(name)


def _bound(rng: random.Random, listing: str, tag: str, bound: Bindings) -> tuple[str, ...]:
    key = (listing, tag)
    found = bound.get(key) if tag else None
    if not isinstance(found, tuple):
        found = pick(rng, rows(listing))
        if tag:
            bound[key] = found
    return found


@cache
def _of_class(listing: str, classes: str) -> tuple[tuple[str, ...], ...]:
    return tuple(row for row in rows(listing) if row[0] in classes)


def _product(
    rng: random.Random, listing: str, case: str, tag: str, bound: Bindings
) -> tuple[str, ...]:
    if tag and isinstance(found := bound.get((listing, tag)), tuple):
        return found
    if tag and tag[0] in "cmsv" and len(tag) > 1:
        row = pick(rng, _of_class(listing, tag[0]))
    else:
        row = pick(rng, rows(listing))
        if case in ("pl", "gpl") and row[0] == "v":
            row = pick(rng, _of_class(listing, "c"))
    if rng.random() < 0.07:
        row = _made_up_product(rng, ru=listing.endswith("ru"))
    if tag:
        bound[(listing, tag)] = row
    return row


def _made_up_product(rng: random.Random, *, ru: bool) -> tuple[str, ...]:
    if rng.random() < 0.4:
        return ("x",) + (model_code(rng),) * 6
    if not ru:
        name = made_up_en(rng).lower() if rng.random() < 0.6 else made_up_en(rng)
        return ("x", name, name + "s", name, name, name, name)
    word = made_up_ru(rng).lower()
    return ("x", word, word + "а", word, word + "у", word + "ы", word + "ов")


def _with_code(rng: random.Random, text: str, kind: str) -> str:
    if kind == "c" and rng.random() < 0.12:
        return f"{text} {model_code(rng)}"
    if kind == "m" and rng.random() < 0.14:
        return f"{text} {grade(rng)}"
    return text


def grade(rng: random.Random) -> str:
    """A size or grade as it follows a material's name, `М350`, `60х60`, `120 мкм`."""
    number = rng.randint(2, 60)
    side = number * 10
    form = pick(
        rng,
        ("М{1}", "{0}х{0}", "{1}х{1}", "{1}", "{0} мм", "{0}мм", "{1} мкм", "№{0}", "В{0}", "{0}%"),
    )
    return form.format(number, side)


def _quantity_ru(rng: random.Random, case: str) -> str:
    number = amounts.number_ru(rng, amounts.count(rng))
    units = {"s": amounts.SEATS_RU, "m": amounts.MASS_RU}.get(case, amounts.UNITS_RU)
    if not case and rng.random() < 0.15:
        units = amounts.OWN_UNITS_RU
    glue = "" if number[-1].isdigit() and rng.random() < 0.2 else " "
    return number + glue + pick(rng, units)


def _quantity_product_ru(rng: random.Random, tag: str, bound: Bindings) -> list[Piece]:
    row = _product(rng, "products_ru", "gpl", tag, bound)
    if row[0] in "sv":
        row = pick(rng, _of_class("products_ru", "cm"))
        if tag:
            bound[("products_ru", tag)] = row
    number = amounts.count(rng)
    roll = rng.random()
    if row[0] == "m":
        amount = Piece(_quantity_ru(rng, "m"), "quantity")
        if roll < 0.75:
            return [amount, Piece(" "), Piece(_with_code(rng, row[2], row[0]), "product")]
        return [Piece(row[1], "product"), Piece(pick(rng, (" ", " - ", ", "))), amount]
    if roll < 0.55:
        if number < 5:
            if " " not in row[1]:
                return [
                    Piece(amounts.number_ru(rng, number), "quantity"),
                    Piece(" "),
                    Piece(row[2], "product"),
                ]
            number += 4
        if number % 10 in (1, 2, 3, 4) and number % 100 not in (11, 12, 13, 14):
            number += 5
        return [Piece(amounts.number_ru(rng, number), "quantity"), Piece(" "),
                Piece(_with_code(rng, row[6], row[0]), "product")]  # fmt: skip
    if roll < 0.75:
        return [Piece(_quantity_ru(rng, "c"), "quantity"), Piece(" "), Piece(row[6], "product")]
    return [Piece(_with_code(rng, row[pick(rng, (1, 5))], row[0]), "product"),
            Piece(pick(rng, (" ", " - ", ", ", " — "))), Piece(_quantity_ru(rng, "c"),
                "quantity")]  # fmt: skip


def _quantity_product_en(rng: random.Random, tag: str, bound: Bindings) -> list[Piece]:
    row = _product(rng, "products_en", "pl", tag, bound)
    if row[0] == "v":
        row = pick(rng, _of_class("products_en", "c"))
        if tag:
            bound[("products_en", tag)] = row
    number = amounts.number_en(rng, amounts.count(rng))
    if row[0] == "m":
        return [Piece(number + " " + pick(rng, amounts.MASS_EN), "quantity"), Piece(pick(rng,
            (" of ", " of ", " "))),
                Piece(row[1], "product")]  # fmt: skip
    roll = rng.random()
    if roll < 0.75:
        return [
            Piece(number, "quantity"),
            Piece(" "),
            Piece(_with_code(rng, row[2], row[0]), "product"),
        ]
    if roll < 0.88:
        amount = number + pick(rng, (" pcs", " units", " pieces", " sets"))
        return [
            Piece(amount, "quantity"),
            Piece(pick(rng, (" of ", " of the ", " "))),
            Piece(row[2], "product"),
        ]
    return [
        Piece(row[2], "product"),
        Piece(pick(rng, (" x ", " - ", ", "))),
        Piece(number, "quantity"),
    ]
