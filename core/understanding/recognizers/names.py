"""What the recognizers of people and firms share."""

from typing import NamedTuple

WORD = r"[^\W\d_]+(?:-[^\W\d_]+)?"
LEGAL = r"(?:общество\s+с\s+ограниченной\s+ответственностью|(?:публичное\s+)?акционерное\s+общество|ооо|оао|зао|пао|ао|нао|тоо|нпо|нпп|нпф|гк|тд|тпк|пк|ск|уп|чуп|оооо?|фгуп|гуп|муп|мбу|гбу|мкк|чоу|ано|тсж|снт|кфх|одо|чтуп|чтп)"  # noqa: E501
NOT_NAMES = {
    "мой", "моя", "наш", "наша", "ваш", "ваша", "свой", "новый",
    "is", "инн", "кпп", "добрый", "здравствуйте", "привет", "день", "вечер", "утро", "спасибо", "мы", "вы", "он",  # noqa: E501
    "компания", "отдел", "менеджер", "директор", "уважением", "команда", "the", "interested",
    "looking", "writing", "from", "a", "an", "not", "sorry", "ready", "in", "just", "here",
    "happy", "afraid", "sure", "going", "still", "also", "very", "so", "currently", "working",
    "calling", "contacting", "glad", "ok", "okay", "fine", "back", "your", "our", "my", "about",
    "great", "good", "too", "now", "urgent", "what", "regarding", "available", "trying",
    "reaching", "planning", "thinking", "done", "with", "at", "thanks", "thank", "director",
    "manager", "head", "procurement", "purchasing", "sales", "buyer", "owner", "ceo", "company",
    "expensive", "important", "it", "that", "this", "why", "how", "please", "ооо", "ип", "ао",
    "тел", "телефон", "tel", "phone", "email", "почта", "сайт", "www", "client", "unhappy",
    "disappointed", "hi", "hello", "dear", "team", "confirmed", "wondering", "all", "only",
    "more", "less", "really", "pretty", "quite", "new", "free", "busy", "away", "out", "on",
    "for", "to", "by", "off", "we", "you", "they", "who", "fyi", "чп", "тоо", "подпись",
    "inn", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "today", "tomorrow", "yesterday",
}  # fmt: skip  # fmt: skip


class Named(NamedTuple):
    """What the entity tagger found: PER, ORG or LOC at [start, end)."""

    start: int
    end: int
    type: str
