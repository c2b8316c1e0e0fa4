"""Whether a number in a sentence counts a certain word of it."""

import re
from typing import Final

_NUMBER: Final = re.compile(
    r"\d|\b(?:дв[аеу]|тр[иоё]|четыр|пят|шест|сем|восем|девят|десят|один|одна|two|three|four|five|six|seven|eight|nine|ten|one)"
)
_PREPOSITION: Final = re.compile(r"\b(?:для|на|в|с|по|из|к|for|in|to|on|from|at|with|of)\b")


def numbered(low: str, place: int) -> bool:
    """Whether a number counts the word at ``place`` of a folded sentence: close before it, or told
    after it."""
    before = re.search(r"(?:[\w,.-]+ ){0,3}$", low[:place])
    counted = [*_NUMBER.finditer(before.group())] if before else []
    if counted and before and not _PREPOSITION.search(before.group(), counted[-1].start()):
        return True
    after = re.match(r"[^\W_]+(?: [^\W\d_]+){0,2}(?:: | - | )(?:\w+ ){0,2}", low[place:])
    if after is None or _PREPOSITION.search(after.group()):
        return False
    return bool(_NUMBER.match(low[place + after.end() :]) or _NUMBER.search(after.group()))
