"""Instances of any TL type with plausible and with odd values, from a seed."""

import datetime
import functools
import operator
import random
import re
import struct
import types as python
import typing
import zlib
from typing import Any, Final

from telethon.tl import types
from telethon.tl.alltlobjects import tlobjects

UPDATE: Final = types.UpdateConfig.SUBCLASS_OF_ID
UPDATES: Final = types.Updates.SUBCLASS_OF_ID
TEXTS: Final = (
    "", "да", "Сколько стоит насос?", "a" * 5000, "\0", "\u202eabc", "👩‍👩‍👧‍👦" * 20,
    "<b>x</b>", "%s {0} ${x}", "́" * 40, "-1", "\n\n\n", "'; DROP TABLE log; --",
)  # fmt: skip
WIDE: Final = (0, 1, 2, 3, 5, 7, -1, 2**31 - 1, -(2**31))
NARROW: Final = (0, 1, 2, 3)
MOMENTS: Final = (
    datetime.datetime(2026, 11, 18, 10, 15, tzinfo=datetime.UTC),
    datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC),
    datetime.datetime(2038, 1, 19, tzinfo=datetime.UTC),
)


def _annotated(kind: Any) -> dict[str, Any]:
    return getattr(getattr(kind, "__init__", None), "__annotations__", {})


def _names() -> dict[str, Any]:
    """What annotations mean. Telethon names the types of its modules only to type checkers; by
    https://core.telegram.org/mtproto/TL a type is known by the CRC32 of its name."""
    known: dict[str, Any] = vars(typing) | vars(types)
    spaces = {one.__module__.rpartition(".")[2] for one in tlobjects.values()}
    asked = re.findall(r"\bType(\w+)", str([_annotated(one) for one in tlobjects.values()]))
    for name in set(asked) - {one.removeprefix("Type") for one in known}:
        for space in spaces:
            members = kinds(zlib.crc32(f"{space}.{name}".encode()))
            if members:
                known[f"Type{name}"] = functools.reduce(operator.or_, members)
    return known


def kinds(subclass: int) -> list[type]:
    """Every constructor of a TL type, in a fixed order."""
    found = [one for one in tlobjects.values() if subclass == one.SUBCLASS_OF_ID]
    return sorted((one for one in found if not one.__name__.endswith("Request")), key=repr)


NAMES: Final = _names()


class Maker:
    """Makes objects; ``ids`` are numbers to be met among the others."""

    def __init__(self, seed: int, ids: typing.Sequence[int] = ()) -> None:
        self._dice = random.Random(seed)
        self._ids = tuple(ids)
        self._hints: dict[type, dict[str, Any]] = {}

    def of(self, kind: type) -> Any:
        """One of this class that can be written. What does not fit is made anew, smaller."""
        for numbers in ((*WIDE, *self._ids), self._ids or NARROW, NARROW):
            self._numbers = numbers
            for _ in range(50):
                made = self._object(kind, 0)
                try:
                    bytes(made)
                except (struct.error, OverflowError, ValueError, TypeError):
                    continue
                return made
        raise AssertionError(kind)

    def container(self, updates: list[Any], users: list[Any], chats: list[Any]) -> Any:
        """Updates as a server packs them."""
        moment, dice = MOMENTS[0], self._dice
        if len(updates) == 1 and dice.random() < 0.3:
            return types.UpdateShort(updates[0], moment)
        if dice.random() < 0.2:
            start = dice.randrange(4)
            return types.UpdatesCombined(updates, users, chats, moment, start, start + 1)
        return types.Updates(updates, users, chats, moment, dice.choice((0, 0, 0, 1, 9)))

    def _object(self, kind: Any, depth: int) -> Any:
        hints = self._hints.get(kind)
        if hints is None:
            hints = typing.get_type_hints(kind.__init__, NAMES) if _annotated(kind) else {}
            self._hints[kind] = hints = {k: v for k, v in hints.items() if k != "return"}
        made = kind(**{name: self._value(hint, depth + 1) for name, hint in hints.items()})
        for _ in hints:
            try:
                bytes(made)
            except AssertionError as error:  # these come together or not at all
                for name in str(error).partition(" parameters")[0].split(", "):
                    setattr(made, name, None)
            except (struct.error, OverflowError, ValueError, TypeError):
                break
        return made

    def _value(self, hint: Any, depth: int) -> Any:
        dice, origin = self._dice, typing.get_origin(hint)
        if origin in (typing.Union, python.UnionType):
            choices = [one for one in typing.get_args(hint) if one is not type(None)]
            optional = len(choices) < len(typing.get_args(hint))
            if optional and (depth > 5 or dice.random() < 0.25 + depth * 0.15):
                return None
            if depth > 4:  # one that ends soon
                choices = sorted(choices, key=_size)[:2]
            return self._value(dice.choice(choices), depth)
        if origin is list:
            count = 0 if depth > 5 else dice.choice((0, 1, 1, 2))
            return [self._value(typing.get_args(hint)[0], depth) for _ in range(count)]
        if hint is int:
            return dice.choice(self._numbers)
        if hint is bool:
            return dice.random() < 0.5
        if hint is str:
            return dice.choice(TEXTS)
        if hint is bytes:
            return dice.choice((b"", b"x", bytes(300), b"\xff\xfe"))
        if hint is float:
            return dice.choice((0.0, -1.5, 1e308, float("inf"), float("nan")))
        if hint is datetime.datetime:
            return dice.choice(MOMENTS)
        return self._object(tlobjects[hint.CONSTRUCTOR_ID], depth)


def _size(kind: Any) -> int:
    return len(_annotated(kind))
