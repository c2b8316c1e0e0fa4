"""What a draft asks: the last question in it, as far as it is written."""

# ruff: noqa: E501 (patterns read better whole)

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final, Literal

from core.understanding.reask.words import GENERIC, is_generic, stem, tokens
from core.understanding.text import fold, sentences

Kind = Literal[
    "howmany", "clock", "who", "where", "when", "what", "how", "yesno", "choice", "request"
]

_KINDS: Final[tuple[tuple[Kind, str], ...]] = (
    ("clock", r"(?:во|до|со) скольк[ои]|с какого часа|до какого часа|(?:what|which) time"),
    ("when", r"когда|какого числа|(?:на|к|до|с) как(?:ую|ой|ого|ому|ое) (?:дат\w*|числ\w*|сро\w*|день)|в какой день|when|(?:what|which) (?:date|day)"),
    ("howmany", r"(?:на )?скольк(?:о|их|им)|как(?:ое|ого) количеств\w*|как(?:ая|ую|ой) (?:площад\w*|метраж|длина)|how (?:many|much|big|large|long|heavy)|what quantity"),
    ("who", r"кто|кому|кем|кого|чь[яие]|чей|(?:с|о|у) (?:ком|кого)|who|whom|whose"),
    ("where", r"где|куда|откуда|where"),
    ("what", r"как(?:ой|ая|ое|ие|ого|ому|им|их|ую|ом|ими)|каков[аоы]?|что|чем|чего|what(?:'s)?|which"),
    ("how", r"как|how"),
)  # fmt: skip
_WH = re.compile(
    "|".join(rf"(?P<{kind}>(?<![\w-])(?:{pattern})(?![\w-]))" for kind, pattern in _KINDS)
)
_WHY = re.compile(r"(?<!\w)(?:почему|зачем|why|how come|как дела|как (?:вы|ты)\?|how are you)")
_SOFT = r"(?:а|и|ну|так|тогда|еще|также|кстати|на|в|к|до|с|по|под|из|у|о|об|во|со|от|для|за|and|also|then|so|at|in|by|for|to|on|with|from|by the way)"
_OPENING = re.compile(
    rf"(?:[\w' -]{{2,40}}[,!.:]\s*|{_SOFT}\s+|(?:добр\w+ (?:день|вечер|утро)|здравствуйте|привет|hi|hello|hey)\W*)*"
)
_SOFTLY = re.compile(rf"(?:{_SOFT},? )*")
_PROGRESS = re.compile(
    r"удалось|получил|успел|дошл[оаи]|пришл[оаи](?!\w)|готов[аы]? ли|как (?:дела|прошл|там)|есть (?:ли )?(?:новост|ответ)|что (?:там )?(?:с|по) |"
    r"(?:did|have|has) (?:you|they|he|she|it)\b|any (?:news|update)|how did"
)
"""What has become of something: an old answer is none."""
_REQUEST = re.compile(
    r"подскаж|уточнит|напишит|сообщит|скажит|укажит|пришлит|пришлет|дайте|скиньт|назовит|можно узнать|"
    r"нужно понимать|please|let me know|tell (?:me|us)|(?:could|can|would) you|may i ask|share"
)
_CONFIRM = re.compile(
    r"верно|правильно|все так|всё так|(?:^|[,-] ?)так\?|(?:^|[,-] ?)да\?|(?:^|\W)значит|то есть|получается|"
    r"подтвержд|подтверд|актуальн|в силе|не изменил|(?:^|\W)ведь|"
    r"right\?|correct|confirm|as i understand|if i understand|you said|you mentioned|is that so|still (?:on|valid|stand)|"
    r"(?:isn't|aren't|don't|doesn't|is) (?:it|that|you|they|right)\?"
)
_OFFER = re.compile(
    r"давайте|(?:^|\W)может(?:$|[, ])|может быть|могу|можем|предлага|хотите|хотели бы|интересно|подойдет|подойдут|устроит|"
    r"удобно|удобен|согласн|(?:отправить|прислать|выслать|посчитать|добавить|показать|оформить|подготовить)(?: вам| его| фото| счет| кп)*\s*\?|"
    r"оформляем|созваниваемся|на связи|опять|снова|"
    r"shall|would you like|(?:can|may|could|should) i|(?:could|should) we|do you want (?:me|us|to)|does (?:that|this|it)|"
    r"is that ok|are you (?:around|available|free|there|happy|ok|still)|how about|happy to|i can|we can|i could|we could|"
    r"fancy|interested|sounds? good|works? for you"
)
_TELLING = re.compile(
    r"(?:могу|можем|хотите|готов\w*|давайте|расскаж[ау]\w*|покаж[еу]\w*|скажу|объясн\w*|i can|we can|let me|i'll|we'll|happy to) ?"
    r"(?:я |мы )?(?:рассказать|показать|подсказать|уточнить|объяснить|сказать|узнать|расскажу|покажу|tell|show|explain|check|see|find)?[^,]{0,20},? (?:вам |you )?$"
)
_CUT = re.compile(
    r",? (?:чтобы|чтоб|если|а то|потому что|so that|so i|so we|if you|if it|because) .*$"
)
_ANOTHER = re.compile(
    r"(?<!\w)(?:еще|друг(?:ой|ая|ое|ие|ую|ого|их|ом|им)|иной|нов(?:ый|ая|ое|ую|ого|ой|ые|ых)|теперь|в этот раз|изменил\w*|обновил\w*|"
    r"обновлен\w*|дополнительн\w*|запасн\w*|кроме|вместо|another|other|else|new|this time|changed?|updated?|additional|besides|instead|again)(?!\w)"
)


ADDRESSED: Final = re.compile(
    r"(?<!\w)[а-я]{3,}(?:аете|яете|уете|юете)(?:сь)?(?!\w)|(?<!\w)(?:едете|идете|везете|живете|хотите)(?!\w)"
)
"""A verb to the one who is asked: it says less of what is asked for than a noun does."""
_FILE = re.compile(r"пришл|скин|вышл|отправ|share|send")
_JOINED = re.compile(r"(?:[,;]|(?:^|[ ,])(?:и|а|and|also)) (?:[\w]{1,2} )?$")
_WANTS = re.compile(
    r"нуж[ен]|надо|требу|необходим|рассчитыва|бере[тм]|закупа|заказыва|хотите|предпочит|"
    r"need|want|require|looking|prefer|like"
)
_LONGEST: Final = 80
"""Characters of a greeting and a name before a question; more is another sentence."""


@dataclass(frozen=True, slots=True)
class Term:
    """What one word of a question may be in an answer. ``category``: it names what is asked for
    («какую песню»), so the answer need not repeat it."""

    word: str
    stems: frozenset[str]
    category: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """``text`` is the question, folded; ``terms`` its content words in order; ``another`` are
    words such as «новый», «другой»: what was said before does not answer such a question unless
    it says them too."""

    text: str
    kind: Kind
    terms: tuple[Term, ...]
    another: frozenset[str]
    whole: bool = True
    """Whether it is asked to its end: with a question mark, a verb that closes it, or enough
    words that the next one will hardly turn it into another question."""


def question(
    draft: str,
    names: Collection[str] = (),
    completions: Callable[[str], frozenset[str]] = lambda prefix: frozenset(),
) -> Question | None:
    """The last question of ``draft``, None where it asks nothing, only confirms or offers.
    ``names`` are stems of the client's name; ``completions`` gives the stems of the words that
    begin like the one being typed."""
    low = fold(draft).replace("\n", " \n")
    spans = sentences(low)
    for start, end in reversed(spans):
        said = low[start:end]
        if said.strip(" .!,)(") == "":
            continue
        typing = end == len(low) and low[-1:].isalnum()
        asks = _asks(said)
        if asks is None:
            continue
        kind, text = asks
        if kind is None:
            return None
        return _question(text, kind, names, completions if typing else None)
    return None


def _asks(said: str) -> tuple[Kind | None, str] | None:
    """How ``said`` asks and the clause that does; None where it is no question, (None, '') where
    it is one that was not meant to learn something."""
    marked = said.endswith("?")
    wh = _wh(said)
    if _WHY.search(said) and marked:
        return None, ""
    if not marked and _CONFIRM.search(said[: wh.start()] if wh else said):
        return None
    if marked and _CONFIRM.search(said):
        return None, ""
    if _PROGRESS.match(said) and marked and (wh is None or wh.lastgroup in ("how", "what")):
        return None, ""
    if wh is None:
        request = _REQUEST.search(said)
        if not marked and not (request and _short_request(said)):
            return None
        if _OFFER.search(said) and " или " not in said and " or " not in said:
            return None, ""
        if re.search(r" (?:или|or) ", said):
            return "choice", said
        if marked and not request:
            return "yesno", said
        return ("request" if _FILE.search(said) else "what"), said
    before = said[: wh.start()]
    if _TELLING.search(before) and not _REQUEST.search(before):
        return (None, "") if marked else None
    opened = len(before) <= _LONGEST and _OPENING.fullmatch(before) is not None
    if not marked and not opened and not _REQUEST.search(before):
        return None
    kind: Kind = wh.lastgroup  # type: ignore[assignment]
    comma = max(before.rfind(","), before.rfind("!"), before.rfind(":"))
    joined = re.search(r" (?:и|а|and|also) (?:\w{1,2} )?$", before)
    if joined is not None and _WH.search(before):
        comma = max(comma, joined.start())
    text = _CUT.sub("", said[comma + 1 :].strip())
    return kind, text


def _wh(said: str) -> re.Match[str] | None:
    """The word that asks: of several questions in a sentence the last one's, and none that is
    a conjunction of a statement before it."""
    asking: re.Match[str] | None = None
    for found in _WH.finditer(said):
        if asking is not None and not _JOINED.search(said[: found.start()]):
            continue
        if found.group() in {"что", "как", "how"} and found.start() > 0:
            before = said[: found.start()]
            if len(before) > _LONGEST:
                continue
            if not _OPENING.fullmatch(before) and not _REQUEST.search(before):
                continue
        asking = found
    return asking


def _short_request(said: str) -> bool:
    """«Пришлите реквизиты» asks, a long request is an instruction."""
    return len(said.split()) <= 8


def _question(
    text: str,
    kind: Kind,
    names: Collection[str],
    completions: Callable[[str], frozenset[str]] | None,
) -> Question | None:
    asked, found = text, list(tokens(text))
    terms: list[Term] = []
    category = False
    for place, (word, at) in enumerate(found):
        last = completions is not None and place == len(found) - 1 and at + len(word) == len(text)
        if _is_what(word):
            category = True
            continue
        if last and not is_generic(word):
            if len(word) < 3:
                return None  # too little of it is written
            if any(known.startswith(word) for known in GENERIC):
                continue
            assert completions is not None
            terms.append(Term(word, completions(word) | {stem(word)}, category))
            continue
        if is_generic(word):
            continue
        made = stem(word)
        if made in names and kind != "who":
            continue
        terms.append(Term(word, frozenset({made}), category))
        category = False
    if sum(ADDRESSED.fullmatch(t.word) is None for t in terms) > 0:
        terms = [t for t in terms if ADDRESSED.fullmatch(t.word) is None]
    another = frozenset(m.group() for m in _ANOTHER.finditer(text))
    if completions is not None and found and found[-1][0] not in GENERIC:
        text = text[: found[-1][1]]  # «нуже» may become many things
    whole = text.endswith("?") or len(terms) > 1 or _WANTS.search(text) is not None
    if terms and len(terms[-1].stems) > 2:  # it may still become several words
        whole = False
    return Question(asked, kind, tuple(terms), another, whole)


def _is_what(word: str) -> bool:
    return word in {"what", "which"} or bool(
        re.fullmatch(r"как(?:ой|ая|ое|ие|ого|ому|им|их|ую|ом|ими)", word)
    )


def is_asking(said: str) -> bool:
    """Whether a folded sentence asks rather than tells."""
    if said.endswith("?"):
        return True
    found = _WH.search(said)
    return (
        found is not None
        and _SOFTLY.fullmatch(said[: min(found.start(), 60)]) is not None
        and ":" not in said[:24]
    )


def stated(said: str) -> bool:
    """Whether a folded sentence with a question mark only offers or wants a yes."""
    return _wh(said) is None and bool(_OFFER.search(said) or _CONFIRM.search(said))


def questions(said: str) -> int:
    """How many things a folded sentence asks."""
    return len(_WH.findall(said)) or 1
