"""Whether a number in a sentence counts a certain word of it."""

import re
from typing import Final

_NUMBER: Final = re.compile(
    r"\d|\b(?:дв[аеу]|тр[иоё]|четыр|пят|шест|сем|восем|девят|десят|один|одна|two|three|four|five|six|seven|eight|nine|ten|one)"
)
_PREPOSITION: Final = re.compile(r"\b(?:для|на|в|с|по|из|к|for|in|to|on|from|at|with|of)\b")


def before(low: str, place: int) -> bool:
    """Whether a number stands close before the word at ``place`` of a folded sentence."""
    found = re.search(r"(?:[\w,.-]+ ){0,3}$", low[:place])
    counted = [*_NUMBER.finditer(found.group())] if found else []
    return bool(counted and found and not _PREPOSITION.search(found.group(), counted[-1].start()))


def numbered(low: str, place: int) -> bool:
    """Whether a number counts the word at ``place`` of a folded sentence: close before it, or told
    after it."""
    if before(low, place):
        return True
    after = re.match(r"[^\W_]+(?: [^\W\d_]+){0,2}(?:: | - | )(?:\w+ ){0,2}", low[place:])
    if after is None or _PREPOSITION.search(after.group()):
        return False
    return bool(_NUMBER.match(low[place + after.end() :]) or _NUMBER.search(after.group()))
