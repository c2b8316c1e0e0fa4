"""JSON that msgspec refuses a whole batch for, made good where it is broken. Pure."""

import json
import math
import re
from typing import Final

_DEEPEST: Final = 100
# A string that never ends goes to the end: nothing in it is looked at twice.
_MARKS: Final = re.compile(r'"(?:[^"\\]+|\\.)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)


def mended(body: bytes) -> bytes:
    """The same JSON without bytes that are no UTF-8, halves of surrogates, bare control
    characters, numbers beyond a double, and what is nested deeper than any message is. Raises
    ValueError where it is no JSON at all."""
    tree = json.loads(
        _shallow(body.decode("utf-8-sig", "replace")),
        strict=False,
        parse_constant=lambda _: None,
        parse_int=lambda digits: int(digits) if len(digits) < 25 else digits,
        parse_float=lambda digits: float(digits) if math.isfinite(float(digits)) else digits,
    )
    return json.dumps(tree, ensure_ascii=False).encode("utf-8", "replace")


def _shallow(text: str) -> str:
    """Objects and lists below the deepest level become null; parsers recurse into them."""
    kept: list[str] = []
    depth = begun = end = 0
    for mark in _MARKS.finditer(text):
        if mark[0] in ("[", "{"):
            depth += 1
            if depth == _DEEPEST + 1:
                begun = mark.start()
        elif mark[0] in ("]", "}"):
            if depth == _DEEPEST + 1:
                kept += (text[end:begun], "null")
                end = mark.end()
            depth -= 1
    # what was never closed is no JSON, and nobody needs to recurse into it to say so
    return "".join((*kept, text[end:begun] if depth > _DEEPEST else text[end:]))
