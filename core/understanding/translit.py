"""Russian in Latin letters («skolko stoit dostavka»), read as Russian, with the way back."""

import re

from core.understanding.text import View

_MARKS = re.compile(
    r"(?<![\w@.])(?:zdra\w+|dobr(?:yi|yj|yy|iy|ij|y|oe|ogo|oye)|privet\w*|skol[']?ko|pochem|nu(?:zh|j)(?:en|n[aoy])\w*|nado|mo(?:zh|j)n[oa]|"
    r"po(?:zh|j)al\w+|spasib\w+|dostavk\w+|sch[eoi]t\w*|dogovor\w*|tys\w*|kompani\w+|zaka(?:z|zh|j)\w*|hot(?:im|el\w*|ite)|"
    r"khot\w+|tsen[aey]|cen[auy]|stoit|ili|bez|dl(?:ya|ja)|b(?:yu|ju|u)d(?:zh|j)et\w*|srochno|zavtra|segodn(?:ya|ja)|kogda|"
    r"gde|vash\w*|nash\w*|shtuk\w*|sht|ber[eyo]m|est|kak|chto|eto|esli|tol[']?ko|vam|nam|menya|menja|zovut|prishlite|gorod\w*|"
    r"rubl\w+|rub|budem|budet|vozm\w+|ne|da|eshe|esche|ochen|na|po|ot|do|za|iz|mne|my|vy|ya|i|s|v|k|u|a)(?![\w@])",
    re.I,
)
_STRONG = re.compile(
    r"(?<![\w@.])(?:zdrav\w+|privet\w*|skol[']?ko|pochem|nu(?:zh|j)(?:en|n[aoy])\w*|nado|po(?:zh|j)al\w+|spasib\w+|dostavk\w+|"
    r"dogovor\w*|zaka(?:z|zh|j)\w*|hotim|hotel\w*|khot\w+|tsen[aey]|stoit|b(?:yu|ju|u)d(?:zh|j)et\w*|srochno|zavtra|segodn(?:ya|ja)|"
    r"kogda|shtuk\w*|ber[yo]m|berem|menya|menja|zovut|prishlite|rubl\w+|dobr(?:yi|yj|yy|iy|ij|y)|mo(?:zh|j)no|esli|tol[']?ko)(?![\w@])",
    re.I,
)
_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]*)*")
_LETTERS = (
    ("shch", "щ"), ("sch", "щ"), ("zh", "ж"), ("kh", "х"), ("ch", "ч"), ("sh", "ш"), ("ts", "ц"),
    ("yu", "ю"), ("ju", "ю"), ("ya", "я"), ("ja", "я"), ("yo", "е"), ("jo", "е"), ("ye", "е"),
    ("je", "е"), ("yj", "ый"), ("yi", "ый"), ("iy", "ий"), ("ij", "ий"), ("yy", "ый"),
    ("a", "а"), ("b", "б"), ("c", "ц"), ("d", "д"), ("e", "е"), ("f", "ф"), ("g", "г"),
    ("h", "х"), ("i", "и"), ("j", "й"), ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"),
    ("o", "о"), ("p", "п"), ("q", "к"), ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"),
    ("v", "в"), ("w", "в"), ("x", "х"), ("z", "з"), ("'", "ь"),
)  # fmt: skip
_WORDS = {
    "щет": "счет", "щета": "счета", "сколко": "сколько", "толко": "только", "болше": "больше",
    "менше": "меньше", "писмо": "письмо", "ден": "день", "здраствуйте": "здравствуйте",
    "отправте": "отправьте", "возмем": "возьмем", "возму": "возьму", "есче": "еще", "еще": "еще",
    "помощ": "помощь", "очен": "очень", 
    "буджет": "бюджет", "скинте": "скиньте",
}  # fmt: skip
_VOWELS = "aeiouy"


def latin_russian(text: str) -> View | None:
    """``text`` as Russian, where it is Russian in Latin letters; None where it is not."""
    words = _TOKEN.findall(text)
    if len(words) < 3 or re.search("[а-яё]", text, re.I):
        return None
    marks = len(_MARKS.findall(text))
    if not _STRONG.search(text) or marks < 2 or marks * 4 < len(words):
        return None
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def add(letters: str, start: int, end: int) -> None:
        for letter in letters:
            out.append(letter)
            starts.append(start)
            ends.append(end)

    at = 0
    for token in _TOKEN.finditer(text):
        for index in range(at, token.start()):
            add(text[index], index, index + 1)
        at = token.end()
        if _kept(text, token):
            for index in range(*token.span()):
                add(text[index], index, index + 1)
            continue
        parts = _letters(token.group())
        whole = "".join(letter for letter, _, _ in parts)
        known = _WORDS.get(whole.lower())
        if known and known != whole.lower():
            add(known.capitalize() if whole[:1].isupper() else known, *token.span())
            continue
        for letter, start, end in parts:
            add(letter, token.start() + start, token.start() + end)
    for index in range(at, len(text)):
        add(text[index], index, index + 1)
    return View("".join(out), starts, ends)


def _kept(text: str, token: re.Match[str]) -> bool:
    """Parts of addresses, links and makes («XR-200», «info@…») stay as they are."""
    before, after = text[token.start() - 1 : token.start()], text[token.end() : token.end() + 2]
    if before in {"@", "/"} or after[:1] in {"@", "/"} or re.match(r"\.[a-z]", after, re.I):
        return True
    if before == "." and "@" in text[max(0, token.start() - 40) : token.start()]:
        return True
    return before.isdigit() is False and after[:1].isdigit() and len(token.group()) > 1


def _letters(token: str) -> list[tuple[str, int, int]]:
    parts: list[tuple[str, int, int]] = []
    low = token.lower()
    index = 0
    while index < len(low):
        found, letter = next(
            ((a, b) for a, b in _LETTERS if low.startswith(a, index)), (low[index], low[index])
        )
        if found == "y":
            letter = "й" if index and low[index - 1] in _VOWELS else "ы"
        size = len(found)
        if token[index].isupper():
            letter = letter.upper() if token.isupper() and len(token) > 1 else letter.capitalize()
        parts.append((letter, index, index + size))
        index += size
    return parts
