"""What is shown of an answer: the words, and where they stand."""

from bisect import bisect_right

from core.domain.reading import Fact
from core.domain.said import Answer, SaidText
from core.domain.views import FactRow
from core.understanding.reask.lines import Line

_LONGEST = 110


def from_line(line: Line, spot: tuple[int, int], sure: float) -> Answer:
    """The client's sentence, or the part of a long one around ``spot`` (in the line)."""
    start, end = _cut(line, spot)
    said, quote = line.said, line.said.text[start:end]
    fact = Fact(
        id="", kind="", value=quote, quote=quote, message=str(said.message), start=start, end=end,
        confidence=sure, source="rule", at=said.at, page=said.page, attachment=said.attachment,
    )  # fmt: skip
    source = FactRow(
        fact=fact, message=said.message, message_at=said.at, channel=said.channel,
        document=said.document, second=second(said, start),
    )  # fmt: skip
    return Answer(kind="", value=quote, quote=quote, source=source, sure=sure)


def second(said: SaidText, place: int) -> int | None:
    """When the character ``place`` is said in a voice message; None for what is written."""
    if not said.parts or said.page is not None:
        return None
    starts, at = [], len(said.text) - sum(len(words) + 1 for _, words in said.parts) + 1
    for _, words in said.parts:
        starts.append(at)
        at += len(words) + 1
    part = max(0, bisect_right(starts, place) - 1)
    return said.parts[part][0] // 1000


def _cut(line: Line, spot: tuple[int, int]) -> tuple[int, int]:
    text, start, end = line.said.text, line.start, line.end
    if end - start > _LONGEST:
        first, last = start + spot[0], start + spot[1]
        room = max(20, (_LONGEST - (last - first)) // 2)
        left, right = max(start, first - room), min(end, last + room)
        start = left if left == start else text.find(" ", left, first) + 1 or first
        stop = text.rfind(" ", last, right)
        end = right if right == end or stop < 0 else stop
    while end > start and text[end - 1] in " .,;!\n":
        end -= 1
    return start, end
