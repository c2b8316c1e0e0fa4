"""What the numbered gaps of a template are about, by the words around them. Pure.

Only where the words say it: a wrong value in a template is worse than an empty one.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

GAP: Final = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_AFTER: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (name, re.compile(rf"(?:{words})\W{{0,3}}$", re.IGNORECASE))
    for name, words in (
        ("me", r"меня зовут|с вами|this is|my name is|i am|it's"),
        ("name", r"здравствуйте|добрый день|добрый вечер|доброе утро|привет|уважаем\w+|hello|hi|"
                 r"dear|good morning|good afternoon|good evening"),
        ("company", r"компани\w+|фирм\w+|ооо|company|on behalf of"),
        ("product", r"(?:интерес\w+(?:\s+вас)?|спрашивали|узнавали|товар\w*|по поводу|"
                    r"запрос\w*|заявк\w+)(?:\s+(?:о|об|про|на|по))?|asked about|interest(?:ed)? in|"
                    r"inquiry about|enquiry about|product|request for"),
        ("quantity", r"количеств\w+|в количестве|quantity(?: of)?"),
        ("meeting", r"встреч\w+|созвон\w*|звонок|meeting|call"),
        ("city", r"в город\w*|город\w*|доставк\w+ в|city|delivery to|deliver to"),
        ("budget", r"бюджет\w*|budget"),
        ("deadline", r"к сроку|срок\w*|deadline"),
    )
)  # fmt: skip
_BEFORE_NAME: Final = re.compile(
    r"^\s*,\s*(?:здравствуйте|добр|ваш|вы |мы |your|you |we |hello|good)", re.IGNORECASE
)


def gap_names(body: str) -> list[str]:
    """For each gap of ``body``, in the order of its numbers, which of the gaps of quick replies
    it is: '' where the words do not say."""
    found: dict[str, str] = {}
    for match in GAP.finditer(body):
        found.setdefault(match[1], _about(body, match))
    return [found[gap] for gap in ordered(body)]


def ordered(body: str) -> list[str]:
    """The gaps in the order of their parameters: by number; by place where they have names."""
    gaps = list(dict.fromkeys(match[1] for match in GAP.finditer(body)))
    return sorted(gaps, key=int) if all(gap.isdecimal() for gap in gaps) else gaps


def filled(body: str, params: Sequence[str], blank: str = "___") -> str:
    """The text as the client reads it, an empty gap as a blank. White space of a parameter goes
    out as single spaces."""
    values = dict(zip(ordered(body), (" ".join(p.split()) for p in params), strict=False))
    return GAP.sub(lambda match: values.get(match[1], "") or blank, body)


def _about(body: str, match: re.Match[str]) -> str:
    before = body[max(0, match.start() - 40) : match.start()].replace("*", "")
    for name, words in _AFTER:
        if words.search(before):
            return name
    opens = not before.strip() or before.rstrip()[-1:] in "\n.!"
    return "name" if opens and _BEFORE_NAME.match(body[match.end() :]) else ""


def prefilled(body: str, known: Mapping[str, str]) -> list[str]:
    """A value for each gap, '' where none is known. Line breaks are none that WhatsApp takes."""
    return [" ".join(known.get(name, "").split()) if name else "" for name in gap_names(body)]
