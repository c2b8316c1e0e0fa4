"""Noun phrases: where one begins and ends, by word forms in Russian, by stop words in English."""

import re
from itertools import islice

from core.understanding.context import Passage
from core.understanding.morph import Word, lemma, word
from core.understanding.recognizers.base import free
from core.understanding.recognizers.product_words import (
    EN_FILL,
    EN_FILL_UNITS,
    EN_NOT,
    EN_STOP,
    FILL_RU,
    NO_PART,
    NOT_FOR,
    PREPS,
    RELAY,
    SERVICES,
    SPEC,
    STOP,
    UNITS,
)
from core.understanding.text import Span, around

MOST_TOKENS = 50
_REACH = 250
"""How far a name may reach, so that a hostile text costs no more than a long one."""
WORD = re.compile(r"[^\W_]+(?:[-'./+][^\W_]+|,\d+)*", re.UNICODE)


_MODEL = re.compile(
    r",?\s*\(?(?:model|mod\.|модел[ьи]|марк[аи]|арт\.|артикул|part\s+(?:no\.?|number)|p/n|sku)\s*(?:№|no\.)?\s*:?\s*"
    r"(?P<m>\w[\w./-]*(?:\s+\d[\w./-]*)*)"
)


def with_model(place: Passage, span: Span) -> Span:
    """The phrase with the make that is named after it: “pumps, model NK 80-200”."""
    m = _MODEL.match(place.low, span.end)
    if m is None or not re.search(r"\d", m["m"]) or '"' in place.text[span.start : span.end]:
        return span
    return Span(span.start, m.end() - len(m["m"]) + len(m["m"].rstrip("./-")))


_CASES = frozenset({"nomn", "accs", "gent", "datv", "Fixd"})


_NUMBER_OF = re.compile(r"(?:№|#|\bno\.?|\bn)\s*$")


def names_a_thing(place: Passage, span: Span) -> bool:
    """Whether the words name a thing: a noun among them, no bare case of place («на аукционе»)."""
    words = place.low[span.start : span.end].strip('"').split()
    first = words[0]
    if _NUMBER_OF.search(place.low[max(0, span.start - 5) : span.start]):
        return False  # «договор поставки № 45-П»
    if re.fullmatch("[а-я-]+", first):
        entry = word(first)
        after_with = re.search(r"(?:интересу\w+|занима\w+)\s+$", place.low[: span.start][-20:])
        if entry.known and not entry.tags & _CASES and not after_with:
            return False
    if len(words) == 1 and len(first) < 3 and not any(c.isdigit() for c in first):
        return False
    russian = [w for w in words if re.fullmatch("[а-я-]+", w)]
    if len(russian) < len(words):
        return True
    return any("NOUN" in e.tags or not e.known for e in map(word, russian))


def phrases(
    place: Passage, start: int, taken: list[Span], *, direct: bool = False, price: bool = False
) -> list[Span]:
    """The noun phrases from ``start`` on: one, or more where they are joined by «и»."""
    sentence = around(place.sentences, start, start + 1)
    if start >= sentence.end:
        return []
    words = islice(WORD.finditer(place.low, start, sentence.end), MOST_TOKENS)
    tokens = [Span(*m.span()) for m in words]
    found: list[Span] = []
    index = _skip(place, tokens, taken, start, direct)
    while 0 <= index < len(tokens) and len(found) < 4:
        span, index = phrase(place, tokens, index, taken)
        if span is None:
            break
        found.append(span)
        gap = place.low[span.end : tokens[index].start] if index < len(tokens) else "."
        joined = index < len(tokens) and (
            re.fullmatch(r"\s*(?:,|/|\+|и|and|&)?\s*", gap) is not None
        )
        conj = index < len(tokens) and place.low[slice(*tokens[index])] in {"и", "and", "плюс"}
        if conj and gap.strip() == "":
            index += 1
        elif not (joined and gap.strip()):
            break
        nxt = _skip(place, tokens[index:], taken, span.end, direct=True)
        if nxt < 0 or (gap.strip() == "," and not _plain_noun(place, tokens, index)):
            break
        index += nxt
    return found


def _plain_noun(place: Passage, tokens: list[Span], index: int) -> bool:
    """Whether a further item of a list begins here: «миксер», «планетарный миксер» up to the next
    mark or «и»."""
    for ahead in range(index, min(index + 3, len(tokens))):
        form = place.low[slice(*tokens[ahead])]
        if not re.fullmatch("[а-я-]+", form):
            return False
        entry = word(form)
        if entry.pos == "ADJF" and entry.tags & {"nomn", "accs"} and "Apro" not in entry.tags:
            continue
        ends = place.low[tokens[ahead].end : tokens[ahead].end + 3]
        return (
            entry.pos == "NOUN"
            and bool(entry.tags & {"nomn", "accs"})
            and not entry.tags & {"Name", "Geox", "Surn"}
            and entry.lemma not in STOP
            and re.match(r"\s*(?:[,.;!?\n]|$|и\s|$)", ends) is not None
        )
    return False


def _skip(place: Passage, tokens: list[Span], taken: list[Span], start: int, direct: bool) -> int:
    """Index of the first token that may belong to the phrase; -1 when there is none."""
    last = start
    for index, token in enumerate(tokens[:9]):
        gap = place.low[last : token.start]
        if re.search(r"[,;()]", gap) and index > 0 and not direct:
            pass
        if re.search(r"[;()]|\n", gap):
            return -1 if index else index
        form = place.low[token.start : token.end]
        over = [t for t in taken if t.start < token.end and token.start < t.end]
        last = token.end
        if over or form.rstrip(".") in EN_FILL_UNITS:
            continue
        if direct and form in {"в", "на", "до", "к", "от", "у", "по"}:
            return -1  # «60 кубов в Клин»: where to, not what
        if re.fullmatch(r"[\d.,]+", form):
            continue
        if re.search("[а-я]", form):
            entry = word(form)
            base = entry.lemma.replace("ё", "е")
            if form in FILL_RU or base in UNITS or "Apro" in entry.tags or entry.pos == "NUMR":
                continue
            if base in RELAY:
                continue
            return index
        if form in EN_FILL:
            continue
        return index
    return -1


def phrase(
    place: Passage, tokens: list[Span], index: int, taken: list[Span]
) -> tuple[Span | None, int]:
    """The noun phrase that begins at token ``index``, and the token after it."""
    first = index
    head = ""
    end = -1
    while index < len(tokens) and index - first < 9:
        token = tokens[index]
        form = place.low[token.start : token.end]
        if index > first and not re.fullmatch(
            r"[\s\"/+&#-]*", place.low[tokens[index - 1].end : token.start]
        ):
            break
        if index > first and re.search(r"\s-\s", place.low[tokens[index - 1].end : token.start]):
            break
        if not free(token, taken) and not (head and _mark(place, tokens, index)):
            break
        if head and _letter_of_model(place, tokens, index):
            end = tokens[index + 1].end
            index += 2
            continue
        if re.search("[а-я]", form) and not re.search(r"\d", form):
            kind = _russian(form, bool(head), place.text[token.start : token.end])
            if kind == "prep":
                after = _after_prep(place, tokens, index, taken)
                if not head or after <= index:
                    break
                end = tokens[after].end
                index = after + 1
                continue
            if kind == "stop":
                break
            if kind == "noun" or (kind == "adj" and head and _closes(place, token, taken)):
                head = head or lemma(form)
                end = token.end
            index += 1
            continue
        if re.search("[a-z]", form) and not re.search(r"\d", form):
            if form in EN_STOP:
                break
            if form in {"of", "with"} and (not head or index + 1 >= len(tokens)):
                break
            if not head and form in EN_NOT:
                return None, index
            if form not in {"of", "with"}:
                head, end = head or form, token.end
            index += 1
            continue
        if re.fullmatch(r"[\d.,]+", form) and not head:
            break
        if re.fullmatch(r"\d[\d.,/хx-]*", form) and index + 1 < len(tokens):
            following = tokens[index + 1]
            if place.low[slice(*following)] in SPEC and free(following, taken):
                end = following.end
                index += 2
                continue
        head, end = head or form, token.end
        index += 1
    if end < 0 or not head:
        return None, index
    if head in SERVICES and end - tokens[first].start <= len(head) + 2:
        return None, index
    if head in STOP or head in UNITS or head in EN_NOT:
        return None, index
    last = re.search(r"(?<!\d)\s[^\W\d_]$", place.low[tokens[first].start : end])
    if last:  # «бетона М» without its number
        end -= last.end() - last.start()
    span = Span(tokens[first].start, end)
    text = place.low[span.start : span.end]
    if len(text) < 2 or not re.search("[a-zа-я]", text) or head in RELAY:
        return None, index
    opened = place.text[span.start - 1 : span.start] in {'"', "«", "“"}
    if opened and place.text[span.end : span.end + 1] in {'"', "»", "”"}:
        span = Span(span.start - 1, span.end + 1)
    return span, max(index, first + 1)


_LOOSE = frozenset(
    """
    нужный готовый должный согласный такой похожий подобный первый второй новый данный необходимый
    следующий другой доступный свободный хороший нормальный дешевый дорогой
    """.split()  # noqa: SIM905
)


def _closes(place: Passage, token: Span, taken: list[Span]) -> bool:
    """An adjective after its noun that ends the name: «стол переговорный, 2 шт»."""
    form = place.low[token.start : token.end]
    entry = word(form)
    if entry.pos != "ADJF" or entry.lemma in _LOOSE or entry.tags & {"Apro", "Anum"}:
        return False
    rest = place.low[token.end : token.end + 40]
    following = re.match(r"\s+", rest)
    if following and any(t.start == token.end + following.end() for t in taken):
        return True
    after = re.match(r"\s+([а-я]+)", rest)
    if after and word(after[1]).pos == "ADJF":
        return "Apro" not in word(after[1]).tags
    return bool(re.match(r"\s*(?:$|[-,.;:!?\n(\d])", rest))


_WITH = re.compile(r" (?P<prep>для|под|из|с|со|без|на)(?= [а-я])")
_NEXT = re.compile(r" (?P<w>[а-я-]{3,})(?![\w-])")
_ASKS_FOR = {
    "для": {"gent"}, "из": {"gent"}, "без": {"gent"}, "с": {"ablt"}, "со": {"ablt"},
    "под": {"accs", "ablt"}, "на": {"accs", "loct"},
}  # fmt: skip
"""The case of the noun behind a preposition; «с нуля», «на почте» say something else."""


def completed(place: Passage, span: Span, taken: list[Span]) -> Span:
    """The Russian name with what it goes on with: «брус» of «брус клееный», «сахар в мешках»,
    «памятник» of «памятник из гранита»."""
    last = re.search(r"(?<![\w-])[а-я-]{3,}$", place.low[span.start : span.end])
    if last is None or place.text[span.end - 1 : span.end] in '"»”':
        return span
    inner = map(word, re.findall(r"[а-я-]{3,}", place.low[span.start : span.end]))
    head = next((e for e in inner if e.pos == "NOUN"), None)
    if head is not None:
        span = _adjectives(place, span, head, taken)
    m = _WITH.match(place.low, span.end)
    if m is None or f" {m['prep']} " in place.low[span.start : span.end]:
        return span
    end, prep = m.end(), m["prep"]
    for _ in range(3):
        following = _NEXT.match(place.low, end)
        if following is None:
            return span
        end = following.end()
        if not _of_a_kind(following["w"]):
            named = _goes_with(prep, place.text[following.start("w") : end])
            whole = Span(span.start, end)
            return whole if named and free(Span(span.end, end), taken) else span
    return span


def _goes_with(prep: str, written: str) -> bool:
    """Whether a noun after ``prep`` says what kind of thing it is, and not where or when."""
    thing = word(written.lower())
    if written.isupper() and not thing.known:
        return True  # «с ЧПУ»
    fits = thing.pos == "NOUN" and thing.known and bool(thing.tags & (_ASKS_FOR[prep] | {"Fixd"}))
    place = prep == "из" and "Geox" in thing.tags
    return (
        fits and written[0].islower() and not place
        and thing.lemma.replace("ё", "е") not in NO_PART | NOT_FOR
    )  # fmt: skip


def _of_a_kind(form: str) -> bool:
    """Whether it is an adjective, or says whose the thing is: «с радиусными», «с нашим»."""
    entry = word(form)
    own = entry.lemma in {"наш", "ваш", "свой", "мой"}
    return own or (entry.pos in {"ADJF", "PRTF"} and "Apro" not in entry.tags)


def _adjectives(place: Passage, span: Span, head: Word, taken: list[Span]) -> Span:
    """With the adjectives behind the noun that agree with it: «печь ротационная»."""
    end = span.end
    while m := re.compile(r" ([а-я-]{4,})(?![\w-])").match(place.low, end):
        entry = word(m[1])
        if entry.pos not in {"ADJF", "PRTF"} or entry.tags & {"Apro", "Anum"}:
            break
        if entry.lemma in _LOOSE or not free(Span(*m.span()), taken):
            break
        if not entry.tags & head.tags & {"nomn", "accs", "gent"}:
            break
        following = re.match(r"(?:\s*(?P<mark>[?!])| (?P<w>[а-я-]+))", place.low[m.end() :])
        if following and following["mark"]:
            break  # «брус сухой?» asks whether it is
        after = word(following["w"]) if following and following["w"] else None
        if after and after.pos == "NOUN" and after.tags & entry.tags & {"nomn", "accs"}:
            break
        end = m.end()
    return Span(span.start, end)


def _letter_of_model(place: Passage, tokens: list[Span], index: int) -> bool:
    """«насосы К 80-50-200»: one capital before a number belongs to the name."""
    if index + 1 >= len(tokens):
        return False
    token, following = tokens[index], tokens[index + 1]
    letter = place.text[token.start : token.end]
    gap = place.text[token.end : following.start]
    number = place.text[following.start : following.end]
    return len(letter) == 1 and letter.isupper() and gap == " " and number[:1].isdigit()


def _mark(place: Passage, tokens: list[Span], index: int) -> bool:
    """«ЭЦВ 6-10-80» is a make even where 6-10-80 could be a date."""
    if index == 0 or not re.fullmatch(r"\d+(?:[-х/]\d+)+", place.low[slice(*tokens[index])]):
        return False
    before = place.text[slice(*tokens[index - 1])]
    return before.isupper() and place.text[tokens[index - 1].end : tokens[index].start] == " "


def _russian(form: str, headed: bool, written: str) -> str:
    entry = word(form)
    if form in PREPS:
        return "prep"
    if form in {
        "и",
        "или",
        "в",
        "на",
        "к",
        "до",
        "по",
        "от",
        "за",
        "у",
        "о",
        "не",
        "а",
        "но",
        "кп",
    }:
        return "stop"
    if not headed and written[:1].isupper() and entry.tags & {"Geox", "Name", "Patr"}:
        return "stop"
    if written.isupper() and 2 <= len(written) <= 8:
        return "noun"
    if "Apro" in entry.tags or entry.pos in {"NPRO", "PREP", "CONJ", "PRCL", "INTJ"}:
        return "stop"
    if entry.pos in {"ADJF", "PRTF"}:
        return "adj"
    if entry.pos == "NOUN" or (
        "NOUN" in entry.tags
        and entry.pos not in {"ADVB", "PRED", "GRND"}
        and (not headed or "gent" in entry.tags)
    ):
        if headed:
            if entry.tags & {"Geox", "Name", "Patr"} and written[:1].isupper():
                return "stop"
            if entry.lemma in STOP:
                return "stop"
            if entry.known and not entry.tags & {"gent", "accs"} and "Fixd" not in entry.tags:
                return "stop"
        return "noun"
    if not entry.known and entry.pos not in {"VERB", "INFN", "ADVB", "GRND"}:
        return "noun"
    return "stop"


def _after_prep(place: Passage, tokens: list[Span], index: int, taken: list[Span]) -> int:
    """Index of the noun that the preposition at ``index`` brings into the phrase, else -1."""
    for ahead in range(index + 1, min(index + 4, len(tokens))):
        token = tokens[ahead]
        if not free(token, taken) or "," in place.low[tokens[ahead - 1].end : token.start]:
            return -1
        form = place.low[token.start : token.end]
        if not re.search("[а-я]", form):
            return ahead
        entry = word(form)
        if entry.pos in {"ADJF", "PRTF"} and "Apro" not in entry.tags:
            continue
        if entry.pos == "NOUN":
            bad = entry.lemma.replace("ё", "е") in NO_PART
            return -1 if bad or "Name" in entry.tags else ahead
        return ahead if place.text[token.start : token.end].isupper() else -1
    return -1


def phrase_before(place: Passage, end: int, taken: list[Span]) -> Span | None:
    """The noun phrase that ends right before ``end``: «гофрокороба есть в наличии?»."""
    sentence = around(place.sentences, max(0, end - 1), end)
    begin = max(sentence.start, end - _REACH)
    tokens = [Span(*m.span()) for m in WORD.finditer(place.low, begin, end)]
    # From the last break on: a comma, a verb, a greeting.
    start = len(tokens)
    while start > 0 and len(tokens) - start < 6:
        token = tokens[start - 1]
        limit = tokens[start].start if start < len(tokens) else end
        if re.search(r"[,;:!?()]", place.low[token.end : limit]) and start < len(tokens):
            break
        if not free(token, taken):
            break
        form = place.low[token.start : token.end]
        if re.search("[а-я]", form) and not re.search(r"\d", form):
            kind = _russian(form, False, place.text[token.start : token.end])
            if kind == "stop":
                break
        elif form in EN_STOP or form in EN_FILL:
            break
        start -= 1
    if start >= len(tokens):
        return None
    span, _ = phrase(place, tokens, start, taken)
    return span
