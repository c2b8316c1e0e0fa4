"""Scenarios of steady load: so many messages a second, over so many contacts, on both channels.

`python -m core.sandbox.load --rate 5 --seconds 60 --contacts 20 --out load.json`
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

# What clients write, so that a reader of threads has facts to find.
_LINES = (
    "Добрый день! Сколько стоит насос К 80-50-200, нужно {n} шт.?",
    "Бюджет до {n}0 тысяч рублей, уложимся?",
    "Нужно до 15 декабря, доставка в Тулу.",
    "Пришлите, пожалуйста, договор и сертификат.",
    "Да, берём. Выставляйте счёт.",
    "Hello, could you quote {n} pumps, delivery to Rotterdam?",
    "Давайте созвонимся завтра в 15:00.",
    "Дороговато, у конкурентов дешевле.",
    "Насос шумит, что делать?",
    "Спасибо!",
)
_PEOPLE = ("Ирина", "Дмитрий", "Марина", "Олег", "Сергей", "Алина", "Павел", "Наталья")
_FAMILIES = ("Ким", "Лис", "Бойко", "Цой", "Шульц", "Гейко", "Мороз", "Сокол", "Дюма", "Кох")


def load_scenario(
    *, rate: float = 5.0, seconds: float = 60.0, contacts: int = 20, telegram_share: int = 2
) -> dict[str, Any]:
    """A scenario's JSON: round(rate * seconds) messages, evenly spaced, contacts taking turns.

    Of every three contacts `telegram_share` write on Telegram, the others on WhatsApp.
    """
    people: list[dict[str, Any]] = []
    for number in range(contacts):
        first = _PEOPLE[number % len(_PEOPLE)]
        last = _FAMILIES[number // len(_PEOPLE) % len(_FAMILIES)]
        phone = f"+7900{number:07d}"
        if number % 3 < telegram_share:
            channels: dict[str, Any] = {"telegram": {"phone": phone}}
        else:
            channels = {"whatsapp": {"phone": phone}}
        people.append({"id": f"c{number}", "name": f"{first} {last} {number}", **channels})
    events = []
    for number in range(round(rate * seconds)):
        person = people[number % contacts]
        # A contact's turns step through the lines, each contact from another one on.
        line = _LINES[(number // contacts + number % contacts) % len(_LINES)]
        events.append(
            {
                "id": f"e{number}",
                "at": round(number / rate, 3),
                "contact": person["id"],
                "channel": "telegram" if "telegram" in person else "whatsapp",
                "from": "client",
                "text": line.format(n=number % 37 + 2),
            }
        )
    operator = {"phone": "+79990001122", "name": "Анна", "password": None}
    name = f"load: {rate:g}/s for {seconds:g} s, {contacts} contacts"
    return {"name": name, "operator": operator, "contacts": people, "events": events}


def main(argv: Sequence[str] | None = None) -> int:
    """Write the scenario to a file, or to stdout."""
    parser = argparse.ArgumentParser(prog="load", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rate", type=float, default=5.0, help="messages a second")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--contacts", type=int, default=20)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args(argv)
    text = json.dumps(
        load_scenario(rate=options.rate, seconds=options.seconds, contacts=options.contacts),
        ensure_ascii=False,
        indent=1,
    )
    if options.out is None:
        print(text)
    else:
        options.out.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
