"""Tryton's search domains on JSON values: clauses, comparisons, SQL patterns. Pure functions."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any


class DialectError(Exception):
    """A call that the dialect does not have; Tryton answers those with a plain error too."""


def is_clause(domain: list[Any]) -> bool:
    """True for [field, operator, value], False for a list of domains."""
    return (
        len(domain) >= 3
        and isinstance(domain[0], str)
        and domain[0] not in ("AND", "OR")
        and isinstance(domain[1], str)
    )


def fields_of(domain: list[Any]) -> set[str]:
    """The fields a domain speaks of."""
    if is_clause(domain):
        return {domain[0]}
    return {name for part in domain if isinstance(part, list) for name in fields_of(part)}


def compare(value: Any, operator: str, wanted: Any) -> bool:
    """Whether a record's value stands in the relation to `wanted`. Raises DialectError."""
    if operator in ("in", "not in"):
        found = any(_plain(value) == _plain(item) for item in wanted)
        return found is (operator == "in")
    if operator.endswith("like"):
        flags = re.IGNORECASE if "ilike" in operator else re.NOFLAG
        found = bool(re.fullmatch(_like(str(wanted)), str(value or ""), flags | re.DOTALL))
        return found is not operator.startswith("not")
    left, right = _plain(value), _plain(wanted)
    if operator in ("=", "!="):
        return (left == right) is (operator == "=")
    if left is None or right is None:
        return False
    try:
        return bool(
            {
                "<": left < right,
                "<=": left <= right,
                ">": left > right,
                ">=": left >= right,
            }[operator]
        )
    except (KeyError, TypeError):
        raise DialectError(f"{value!r} {operator} {wanted!r} cannot be asked") from None


def _like(pattern: str) -> str:
    """SQL's pattern as a regular expression: % any run, _ any character, \\ takes one literally."""
    parts = re.findall(r"\\.|[^\\]|\\$", pattern, re.DOTALL)
    return "".join(
        ".*" if part == "%" else "." if part == "_" else re.escape(part[-1]) for part in parts
    )


def _plain(value: Any) -> Any:
    """A value that compares: the dialect's wrapped types unwrapped."""
    if not isinstance(value, dict):
        return value
    kind = value.get("__class__")
    if kind == "Decimal":
        return Decimal(value["decimal"])
    if kind in ("date", "datetime"):
        keys = ("year", "month", "day", "hour", "minute", "second", "microsecond")
        return tuple(value.get(key, 0) for key in keys)
    return tuple(sorted((key, str(item)) for key, item in value.items()))


def sortable(value: Any) -> tuple[int, str, Any]:
    """A key that orders values of one field, the missing ones last."""
    plain = _plain(value)
    if plain is None:
        return (1, "", 0)
    if isinstance(plain, int | float | Decimal):
        return (0, "number", plain)
    return (0, type(plain).__name__, plain)
