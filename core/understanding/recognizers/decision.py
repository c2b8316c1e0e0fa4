"""The client's word on the deal: yes, no, or later."""

import re
from collections.abc import Sequence

from core.domain.reading import Candidate, Intent
from core.understanding.context import Passage
from core.understanding.morph import word
from core.understanding.recognizers import decision_words as said
from core.understanding.recognizers.agreement import (
    allied,
    asks_else,
    conceded,
    hired,
    offered,
    papers,
    priced,
    proposed,
    told_to_begin,
)
from core.understanding.recognizers.base import candidate
from core.understanding.text import Span, trim

_HYPOTHETIC = re.compile(
    r"(?<!\w)(?:если|когда|вдруг|допустим|возможно|может(?:\s+быть)?|наверное|скорее\s+всего|думаем|подума\w+|if|maybe|perhaps|might|when|in\s+case|provided|unless|once|should\s+we|what\s+if|probably)(?!\w)"
)
_NEGATED = re.compile(
    r"(?<!\w)(?:не|пока\s+не|not|don't|never|can't|cannot|won't|еще\s+не|isn't|haven't)\s+(?:\w+\s+)?$"
)
_BARGAIN = re.compile(
    r"(?:скин|скид|урежьте|урезать|сдела|дайте|дадите|уступ|подвин|сниз|доложите|drop|knock|make\s+it|give)[^.!?]*(?:и|and|тогда|then|-)\s+$"
)
_TIME = re.compile(
    r"(?:через\s+[\w\s]{1,15}(?:дн|недел|месяц|квартал|полгода|год)\w*|(?:в|к|после)\s+\w+(?:\s+(?:год\w*|недел\w|месяц\w*|квартал\w*|праздник\w*))?|весной|летом|осенью|зимой|позже|"
    r"in\s+[\w\s]{1,12}(?:days?|weeks?|months?)|next\s+\w+|after\s+[\w\s]{2,14}|in\s+\w+|later)(?!\w)"
)
_TALK = re.compile(
    r"(?<!\w)(?:созвон\w*|встре[чт]\w*|собеседовани\w*|интервью|урок|zoom|зум\w*|демо|звон\w*|call|meet\w*|interview|demo|time|slot)(?!\w)"
)
_BUT = re.compile(
    r"(?<!\w)(?:но|только\s+если|если|сначала|а\s+можно|подума\w*|but|if|however|first|не)(?!\w)"
)
_HOUR = re.compile(r"(?<!\d)\d{1,2}:\d\d(?!\d)|(?<!\w)(?:часов|часа|полтретьего|пол\w+го)(?!\w)")
_DAYS = re.compile(
    r"(?<!\w)(?:понедельник|вторник|сред[ауы]|четверг|пятниц[ауы]|суббот[ауы]|воскресенье)(?!\w)"
)
_RATHER = re.compile(
    r"\s*[,.!-]*\s*(?:\w+\s+){0,4}?(?:давайте|лучше|перенес\w*|на\s+другой|instead|make\s+it|move|can\s+we)(?!\w)"
)
POSITIVE_EMOJI = re.compile(r"👍|👌|✅|🤝|🔥|❤|💯|🙏|😍|🎉|👏")
NEGATIVE_EMOJI = re.compile(r"👎|❌|🚫|😡|🤬")
SURE, PRICED, ANSWER, SOFT, PLAIN, BIDDEN = 0.9, 0.86, 0.85, 0.8, 0.76, 0.7
LIKELY, WISHED = 0.5, 0.72
"""How often each way of reading is right, measured on labelled threads."""


def decisions(place: Passage) -> list[Candidate]:
    """At most one decision: the last that is said for sure."""
    low = place.low
    closing = "decision" in place.context.asked or proposed(place)
    if closing and asks_else(place) and not proposed(place):
        closing = False
    if place.context.reaction:
        return _reaction(place) if closing else []
    if hired(place):
        closing = False
    named = priced(place) and not hired(place) and not allied(place)
    found = _said(place, named)
    if not found and closing:
        found = _answer(place)
    if not found and "later" in place.context.asked and len(low) < 60:
        m = _TIME.search(low)
        if m:
            return [_made(place, "postponed", Span(*m.span()), 0.75)]
    if not found and named:
        found = _to_the_price(place)
    if not found:
        return []
    ordered = sorted(found, key=lambda c: c.start)
    last = next((c for c in ordered if c.value == "postponed"), ordered[-1])
    # The first words that say what holds in the end.
    return [next(c for c in ordered if c.value == last.value)]


def _made(place: Passage, value: str, span: Span, sure: float) -> Candidate:
    return candidate(place, "decision", value, span.start, span.end, sure)


def _said(place: Passage, named: bool) -> list[Candidate]:
    """What is said in so many words."""
    tables = [("postponed", said.LATER, SURE), ("no", said.NO, SURE), ("yes", said.YES, SURE)]
    if named:
        tables.append(("yes", said.YES_PRICED, PRICED))
    found: list[Candidate] = []
    for value, pattern, sure in tables:
        for m in pattern.finditer(place.low):
            span = _tidy(place.low, m)
            if any(span.start < c.end and c.start < span.end for c in found):
                continue
            if stands(place, span, value):
                found.append(_made(place, value, span, sure))
    return found


def _answer(place: Passage) -> list[Candidate]:
    """The answer to our question for the final word."""
    later = said.LATER_ANSWER.search(place.low)
    if "meeting" in place.context.asked and not proposed(place):
        later = None
    if later and len(place.low) < 90 and "?" not in place.low:
        return [_made(place, "postponed", Span(*later.span()), 0.75)]
    bare = _bare(place)
    return [bare] if bare else []


def _to_the_price(place: Passage) -> list[Candidate]:
    """«Ок», «идёт» or «стелите ясень» after a price of ours."""
    low = place.low
    head = re.match(
        r"\W*(?:(?:ну|а|о|ок|ладно|хорошо|вот|все|лан|супер|отлично|гуд|годится|тогда|yes|ok|okay|well|right|good|great|yeah|fine|hmm?)[\s,!.]+){0,3}",
        low,
    )
    at = head.end() if head else 0
    offer = offered(place)
    deal = said.DEAL.match(low, at)
    if deal and not _asks(place, deal.end("y")):
        span = Span(*deal.span("y"))
        talk = "meeting" in place.context.asked or _TALK.search(low)
        if not talk and not asks_else(place) and stands(place, span, "yes"):
            return [_made(place, "yes", span, ANSWER if offer else PRICED)]
    soft = said.SOFT_YES.match(low)
    if (
        soft
        and offer
        and conceded(place)
        and not _asks(place, soft.end("y"))
        and not _BUT.search(low[soft.end() : soft.end() + 60])
    ):
        return [_made(place, "yes", Span(*soft.span("y")), SOFT)]
    if offer:
        found = _plainly(place)
        if found:
            return found
    begin = told_to_begin(place) if offer else None
    if begin:
        return [_made(place, "yes", begin, BIDDEN)]
    return []


def _plainly(place: Passage) -> list[Candidate]:
    """«Да, 24», “ok. 100.”, «нет, свои сделают», «после отпуска» right after our price."""
    low = place.low
    ours = place.context.ours
    if "?" in ours or "?" in low or said.GIVES_BACK.search(ours) or _TALK.search(low):
        return []
    yes = said.YES_TO_PRICE.search(low)
    if yes and len(low) < 120 and not _BUT.search(low[yes.end() : yes.end() + 60]):
        return [_made(place, "yes", Span(*yes.span("y" if yes["y"] else "z")), PLAIN)]
    no = said.BARE_NO.search(low)
    if no and len(low.split()) <= 8 and not _NO_PROBLEM.match(low, no.end()):
        return [_made(place, "no", Span(*no.span("n")), PLAIN)]
    later = said.LATER_TO_PRICE.search(low)
    if later and len(low.split()) <= 8:
        return [_made(place, "postponed", Span(*later.span()), PLAIN)]
    return []


def _asks(place: Passage, at: int) -> bool:
    """Whether the sentence at ``at`` is a question."""
    end = next((s.end for s in place.sentences if s.start <= at <= s.end), len(place.low))
    return place.low[:end].rstrip().endswith("?") and "," not in place.low[at:end]


def wished(place: Passage, intents: Sequence[Intent]) -> list[Candidate]:
    """A few words right after our price or our question for the final word, which mean an order
    or a refusal although no pattern knows them: «вступаем в бой»."""
    low = place.low
    words = len(low.split())
    if not intents or not 0 < words <= 7 or "?" in low or place.context.page:
        return []
    value = {"order": "yes", "refusal": "no"}.get(intents[0].tag)
    if value is None or intents[0].confidence < LIKELY or hired(place) or allied(place):
        return []
    answers = proposed(place)
    if not answers:
        ours = place.context.ours
        if not offered(place) or "?" in ours or said.GIVES_BACK.search(ours):
            return []
    if _BUT.search(low) and value == "yes":
        return []
    span = trim(place.text, 0, len(place.text))
    return [_made(place, value, span, WISHED)]


def _tidy(low: str, m: re.Match[str]) -> Span:
    start, end = m.span()
    loose = re.search(r"\s+(?:в|через|после|к|in|next|after|на|ближе|to)$", low[start:end])
    if loose:
        end = start + loose.start()
    while start < end and low[start].isspace():
        start += 1
    return Span(start, end)


def stands(place: Passage, span: Span, value: str) -> bool:
    """Whether the words are a decision: no question, no «если», no negation before."""
    low = place.low
    sentence = next((s for s in place.sentences if s.start <= span.start < s.end), span)
    whole = low[sentence.start : sentence.end]
    before = low[sentence.start : span.start]
    if whole.rstrip().endswith("?") and value != "postponed":
        rest = low[span.end : sentence.end]
        if value == "no" or not re.match(r"\s*,|\s*\.|\s+(?:and|а|и)\s", rest):
            return False
    if value == "yes":
        return _yes_stands(place, span, sentence, before)
    if value == "no":
        said_of = re.match(r"(?:\w+\s+){0,2}?не\s+(?:надо|нужн|нужен|нужна)", low[span.start :])
        if said_of and "?" in place.context.ours and not proposed(place):
            return False  # the answer to a question about something else
        return _no_stands(low, span, sentence, before)
    if re.match(r"пока\s+(?:\w+\s+)?не\s+(?:надо|нужн)", low[span.start : span.end]) and _thing(
        before
    ):
        return False  # «шприцы пока не надо»: one thing of several, not the deal
    if "meeting" in place.context.asked and re.match(r"not\s+until|hold", low[span.start :]):
        return False
    return not re.search(
        r"(?:нельзя|не\s+хотелось|не\s+хотим|don't\s+want\s+to)\s+(?:\w+\s+)?$", before
    )


def _yes_stands(place: Passage, span: Span, sentence: Span, before: str) -> bool:
    low = place.low
    if _NEGATED.search(before) or re.search(
        r"(?:почему|как|что|где|сколько|какой|which|how|what)\s+(?:\w+\s+)?$", before
    ):
        return False
    if _HYPOTHETIC.search(before) or re.search(
        r"(?<!\w)(?:если|if|unless|при\s+условии|provided)(?!\w)", low[span.end : sentence.end]
    ):
        return False
    verb = low[span.start : span.end]
    if re.search(
        r"договорились|устраивает|согласн?|подтвержда|идет|давай|deal|confirm|approved|works|agreed",
        verb,
    ):
        asked = place.context.asked
        if "meeting" in asked and "decision" not in asked:
            return False
        if _TALK.search(low) or (asks_else(place) and not proposed(place)):
            return False
        if re.search(r"\d\d:\d\d", low) and "decision" not in asked:
            return False
        if re.search(r"договорились", verb) and not (priced(place) or proposed(place)):
            return False
    if _BARGAIN.search(before) or re.search(r"(?:по|за|не)\s+\d[^.!?]*(?:\sи|,)\s+$", before):
        return False
    if re.match(r"оформ|шли|отправ|кида|подпиш|присыл|\w+\s+дайте", verb) and papers(
        low[sentence.start : sentence.end]
    ):
        return False
    if re.match(r"done|готово", verb) and re.search(
        r"transfer|\bpay|link|bank|оплат|перевод|реквизит", place.context.ours
    ):
        return False
    if re.match(r"запис|запиши", verb) and (_HOUR.search(low) or _DAYS.search(low)):
        return False
    if re.search(r"бер[еу]м", verb) and re.search(
        r"обычно|всегда|раньше|сейчас\s+$|usually|у\s+\w+\s*$",
        before[-25:] + low[span.end : span.end + 3],
    ):
        return False
    return not re.match(
        r"\s+(?:с\s+менеджером|встреч|созвон|звон|время|на\s+(?:завтра\s+в|встреч)|the\s+(?:meeting|call|time))|\s+(?:у|паузу|сейчас\s+у)\s",
        low[span.end :],
    )


def _no_stands(low: str, span: Span, sentence: Span, before: str) -> bool:
    if _HYPOTHETIC.search(before[-40:]) and not before.strip().startswith("мы подумали"):
        return False
    verb = low[span.start : span.end]
    rest = low[span.end : sentence.end]
    if re.match(r"отбой|отмен\w+|cancel", verb) and _RATHER.match(low, span.end):
        return False
    if re.search(r"не\s+(?:нуж|надо|подходит|подойдет|устраивает|хочу|хотим)", verb):
        tail = re.split(r"[,;.!]", rest)[0].strip(" )(")
        # «доставка не нужна», «этот срок не подходит» is not a no to the deal.
        return len(tail) < 3 and bool(
            re.fullmatch(
                r"(?:\W|нет|нам|мне|уже|больше|спасибо|это|к|сожалению|пока|ничего|так|что|просто|,)*",
                re.split(r"[,;.!]", before)[-1],
            )
        )
    return not re.search(r"(?:почему|чтобы|надеюсь|надеемся|why|hope)\s", before)


_THE_DEAL = frozenset({"заказ", "проект", "вопрос", "предложение", "тема", "закупка", "спасибо"})


def _thing(before: str) -> bool:
    """Whether a thing is named right before: «шприцы», «доставка»."""
    m = re.search(r"([а-я]{3,})\s+$", before)
    if m is None:
        return False
    entry = word(m[1])
    return entry.pos == "NOUN" and entry.lemma not in _THE_DEAL and "Name" not in entry.tags


_NO_PROBLEM = re.compile(
    r"\s*[,.!]?\s*(?:проблем|вопросов|problem|worries|возражений|стоп|\d|одн|дв[ае]|три|только|rush|rest)"
)


def _bare(place: Passage) -> Candidate | None:
    """A short yes or no right after our closing question."""
    low = place.low
    no = said.BARE_NO.search(low)
    if no and not _NO_PROBLEM.match(low, no.end()):
        return _made(place, "no", Span(*no.span("n")), ANSWER)
    yes = said.BARE_YES.search(low)
    if not yes:
        return None
    rest = low[yes.end() : yes.end() + 90]
    if _BUT.search(rest):
        return None
    first = low[: yes.end() + len(rest)]
    if "?" in first and not re.match(r"[,!.\s]", rest[:1] or "."):
        return None
    return _made(place, "yes", Span(*yes.span("y")), ANSWER)


def _reaction(place: Passage) -> list[Candidate]:
    for value, pattern in (("yes", POSITIVE_EMOJI), ("no", NEGATIVE_EMOJI)):
        m = pattern.search(place.text)
        if m:
            return [_made(place, value, Span(*m.span()), SOFT)]
    return []
