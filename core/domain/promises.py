"""What a suggested text says that the thread does not: numbers, days, addresses. Pure.

A text that was written by a model may be sent by a rep who is in a hurry. Whatever in it could
bind us (a price, a term, a discount, a link) has to stand in the thread already.
"""

import re
from collections.abc import Iterable
from typing import Final

_NUMBER: Final = re.compile(r"\d+(?:[ \u00a0\u202f.,:/-]\d+)*")
_DIGITS: Final = re.compile(r"\d+")
_GROUPS: Final = re.compile(r"(?<=\d)[ \u00a0\u202f,](?=\d{3}(?!\d))")
_LINK: Final = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.\w+|@\w{3,}|"
    r"(?<![\w.])(?:[\w-]+\.)+(?:ru|com|net|org|io|рф|me|su|kz|by|eu)\b\S*",
    re.IGNORECASE,
)
_WORDS: Final = re.compile(r"[^\W\d_]+")
_BINDING: Final = re.compile(
    # numbers in words
    r"нол|один$|одн(?=а$|о$|у$|ого$|ой$|им$)|одинн|дв(?:а|е|ух|ум|умя|ое|оих)$|двен|двад|двес|"
    r"тр(?:и|ех|ем|емя|ое|оих)$|трин|трид|трис|четыр|четве(?=р[ыо])|пят(?!н)|шест|"
    r"сем(?=ь$|и$|ью$|еро$)|семн|семьд|семьс|семид|"
    r"восем|восьм|девя|деся|сорок|ст[оа]$|сот(?:ня|ни|ню|ен)?$|тысяч|тыс$|тыщ|миллион|млн|полтор|"
    r"половин|пара$|пару$|дюжин|"
    # days and terms
    r"недел|месяц|сутк|суток|час(?=$|а$|у$|ов$|ам$|ы$|ик)|минут|завтра|послезавтра|сегодня|вчера|"
    r"понедел|вторн|сред(?=а$|у$|ы$|е$)|четверг|пятниц|суббот|воскрес|выходн|январ|феврал|март|"
    r"апрел|ма[йяе]$|июн|июл|август|сентяб|октяб|нояб|декаб|утр|полд|вечер|обед"
)
_PROMISE: Final = re.compile(
    r"скид|бесплат|даром|подар|бонус|гаранти|процент|рассроч|отсроч|возврат|верн(?=ем$|ут$|у$)|компенс|"
    r"руб|доллар|евро$|тенге|в?налич|склад"
)
_ENGLISH: Final = re.compile(
    r"(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|"
    r"forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|dozen|half|week|month|hour|"
    r"minute|tomorrow|today|yesterday|tonight|monday|tuesday|wednesday|thursday|friday|saturday|"
    r"sunday|weekend|january|february|march|april|may|june|july|august|september|october|november|"
    r"december|morning|noon|afternoon|evening)(?=s?$)"
)
_ENGLISH_PROMISE: Final = re.compile(
    r"(?:discount|free|gift|bonus|guarantee|warranty|percent|refund|installment|compensat\w+|dollar|"
    r"euro|rouble|ruble|pound|stock)(?=s?$|d$|ed$)"
)
_DAY: Final = frozenset({"день", "дня", "дней", "дню", "днем", "дни", "дням", "day", "days"})
_GREETINGS: Final = (
    "добрый день", "доброе утро", "добрый вечер", "хорошего дня", "good morning",
    "good afternoon", "good evening", "good day", "have a nice day", "feel free",
)  # fmt: skip
_SIGNS: Final = re.compile("[%$€£₽₸]")


def _plain(text: str) -> str:
    return _GROUPS.sub("", text).casefold().replace("ё", "е")


def _day(word: str) -> str:
    """What makes a word a number, a day or a term; '' for any other."""
    if word in _DAY:
        return "день"
    found = _BINDING.match(word) or _ENGLISH.match(word)
    return found.group() if found else ""


def _promise(word: str) -> str:
    """What makes a word a promise or a price; '' for any other."""
    found = _PROMISE.match(word) or _ENGLISH_PROMISE.match(word)
    return found.group() if found else ""


def _words(text: str) -> list[str]:
    plain = _plain(text)
    for greeting in _GREETINGS:
        plain = plain.replace(greeting, " ")
    return _WORDS.findall(plain)


def _days(text: str) -> set[str]:
    return {_day(word) for word in _words(text)} - {""}


def _promises(text: str) -> set[str]:
    return ({_promise(w) for w in _words(text)} - {""}) | set(_SIGNS.findall(_plain(text)))


def unsupported(text: str, sources: Iterable[str], ours: Iterable[str]) -> list[str]:
    """What ``text`` says that the thread does not: numbers by their digits, days and terms by
    their words, links as they are, against ``sources`` (all messages and the values of its facts);
    prices and promises against ``ours``, what we said ourselves, for a client who asks for a
    discount has none yet. Empty where all of it stands there."""
    thread = "\n".join(sources)
    plain, said = _plain(text), _plain(thread)
    digits = {run.lstrip("0") or "0" for run in _DIGITS.findall(said)}
    loose = [
        number.group()
        for number in _NUMBER.finditer(plain)
        if any((run.lstrip("0") or "0") not in digits for run in _DIGITS.findall(number.group()))
    ]
    links = [link.group() for link in _LINK.finditer(plain) if link.group() not in said]
    promised = _promises(text) - _promises("\n".join(ours))
    return [*loose, *links, *sorted((_days(text) - _days(thread)) | promised)]
