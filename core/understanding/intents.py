"""What the client wants, by the rules: weighted cues and learned n-grams, in the thread's light."""

import math
import re
from functools import lru_cache

from core.domain.reading import INTENTS, Candidate
from core.understanding.context import Context
from core.understanding.ngrams import logits
from core.understanding.recognizers.decision import NEGATIVE_EMOJI, POSITIVE_EMOJI
from core.understanding.text import fold
from core.understanding.weights import (
    ANSWER_HINTS,
    BLEND,
    CUES,
    FACT_HINTS,
    FALLBACK,
    INHERITED,
    LEARNED,
    THRESHOLD,
    UNSURE,
)

_NEGATED = re.compile(
    r"(?<!\w)(?:не|без|никаких?|not|no|don't|do\s+not|without|doesn't)\s+(?:\w+\s+)?$"
)
_CONDITION = re.compile(r"(?<!\w)(?:если|if|unless|при\s+условии|provided)\s[^.?!\n]*$")
"""«Если будет 125 - берём»: a bargain, no order yet."""
# Cues that are themselves negative, or that a «не» before does not turn.
_IMMUNE = {"refusal", "complaint", "support", "objection", "smalltalk", "spam"}
_SOLID = frozenset(INTENTS) - {"smalltalk"}


def weigh(
    text: str,
    context: Context,
    facts: tuple[Candidate, ...] = (),
    *,
    papers: bool = False,
) -> dict[str, float]:
    """How likely a client turn wants each tag, 0..1, by cues and n-grams.

    ``text`` is without its steering sentences, ``facts`` are what was found in it, ``papers``
    whether it brought a file.
    """
    low = fold(text)
    for fact in facts:
        if fact.kind in _WHO and fact.page is None:  # who writes says nothing of what they want
            low = low[: fact.start] + " " * (fact.end - fact.start) + low[fact.end :]
    weights = _weigh(low)
    _add_facts(weights, facts)
    more = _list_of_needs(low, facts)
    if more and not weights.get("complaint") and not weights.get("support"):
        weights["order"] = weights.get("order", 0.0) + more
        if not _ABOUT_DELIVERY.search(low):
            weights["delivery"] = weights.get("delivery", 0.0) * 0.4 - 0.5
    spends = any(f.kind == "budget" and f.page is None for f in facts)
    if spends and max(weights.values(), default=0.0) < 1.0:
        # who names what they can pay, and nothing else, waits to hear what it costs
        weights["price_request"] = weights.get("price_request", 0.0) + 0.8
        weights["order"] = weights.get("order", 0.0) - 0.6
    if papers and not low.strip():
        weights["documents"] = max(weights.get("documents", 0.0), 1.2)
    elif papers:
        weights["documents"] = weights.get("documents", 0.0) + 0.6
    _settle(weights, low, context)
    if facts and "spam" not in weights:
        weights["spam"] = -0.8  # who says what they need is no advertiser
    _continue(weights, low, context)
    found = _blended(weights, low, context)
    found = _answered(found, weights, low, context, facts)
    for tag in ("refusal", "complaint"):
        if CUES[tag][0][1].search(low) and weights.get(tag, 0.0) >= 1.6:
            # Who asks for the money back may ask where the goods are too: that comes second.
            found = {t: c if t == tag else min(c, found[tag] - 0.03) for t, c in found.items()}
    if max(found.values(), default=0.0) < UNSURE:
        inherited = _answer(low, context, facts)
        for tag, confidence in inherited.items():
            if confidence > found.get(tag, 0.0):
                found[tag] = confidence
    return found


_WHO = frozenset({"person", "role", "company", "phone", "email", "inn"})
_ABOUT_DELIVERY = re.compile(
    r"(?:скольк|когда|стоимост|цен|срок|условия|как\w*|how|when|cost|price|can)[^.?!]{0,30}(?:достав|отгруз|привез|deliver|ship)|"
    r"(?:достав|отгруз|привез|deliver|ship)[^.?!]{0,40}\?"
)
_TERMS = frozenset({"budget", "quantity", "deadline", "product", "city", "company"})
_SURE_ANSWER = 0.82


def _answered(
    found: dict[str, float],
    weights: dict[str, float],
    low: str,
    context: Context,
    facts: tuple[Candidate, ...],
) -> dict[str, float]:
    """A short answer that gives what we asked for goes on with what the client wanted: the sum
    they name is no complaint about the price."""
    said = {f.kind for f in facts if f.page is None} & context.asked & _TERMS
    own = {t: w for t, w in weights.items() if t in _SOLID and w >= 1.2}
    if not said or own or len(low.strip()) > 80 or "?" in low or "decision" in context.asked:
        return found
    tag = _earlier(context) or next(ANSWER_HINTS[k] for k in sorted(said) if k in ANSWER_HINTS)
    held = {t: min(c, 0.5) for t, c in found.items()}
    held[tag] = max(held.get(tag, 0.0), _SURE_ANSWER)
    return held


def _continue(weights: dict[str, float], low: str, context: Context) -> None:
    """A short answer without a cue goes on with what the client wanted before."""
    sticky = _unsettled(context)
    if sticky and max(weights.values(), default=0.0) < 0.6 and not _THANKS.search(low):
        weights[sticky] = weights.get(sticky, 0.0) + 1.3
        return
    if len(low) > 60 or not context.asked or max(weights.values(), default=0.0) >= 0.6:
        return
    if context.asked & {"decision", "meeting"}:
        return
    earlier = _earlier(context)
    if earlier:
        weights[earlier] = weights.get(earlier, 0.0) + 1.0


_STICKY = frozenset({"complaint", "support", "job", "partnership", "refusal"})
_THANKS = re.compile(
    r"спасиб|пасиб|благодар|понял|thank|cheers|great|happy|отлично|супер|ок\b|ok\b"
)


def _unsettled(context: Context) -> str:
    """A fault or a grievance the client's turn before was about: what follows adds to it."""
    said = next((t for t in reversed(context.earlier) if t.sender == "client"), None)
    if said is None or not context.ours:
        return ""
    low = fold(said.text[:2000])
    weights = _weigh(low)
    _settle(weights, low, Context(said.at))
    best = max(weights, key=lambda tag: weights[tag], default="")
    return best if best in _STICKY and weights[best] >= 1.3 else ""


def _blended(weights: dict[str, float], low: str, context: Context) -> dict[str, float]:
    """The tags' confidences from the cues and the learned n-grams together."""
    if not low.strip():
        return {tag: 1 - math.exp(-weight) for tag, weight in weights.items()}
    before = next((t.text for t in reversed(context.earlier) if t.sender == "client"), "")
    learned = logits(low, context.ours, before)
    odds = {tag: LEARNED * learned[tag] + BLEND * weights.get(tag, 0.0) for tag in INTENTS}
    return {tag: 1 / (1 + math.exp(-max(-30.0, min(30.0, x)))) for tag, x in odds.items()}


def _weigh(low: str) -> dict[str, float]:
    return dict(_cues(low))


@lru_cache(maxsize=128)
def _cues(low: str) -> dict[str, float]:
    """Kept, for the next turn asks what the one before it wanted."""
    weights: dict[str, float] = {}
    for tag, cues in CUES.items():
        for weight, pattern in cues:
            for m in pattern.finditer(low):
                before = low[max(0, m.start() - 22) : m.start()]
                if tag not in _IMMUNE and _NEGATED.search(before):
                    continue
                if tag == "order" and _CONDITION.search(low, max(0, m.start() - 70), m.start()):
                    weights[tag] = weights.get(tag, 0.0) + 0.1 * weight
                    break
                weights[tag] = weights.get(tag, 0.0) + weight
                break
    return weights


def _add_facts(weights: dict[str, float], facts: tuple[Candidate, ...]) -> None:
    seen: set[tuple[str, str]] = set()
    for fact in facts:
        if fact.page is not None:
            continue
        for key in ((fact.kind, fact.value), (fact.kind, "")):
            if key in FACT_HINTS and key not in seen:
                seen.add(key)
                for tag, weight in FACT_HINTS[key].items():
                    weights[tag] = weights.get(tag, 0.0) + weight
                break


_QUESTION = re.compile(
    r"\?|сколько|почем|цен[аыу]|стоимост|how\s+much|price|quote|расч[её]т|рассчит|посчит"
)


def _list_of_needs(low: str, facts: tuple[Candidate, ...]) -> float:
    """Things and how many of each, with nothing asked: an order, wherever it is to go."""
    kinds = {f.kind for f in facts if f.page is None}
    return 1.5 if {"product", "quantity"} <= kinds and not _QUESTION.search(low) else 0.0


def _settle(weights: dict[str, float], low: str, context: Context) -> None:
    """Where two tags share their words, which of them is meant."""

    def has(tag: str) -> float:
        return weights.get(tag, 0.0)

    def scale(tag: str, factor: float) -> None:
        if tag in weights:
            weights[tag] *= factor

    question = "?" in low
    firm = bool(CUES["order"][0][1].search(low))
    if has("price_request") >= 1.0 and not firm:
        scale("order", 0.4)
    if has("price_request") >= 1.0:
        scale("product_question", 0.5 if has("product_question") < 1.3 else 1.0)
    if has("price_request") >= 1.5 and has("documents") <= 1.8:
        scale("documents", 0.75)
    if re.search(
        r"(?:стоимост\w*|цен\w+|сколько\s+(?:\w+\s+)?(?:стоит|будет)|how\s+much|cost)\s+(?:\w+\s+){0,3}?(?:доставк|отгруз|ship|deliver|привез)\w*",
        low,
    ):
        scale("price_request", 0.45)
    if has("complaint") >= 1.5:
        for tag in ("order", "objection", "product_question", "smalltalk", "refusal"):
            scale(tag, 0.5)
        weights["delivery"] = has("delivery") * 0.6 - (0.8 if has("complaint") >= 2.0 else 0.0)
        scale("payment", 0.6 if re.search(r"верн|возврат|refund|money\s+back", low) else 1.0)
    if has("refusal") >= 1.5:
        for tag in ("order", "product_question", "price_request", "meeting", "smalltalk"):
            scale(tag, 0.4)
        scale("objection", 0.7)
    if has("objection") >= 1.7:
        scale("price_request", 0.6)
        scale("order", 0.75 if has("order") < 2.0 else 1.0)
        if has("order") < 2.0 and re.search(r"(?<!\w)(?:если|if)\s", low):
            weights["order"] = -2.0  # «будет 125 - возьмём»: the price is what stands between
        scale("product_question", 0.5)
    if has("job") >= 1.5:
        for tag in ("order", "product_question", "price_request", "documents"):
            scale(tag, 0.3)
    if has("partnership") >= 1.8:
        for tag in ("order", "product_question"):
            scale(tag, 0.5)
    if has("spam") >= 2.0:
        for tag in (
            "product_question",
            "price_request",
            "order",
            "partnership",
            "payment",
            "job",
            "meeting",
            "delivery",
        ):
            scale(tag, 0.35)
    if has("support") >= 1.5:
        for tag in ("product_question", "order"):
            scale(tag, 0.5)
    if has("meeting") >= 1.6:
        scale("product_question", 0.6)
        if re.search(r"перенес|сдвин|reschedul", low):
            scale("delivery", 0.5)
    if has("payment") >= 1.8 and re.search(r"сч[её]т|invoice", low):
        scale("documents", 0.7)
        if not question and not re.search(r"оплатил|оплачен|paid|где|когда|почему", low):
            weights["order"] = has("order") + 0.6
    if question and has("order") < 1.2 and has("product_question") >= 1.2:
        scale("order", 0.6)
    if any(weights.get(tag, 0.0) >= 0.8 for tag in _SOLID):
        scale("smalltalk", 0.25)


def _answer(low: str, context: Context, facts: tuple[Candidate, ...]) -> dict[str, float]:
    """Tags for a turn without cues: what our question and the earlier turns were about."""
    said = low.strip()
    if not said and not context.reaction:
        return {"smalltalk": FALLBACK}
    emoji = POSITIVE_EMOJI.search(said) or NEGATIVE_EMOJI.search(said)
    question = context.asked
    plain_thanks = 1 - math.exp(-_weigh(low).get("smalltalk", 0.0)) >= THRESHOLD
    if plain_thanks and not question:
        return {}
    if "meeting" in question and (plain_thanks or emoji or len(said) < 60):
        return {"meeting": 0.7}
    if "decision" in question and plain_thanks:
        return {"order": 0.6} if not NEGATIVE_EMOJI.search(said) else {"refusal": 0.6}
    if plain_thanks or (emoji and len(said) <= 4):
        return {}
    if any(f.kind == "inn" for f in facts):
        return {"documents": 0.55}
    earlier = _earlier(context)
    if earlier:
        return {earlier: INHERITED}
    for kind in ("meeting", "deadline", "quantity", "budget", "product", "inn", "company", "city"):
        if kind in question:
            return {ANSWER_HINTS[kind]: 0.5}
    if "?" in low:
        return {"product_question": FALLBACK + 0.1}
    kinds = {f.kind for f in facts}
    if kinds & {"product", "quantity"}:
        return {"order": 0.65 if kinds >= {"product", "quantity"} else 0.5}
    about_self = any(f.kind in {"person", "phone", "email", "company", "city"} for f in facts)
    return (
        {"smalltalk": FALLBACK} if len(said) < 40 or about_self else {"product_question": FALLBACK}
    )


def _earlier(context: Context) -> str:
    """The strongest tag of the newest earlier client turn that had one."""
    tries = 0
    for turn in reversed(context.earlier):
        if turn.sender != "client":
            continue
        tries += 1
        if tries > 6:
            break
        low = fold(turn.text[:2000])
        weights = _weigh(low)
        _settle(weights, low, Context(turn.at))
        solid = {
            t: w
            for t, w in weights.items()
            if t in _SOLID and t not in {"spam", "complaint", "refusal"}
        }
        if solid:
            tag = max(solid, key=lambda t: solid[t])
            if 1 - math.exp(-solid[tag]) >= THRESHOLD:
                return tag
    return ""
