"""The contact's own people, named: «со мной главный технолог Рощин», “our founder Ines Carvalho”.

They are whom to ask for where the contact has no name of their own, so they are read less surely
than who writes.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from core.understanding.context import Passage
from core.understanding.recognizers.english import FIRST_NAMES, ORDINARY
from core.understanding.recognizers.roles import MORE_EN, ROLE_EN
from core.understanding.recognizers.trades import AGENT, job
from core.understanding.text import Span

SURE = 0.66
_NAME_RU = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?(?:\s+[А-ЯЁ][а-яё]+){0,2}"
_NAME_EN = r"[A-Z][a-zà-ÿ'-]+(?:\s+[A-Z][a-zà-ÿ'-]+){0,2}"
_BRINGS = re.compile(
    r"(?:(?<!\w)(?:[Сс]о\s+мной|[Сс]\s+нами|[Сс]\s+собой|[Дд]обавьте|[Пп]одключите|[Пп]ригласите|[Пп]озовите|[Вв]озьму|[Бб]еру)"
    r"(?:\s+(?:ещ[её]|также|и|будет|будут|придет|приедет|поедет|подъедет|возьму|беру|пожалуйста|(?:на|в)\s+[а-яё]+))*|"
    r"(?<!\w)(?:[Пп]риеду|[Пп]риедем|[Пп]одъеду|[Пп]одъедем|[Бб]уду|[Бб]удем)\s+с(?:\s+(?:нашим|нашей|моим|моей))?)"
    rf"[\s,-]+(?P<t>(?:[а-яё]+\s+){{0,2}}[а-яё]{{3,}}),?\s+(?P<n>{_NAME_RU})"
)
_TITLE_EN = (
    rf"(?:(?:[a-z&-]+\s+){{0,2}}(?:{MORE_EN}|{AGENT})|{ROLE_EN}|GM|MD|CEO|CTO|CFO|COO|VP|PA)"
)
_OUR_EN = re.compile(
    rf"(?<!\w)(?:[Ww]ith\s+(?:my|our)|(?:[Mm]y))\s+(?P<t>{_TITLE_EN})\s*,?\s+(?P<n>{_NAME_EN})"
)
_COLLEAGUE = re.compile(
    rf"(?<!\w)(?:[Mm]y|[Oo]ur)\s+(?:colleague|associate|teammate|co-worker)\s+(?P<n>{_NAME_EN})"
    r"(?:\s*[,(]\s*(?:our\s+|the\s+)?(?P<t>[A-Za-z][A-Za-z\s&/-]{1,40}?)"
    r"(?=\s*(?:[,.)\n]|$|\s(?:joins|will|is)\s)))?"
)


class Companion(NamedTuple):
    """Somebody of the contact's: the name, and the job where it is said."""

    name: Span
    title: Span | None


def companions(place: Passage) -> Iterator[Companion]:
    """The contact's people of the turn."""
    text = place.text
    if place.russian:
        for m in _BRINGS.finditer(text):
            said = place.low[slice(*m.span("t"))].split()
            if job(said[-1]) or ("по" in said[1:] and job(said[said.index("по") - 1])):
                yield Companion(Span(*m.span("n")), Span(*m.span("t")))
    for pattern in (_OUR_EN, _COLLEAGUE):
        for m in pattern.finditer(text):
            first = m["n"].split()[0].lower()
            if first in ORDINARY and first not in FIRST_NAMES:
                continue
            title = Span(*m.span("t")) if m["t"] else None
            yield Companion(Span(*m.span("n")), title)
