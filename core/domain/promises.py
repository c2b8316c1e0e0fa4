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
    r"апрел|ма[йяе]$|июн|июл|август|сентяб|октяб|нояб|декаб|утр|полд|вечер|обед|"
    # what binds
    r"скид|бесплат|даром|подар|бонус|гаранти|процент|рассроч|отсроч|возврат|верн(?=ем|ут)|компенс|"
    r"руб|доллар|евро$|тенге|в?налич|склад"
)
_ENGLISH: Final = re.compile(
    r"(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|"
    r"forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|dozen|half|week|month|hour|"
    r"minute|tomorrow|today|yesterday|tonight|monday|tuesday|wednesday|thursday|friday|saturday|"
    r"sunday|weekend|january|february|march|april|may|june|july|august|september|october|november|"
    r"december|morning|noon|afternoon|evening|discount|free|gift|bonus|guarantee|warranty|percent|"
    r"refund|installment|compensat\w+|dollar|euro|rouble|ruble|pound|stock)(?=s?$|d$|ed$)"
)
_DAY: Final = frozenset({"день", "дня", "дней", "дню", "днем", "дни", "дням", "day", "days"})
_GREETINGS: Final = (
    "добрый день", "доброе утро", "добрый вечер", "хорошего дня", "good morning",
    "good afternoon", "good evening", "good day", "have a nice day", "feel free",
)  # fmt: skip
_SIGNS: Final = re.compile("[%$€£₽₸]")


def _plain(text: str) -> str:
    return _GROUPS.sub("", text).casefold().replace("ё", "е")


def _stem(word: str) -> str:
    """What makes a word binding, '' for one that is none."""
    if word in _DAY:
        return "день"
    found = _BINDING.match(word) or _ENGLISH.match(word)
    return found.group() if found else ""


def _stems(text: str) -> set[str]:
    plain = _plain(text)
    for greeting in _GREETINGS:
        plain = plain.replace(greeting, " ")
    return ({_stem(w) for w in _WORDS.findall(plain)} - {""}) | set(_SIGNS.findall(plain))


def unsupported(text: str, sources: Iterable[str]) -> list[str]:
    """What ``text`` says that none of ``sources`` (the thread's messages and the values of its
    facts) says: numbers by their digits, days, sums and promises by their words, links as they
    are. Empty where all of it stands there."""
    thread = "\n".join(sources)
    plain, said = _plain(text), _plain(thread)
    digits = {run.lstrip("0") or "0" for run in _DIGITS.findall(said)}
    loose = [
        number.group()
        for number in _NUMBER.finditer(plain)
        if any((run.lstrip("0") or "0") not in digits for run in _DIGITS.findall(number.group()))
    ]
    links = [link.group() for link in _LINK.finditer(plain) if link.group() not in said]
    return [*loose, *links, *sorted(_stems(text) - _stems(thread))]
