"""The learned scorer of noun phrases: which of them the client asks for.

Every run of words that may be a name is an offer, described by features (its shape, the words
around it, the rules that point at it, what the turn wants). The weights lie in ``products.bin``
and are made by ``python -m core.understanding.train_products``. The file: a scale (float32,
little-endian), then a signed byte a bucket.
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from core.domain.reading import Candidate
from core.understanding.context import Passage
from core.understanding.morph import word
from core.understanding.ngrams import logits
from core.understanding.recognizers.phrases import WORD
from core.understanding.recognizers.product_cues import Cued
from core.understanding.recognizers.product_words import (
    EN_FILL,
    EN_NOT,
    EN_STOP,
    EN_VERBS,
    PRICE_WORDS,
    RELAY,
    SERVICES,
    STOP,
    UNITS,
)
from core.understanding.text import Span, around, fold

BUCKETS = 1 << 16
FILE = Path(__file__).with_name("products.bin")
SECOND = 0.5
"""How much the runs elsewhere in the turn count against one: where a product is named already, a
second one must be nearly as likely."""
RULED = 2.5
"""What a rule's confidence over 0.6 adds to the log-odds, beside what its features say."""
_MOST_TOKENS = 160
_LONGEST = 6
_BREAK = re.compile(r"[^\s\"'/+&#-]|\s-\s|\n")
_PRICE = re.compile(
    r"цен|стоит|стоят|стоимост|поч[её]м|по\s?чем|сколько|скольк|ск[оа]ль?ка|скок|выйдет|обойд|прайс|расценк|price|cost|how\s+much|quote|rate|charge|what(?:'s|s)?\s+the\s+damage"
)
_HAVE = re.compile(
    r"есть|налич|имеет|быва|остал|свобод|делает|постав|прода|беретес|берет|have|stock|got|sell|do\s+(?:you|u)|left|available|any\b"
)
_NEED = re.compile(
    r"нуж|надо|хо[чт]|ищ|интерес|заказ|куп|бер[уе]|возьм|закаж|смотр|need|want|look|order|buy|after|interested"
)


class Offer(NamedTuple):
    """A run of words and the buckets of its features; an empty run stands for no product.

    ``ruled``: how sure a rule is of it; ``list_`` is the number of the list it is in, 0 for none.
    """

    span: Span
    features: list[int]
    ruled: float = 0.0
    list_: int = 0


_GREETING = re.compile(
    r"(?<!\w)(?:здравств\w+|(?:добр\w+|доброго)\s+(?:день|дня|вечера?|утр[оа]|время\s+суток|времени(?:\s+суток)?)|(?:день|вечер|утро)\s+добр\w+|"
    r"привет\w*|приветствую|салют|дарова|здаров\w*|здорово?|hi|hello|hey|hiya|good\s+(?:morning|afternoon|evening|day)|dear\s+\w+|morning|evening)(?!\w)"
    r"|(?<!\w)(?:коллеги|ребят[аы]?|девочки|девчат[аы]?|девчонки|мужики|парни|братан|брат|бро|друзья|уважаемые|господа|mate|guys|team|folks|bro|boss|sir|brother|friend|dear)(?!\w)"
)


class _Token(NamedTuple):
    start: int
    end: int
    form: str
    stem: str
    shape: str
    """N noun, A adjective (n nominative, c accusative, b both, g genitive, o other case),
    P preposition, V verb, C conjunction, R pronoun, D what else is known, X unknown, L Latin,
    M letters and digits, #."""
    base: str


def offers(
    place: Passage, taken: Sequence[Span], amounts: Sequence[Candidate], by_rule: Sequence[Cued]
) -> list[Offer]:
    """The runs of words that may name a product, with their features; first what speaks for none
    of them."""
    tokens = [_token(place, m) for m in islice(WORD.finditer(place.low), _MOST_TOKENS)]
    taken = [*taken, *(Span(*m.span()) for m in _GREETING.finditer(place.low))]
    turn = turn_features(place, by_rule, amounts)
    words = {f"0w{t.stem}" for t in tokens}
    found = [Offer(Span(0, 0), _buckets([*_none(turn), *words]))]
    known = said_before(place)
    lists = _lists(place.low, by_rule, amounts)
    for first, last in _runs(place, tokens, taken, by_rule):
        names = run_features(place, tokens, first, last, amounts, by_rule, known)
        span = Span(tokens[first].start, tokens[last].end)
        buckets = _buckets([*names, *_crossed(names, turn)])
        ruled = max((c.confidence for c in by_rule if c.span == span), default=0.0)
        found.append(Offer(span, buckets, ruled, lists.get(span, 0)))
    return found if len(found) > 1 else []


_JOINS = re.compile(r"[\s,;:.\d•*+()-]*(?:(?:и|and|плюс|еще|также|a|plus|also)(?:[\s,\d]+|$))*")


def _lists(low: str, by_rule: Sequence[Cued], amounts: Sequence[Candidate]) -> dict[Span, int]:
    """The number of the list that each run a rule points at is in; 0 where it stands alone."""
    numbers: dict[Span, int] = {}
    last: Span | None = None
    for span in sorted(c.span for c in by_rule):
        numbers[span] = 0
        if last is not None:
            gap = list(low[last.end : span.start])
            for a in amounts:
                for at in range(max(a.start, last.end), min(a.end, span.start)):
                    gap[at - last.end] = " "
            if _JOINS.fullmatch("".join(gap)):
                numbers[last] = numbers[last] or last.start + 1
                numbers[span] = numbers[last]
        last = span
    return numbers


def _buckets(names: Sequence[str]) -> list[int]:
    return sorted({zlib.crc32(name.encode()) % BUCKETS for name in names})


@lru_cache(maxsize=1)
def _weights() -> npt.NDArray[np.float32]:
    data = FILE.read_bytes()
    scale = float(np.frombuffer(data, "<f4", 1)[0])
    weights: npt.NDArray[np.float32] = np.array(
        np.frombuffer(data, np.int8, BUCKETS, 4), np.float32
    )
    weights *= scale
    return weights


def best(offered: Sequence[Offer]) -> list[tuple[Span, float]]:
    """The likeliest runs that share no word, with the probability that a product is named there.

    All runs of a turn and “none” are rivals. Those that overlap speak for one product, and of them
    the one is taken that would be right most often, were each of them the name.
    """
    if not offered:
        return []
    weights = _weights()
    sums = np.array(
        [float(weights[o.features].sum()) + RULED * max(0.0, o.ruled - 0.6) for o in offered]
    )
    odds = np.exp(np.clip(sums - sums[0], -30, 30))
    left = sorted(range(1, len(offered)), key=lambda i: (-odds[i], offered[i].span))
    groups: list[list[int]] = []
    while left:
        top = offered[left[0]].span
        groups.append([i for i in left if offered[i].span.overlaps(top)])
        left = [i for i in left if i not in groups[-1]]
    sure = [float(odds[group].sum()) for group in groups]
    lists = [{offered[i].list_ for i in group} - {0} for group in groups]
    found: list[tuple[Span, float]] = []
    for at, group in enumerate(groups):
        span = _middle([(offered[i].span, float(odds[i])) for i in group])
        if any(span.overlaps(other) for other, _ in found):
            continue
        rivals = sum(s for i, s in enumerate(sure) if i != at and not lists[i] & lists[at])
        found.append((span, sure[at] / (1 + sure[at] + SECOND * rivals)))
    return found


def _middle(rivals: Sequence[tuple[Span, float]]) -> Span:
    """Of spans that overlap, the one nearest to all of them, each counted by its odds."""

    def near(a: Span, b: Span) -> float:
        short, long = sorted((a, b), key=lambda s: s.end - s.start)
        within = long.start <= short.start and short.end <= long.end
        share = (short.end - short.start) / (long.end - long.start)
        return 1.0 if a == b else 0.85 if within and share >= 0.5 else 0.0

    likely = [r for r in rivals if r[1] > 0.05 * max(odds for _, odds in rivals)]
    return max(likely, key=lambda r: (sum(near(r[0], s) * o for s, o in likely), -r[0].start))[0]


def _token(place: Passage, m: re.Match[str]) -> _Token:
    form = m.group()
    base = form
    if re.search("[а-я]", form) and not re.search(r"\d|[a-z]", form):
        entry = word(form)
        base = entry.lemma.replace("ё", "е")
        shape = "V" if form in PRICE_WORDS else _shape(form)
    elif re.fullmatch(r"[\d.,]+", form):
        shape = "#"
    elif re.search(r"\d", form):
        shape = "M"
    elif form in {"of", "with", "for"}:
        shape = "P"
    elif form in EN_STOP or form in EN_VERBS:
        shape = "S" if form in EN_STOP else "V"
    elif form in EN_FILL:
        shape = "F"
    else:
        shape = "L"
    return _Token(m.start(), m.end(), form, base[:6], shape, base)


@lru_cache(maxsize=20_000)
def _shape(form: str) -> str:
    entry = word(form)
    tags = entry.tags
    if "Apro" in tags or entry.pos == "NPRO":
        return "R"
    if entry.pos in {"PREP", "CONJ"}:
        return entry.pos[0]
    if entry.pos in {"VERB", "INFN", "GRND"}:
        return "V"
    if tags & {"nomn", "accs", "Fixd"}:
        case = "b" if "Fixd" in tags or {"nomn", "accs"} <= tags else "n" if "nomn" in tags else "c"
    else:
        case = "g" if "gent" in tags else "o"
    if entry.pos == "NOUN" or (
        entry.known and "NOUN" in tags and entry.pos not in {"ADVB", "PRCL"}
    ):
        return "N" + case
    if not entry.known:
        return "X"
    if entry.pos in {"ADJF", "PRTF"}:
        return "A" + case
    if entry.pos == "NUMR":
        return "#"
    return "D"


_OPENS = re.compile("[NAXLM#]")
_CLOSES = re.compile("[NAXLM#]")
_INSIDE = re.compile("[NAXLM#PRSF]")


def _runs(
    place: Passage, tokens: list[_Token], taken: Sequence[Span], by_rule: Sequence[Cued]
) -> Iterator[tuple[int, int]]:
    """Runs of up to a few tokens that begin and end as a name may, and what the rules found."""
    barred = [any(t.start < s.end and s.start < t.end for s in taken) for t in tokens]
    seen = set()
    for cue in by_rule:
        inner = [
            i for i, t in enumerate(tokens) if cue.span.start <= t.start and t.end <= cue.span.end
        ]
        if inner:
            seen.add((inner[0], inner[-1]))
            yield inner[0], inner[-1]
    for first, token in enumerate(tokens):
        if barred[first] or not _OPENS.match(token.shape):
            continue
        named = False
        for last in range(first, min(first + _LONGEST, len(tokens))):
            here = tokens[last]
            if last > first and (
                _BREAK.search(place.low[tokens[last - 1].end : here.start])
                or not _INSIDE.match(here.shape)
            ):
                break
            if barred[last] and not (last > first and here.shape in "#M"):
                break
            named = named or here.shape[0] in "NXLM"
            if named and _CLOSES.match(here.shape) and (first, last) not in seen:
                yield first, last


def turn_features(
    place: Passage, by_rule: Sequence[Cued], amounts: Sequence[Candidate]
) -> list[str]:
    """What holds for the whole turn."""
    low, context = place.low, place.context
    before = next((t.text for t in reversed(context.earlier) if t.sender == "client"), "")
    tags = sorted(logits(low, context.ours, before).items(), key=lambda e: -e[1])
    turns = sum(t.sender == "client" and len(t.text) > 15 for t in context.earlier)
    names = [f"i1{tags[0][0]}", f"t{min(turns, 3)}", "ru" if place.russian else "en"]
    names += [f"i2{tags[1][0]}"] if tags[1][1] > -1.4 else []
    names += [f"k{kind}" for kind in context.asked]
    names += [f"l{min(len(low) // 25, 6)}", f"ask{_asks(low)}", f"q{bool(amounts)}"]
    return [*names, f"r{bool(by_rule)}", *(f"r{c.cue}" for c in by_rule)]


def _none(turn: list[str]) -> list[str]:
    """What speaks for no product: the turn by itself, and what it wants with the rest."""
    names = [f"0{name}" for name in turn]
    for tag in turn:
        if tag[:1] in {"i", "t"}:
            names += [f"0{tag}|{name}" for name in turn if name[0] not in "i"]
    return ["0", *names]


def _asks(said: str) -> str:
    asks = "?" if "?" in said else ""
    for name, pattern in (("p", _PRICE), ("h", _HAVE), ("n", _NEED)):
        if pattern.search(said):
            asks += name
    return asks


def said_before(place: Passage) -> tuple[set[str], set[str]]:
    """Beginnings of the words that the client, and that we, have said before."""

    def stems(texts: list[str]) -> set[str]:
        return {w[:5] for text in texts for w in re.findall(r"[^\W\d_]{4,}", fold(text[:500]))}

    earlier = place.context.earlier[-12:]
    return (
        stems([t.text for t in earlier if t.sender == "client"]),
        stems([t.text for t in earlier if t.sender == "us"]),
    )


def run_features(
    place: Passage,
    tokens: list[_Token],
    first: int,
    last: int,
    amounts: Sequence[Candidate],
    by_rule: Sequence[Cued],
    known: tuple[set[str], set[str]],
) -> list[str]:
    low = place.low
    run = tokens[first : last + 1]
    start, end = run[0].start, run[-1].end
    head = _head(run)
    sentence = around(place.sentences, start, end)
    names = [
        "s" + "".join(t.shape[0] for t in run), f"n{len(run)}", "fs" + run[0].shape,
        "ls" + run[-1].shape, "hs" + head.shape, "h" + head.stem, "he" + head.base[-3:],
        "fw" + run[0].form, "lw" + run[-1].form,
    ]  # fmt: skip
    names += ["in" + t.form for t in run[1:-1] if t.shape[0] in "PRSF"]
    names += [f"j{a.shape}{b.shape}" for a, b in pairwise(run)]
    names += _beside(low, tokens, first, last, sentence)
    names += _meaning(place, head, start)
    # Where it stands.
    opens = not WORD.search(low, sentence.start, start)
    index = next((i for i, s in enumerate(place.sentences) if s == sentence), 0)
    names += [f"si{min(index, 3)}", f"wi{min(first, 6)}"]
    ask = _asks(low[sentence.start : start]) + ">" + _asks(low[end : sentence.end])
    names += [f"ask{ask}", f"o{opens}{ask}"]
    # What points at it.
    cues = [c for c in by_rule if c.span.start < end and start < c.span.end]
    for c in cues:
        fits = c.span == (start, end)
        names += [f"c{c.cue}{fits}", f"c{fits}", f"c0{c.span.start == start}"]
    if not cues:
        names.append("c-" if not by_rule else "c=")
    for a in amounts:
        gap = low[a.end : start] if a.end <= start else low[end : a.start]
        if len(gap) < 12 and not re.search("[.;!?\n]", gap):
            side = "q<" if a.end <= start else "q>"
            names += [side, side + str("," in gap), side + ("u" if a.unit else "-")]
    mine, ours = known
    if len(head.base) > 3:
        names += ["rc"] if head.base[:5] in mine else []
        names += ["ro"] if head.base[:5] in ours else []
    return names


def _head(run: Sequence[_Token]) -> _Token:
    """The noun the run is about: the first in Russian, the last before “of”, “for” in English."""
    nouns = [t for t in run if t.shape[0] in "NX"]
    if nouns:
        return nouns[0]
    latin: list[_Token] = []
    for t in run:
        if latin and t.shape in "SF":
            break
        if t.shape in "LM":
            latin.append(t)
    return latin[-1] if latin else run[-1]


def _beside(low: str, tokens: list[_Token], first: int, last: int, sentence: Span) -> Iterator[str]:
    """The words right before and after, and the marks between."""
    before = tokens[first - 1] if first else None
    gap = low[before.end if before else 0 : tokens[first].start]
    inside = before is not None and before.start >= sentence.start
    mark = re.sub(r"\s+", "", gap)[-1:] or ("" if inside else "^")
    if before and inside:
        yield f"b{mark}{before.stem}"
        yield f"bs{mark}{before.shape}"
        if first > 1 and not mark:
            yield f"bb{tokens[first - 2].stem} {before.stem}"
            yield f"bc{tokens[first - 2].stem}"
    else:
        yield f"b^{mark}"
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    gap = low[tokens[last].end : after.start if after else len(low)]
    mark = re.sub(r"\s+", "", gap)[:1]
    if after and after.start < sentence.end:
        yield f"a{mark}{after.stem}"
        yield f"as{mark}{after.shape}"
        if last + 2 < len(tokens) and not mark:
            yield f"aa{after.stem} {tokens[last + 2].stem}"
            yield f"ac{tokens[last + 2].stem}"
    else:
        yield f"a${mark}"


def _meaning(place: Passage, head: _Token, start: int) -> Iterator[str]:
    """What the dictionary and the lists know of the head."""
    if re.search("[а-я]", head.form):
        tags = word(head.form).tags
        if "anim" in tags:
            yield "anim"
        for tag in ("Name", "Surn", "Patr", "Geox", "Orgn", "plur", "Abbr"):
            if tag in tags:
                yield "m" + tag
    for name, words in (
        ("stop", STOP), ("unit", UNITS), ("relay", RELAY), ("serv", SERVICES), ("not", EN_NOT)
    ):  # fmt: skip
        if head.base in words:
            yield name
    if place.text[start].isupper():
        yield "cap" + ("^" if start == 0 else "")
    if place.text[start - 1 : start] in {'"', "«", "“"}:
        yield "quoted"


def _crossed(names: Sequence[str], turn: Sequence[str]) -> Iterator[str]:
    """Where the run stands and what points at it, with what the turn is about."""
    main = [n for n in names if n[:1] in {"c", "q", "o"} or n[:2] in {"b^", "rc", "ro"}]
    for tag in turn:
        if tag[:2] == "i1" or tag[:1] == "t" or tag in {"ru", "en"}:
            yield from (f"{tag}|{name}" for name in main)
