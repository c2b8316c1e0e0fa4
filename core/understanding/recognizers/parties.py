"""Which parts of a paper speak of its other side: the seller's details are not the client's."""

import re

from core.understanding.text import Span, fold

_SELLER = (
    r"(?:поставщик|продавец|исполнитель|подрядчик|арендодатель|лицензиар|грузоотправитель|"
    r"supplier|seller|vendor|contractor|consignor|shipper|beneficiary|lessor|licensor)"
)
_BLOCK = re.compile(rf"(?:^|\n)[ ]*(?:\d+[.)]\s*)?{_SELLER}[ ]*(?:\([^)\n]*\))?[ ]*(?:[:-]|\n|$)")
_DETAIL = re.compile(
    r"\W*(?:инн|кпп|огрн|бик|р/с|к/с|расч|корр|адрес|юр|почт|факт|тел|факс|e-?mail|банк|в\s+банке|индекс|\d{6}|г\.|ул\.|"
    r"ооо|оао|зао|пао|ао|ип|тоо|\"|в\s+лице|(?:ген\w*\s+)?директор|address|phone|tel|fax|vat|tax|reg|iban|swift|bank|"
    r"account|attn|contact|www\.|http|\+\d|[\w.+-]+@)"
)
_MOST_LINES = 12
_CALLED = re.compile(
    r"(?:именуем\w*|далее)(?:\s+(?:в\s+дальнейшем|далее|по\s+тексту))?\s*[-,:]?\s*\"(?P<ru>[а-я]+)\"|"
    r"(?:hereinafter|hereafter)\s*,?\s*(?:referred\s+to\s+as\s+|called\s+)?(?:the\s+)?\"(?:the\s+)?(?P<en>[a-z]+)\""
)
_PARTY = re.compile(
    r"(?<![\w-])(?:общество\s+с|акционерное\s+общество|индивидуальный\s+предприниматель|ооо|оао|зао|пао|ао|ип|тоо)(?![\w-])"
)
_ENDS = re.compile(
    r"с\s+(?:одной|другой|второй)\s+стороны|on\s+the\s+(?:one|other)\s+(?:hand|part)"
)
_NEAR = 250


def sellers(text: str) -> list[Span]:
    """The ranges of a page that describe the seller: a block under its heading, or its part of a
    contract's first sentence."""
    low = fold(text)
    return _blocks(low) + _preamble(low.replace("\n", " "))


def _blocks(low: str) -> list[Span]:
    found: list[Span] = []
    for m in _BLOCK.finditer(low):
        end = low.find("\n", m.end() - 1 if low[m.end() - 1 : m.end()] == "\n" else m.end())
        for _ in range(_MOST_LINES):
            if end < 0:
                break
            stop = low.find("\n", end + 1)
            line = low[end + 1 : stop if stop >= 0 else len(low)]
            if not _DETAIL.match(line):
                break
            end = stop
        found.append(Span(m.start(), end if end >= 0 else len(low)))
    return found


def _preamble(low: str) -> list[Span]:
    found: list[Span] = []
    last = 0
    for m in _CALLED.finditer(low):
        firms = list(_PARTY.finditer(low, max(last, m.start() - _NEAR), m.start()))
        start = firms[0].start() if firms else max(last, m.start() - _NEAR // 3)
        closing = _ENDS.search(low, m.end(), m.end() + _NEAR)
        following = _PARTY.search(low, m.end(), m.end() + _NEAR)
        ends = [c.start() for c in (following,) if c] + [c.end() for c in (closing,) if c]
        end = min(ends, default=m.end())
        if re.fullmatch(_SELLER, m["ru"] or m["en"]):
            found.append(Span(start, end))
        last = end
    return found
