"""Whether a name or a job is of someone the client speaks of, and not of the client."""

import re

from core.understanding.morph import word
from core.understanding.text import Span, around

_OWN_VERBS = frozenset({"писать", "беспокоить", "звать", "обращаться", "представлять", "звонить"})
"""«Вам пишет Игорь» is the writer."""
_BEFORE = re.compile(
    r"(?<!\w)(?:передайте|передать|перезвоните|перезвонить|позвоните|позвонить|наберите|напишите|скажите|сообщите|"
    r"со\s+мной|вместе\s+с|посоветовал\w*|рекомендовал\w*|коллега\s+по\s+работе|наш[аеи]?|нашего|нашей|нашему|мой|моя|моего|моей|"
    r"my\s+(?:boss|colleague|manager|partner|director|wife|husband|assistant)|our|ask|tell|cc|copy|meet|met|spoke\s+(?:to|with)|"
    r"recommended\s+by|referred\s+by)\s+(?:[a-zа-я-]+\s+){0,2}$"
)
_AFTER = re.compile(
    r"(?:\s*[,(]?\s*(?:(?!who\b)[\w-]+\s+){0,3}[\w-]+\)?\s*,)?\s*,?\s*(?:(?:will|is\s+going\s+to|'ll|wants|asked|has\s+asked|decides|"
    r"joins|is\s+joining|would\s+like)(?!\w)|(?P<v>[а-я]+))"
)


def another(low: str, sentences: list[Span], start: int, end: int) -> bool:
    """Whether the words around [start, end) make it another's: «подключится …», “our CFO …”."""
    sentence = around(sentences, start, end)
    before = low[max(sentence.start, start - 60) : start]
    before = before[max(before.rfind(mark) for mark in ("\n", ";", ",")) + 1 :]
    if _BEFORE.search(before) or any(_third(w) for w in re.findall("[а-я]+", before)[-4:]):
        return True
    after = _AFTER.match(low, end, min(sentence.end, end + 90))
    return bool(after) and after is not None and (after["v"] is None or _third(after["v"]))


def _third(form: str) -> bool:
    entry = word(form)
    return entry.pos == "VERB" and "3per" in entry.tags and entry.lemma not in _OWN_VERBS
