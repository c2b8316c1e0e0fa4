"""Makes a clean utterance look typed: case, punctuation, typos, slang, transliteration, emoji.

Works piece by piece, so that a marked fact stays a literal stretch of what comes out.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace

from models.starter.amounts import pick
from models.starter.templates import Piece

_LETTERS = [
    "а",
    "a",
    "б",
    "b",
    "в",
    "v",
    "г",
    "g",
    "д",
    "d",
    "е",
    "e",
    "ё",
    "e",
    "ж",
    "zh",
    "з",
    "z",
    "и",
    "i",
    "й",
    "y",
    "к",
    "k",
    "л",
    "l",
    "м",
    "m",
    "н",
    "n",
    "о",
    "o",
    "п",
    "p",
    "р",
    "r",
    "с",
    "s",
    "т",
    "t",
    "у",
    "u",
    "ф",
    "f",
    "х",
    "h",
    "ц",
    "c",
    "ч",
    "ch",
    "ш",
    "sh",
    "щ",
    "sch",
    "ъ",
    "_",
    "ы",
    "y",
    "ь",
    "_",
    "э",
    "e",
    "ю",
    "yu",
    "я",
    "ya",
]
_LATIN = {
    cyrillic: "" if latin == "_" else latin
    for cyrillic, latin in zip(_LETTERS[::2], _LETTERS[1::2], strict=True)
}
_LATIN |= {key.upper(): value.capitalize() for key, value in _LATIN.items()}
TRANSLITERATION = str.maketrans(_LATIN)
KEYS_RU = "йцукенгшщзхъфывапролджэячсмитьбюё"
KEYS_EN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
WRONG_LAYOUT = str.maketrans(KEYS_RU + KEYS_RU.upper(), KEYS_EN + KEYS_EN.upper())
ROWS = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "qwertyuiop", "asdfghjkl", "zxcvbnm")
SLANG_RU = {
    "пожалуйста": ("плиз", "пжл", "пожалуста", "пожалста", "пож", "плз"),
    "сейчас": ("щас", "сейчас", "ща"),
    "сколько": ("скока", "скок", "сколько", "скольки"),
    "спасибо": ("спс", "спасибо", "спасиб", "пасиб"),
    "здравствуйте": ("здрасте", "здраствуйте", "здрасьте", "здравствуйте"),
    "договор": ("договор", "дог", "договр"),
    "что": ("чо", "что", "шо", "че"),
    "когда": ("када", "когда", "кагда"),
    "доставка": ("доставка", "дост-ка", "даставка"),
    "нужно": ("нужн", "надо", "нужно"),
    "можно": ("можн", "мона", "можно"),
    "вообще": ("ваще", "вобще"),
    "конечно": ("канешн", "конечн"),
    "давайте": ("давай", "давайте", "двайте"),
    "хотим": ("хотим", "хочем"),
    "стоит": ("стоит", "стоет"),
    "не": ("не", "ни"),
}
SLANG_EN = {
    "please": ("pls", "plz", "please", "pleas"),
    "thanks": ("thx", "thanks", "tnx"),
    "you": ("u", "you", "ya"),
    "are": ("r", "are"),
    "because": ("cuz", "bc"),
    "the": ("the", "teh", ""),
    "want": ("want", "wanna"),
    "what's": ("whats",),
    "don't": ("dont",),
    "can't": ("cant",),
    "I'd": ("id",),
    "we'll": ("well", "we will"),
    "it's": ("its",),
    "tomorrow": ("tmrw", "tomorow", "tomorrow"),
    "delivery": ("delivery", "delivry"),
    "price": ("price", "prise"),
    "does": ("does", "do"),
}
EMOJI = (
    "🙂",
    "😊",
    "🙏",
    "👍",
    "!",
    "!!",
    "!!!",
    "...",
    "..",
    "))",
    ")",
    "(",
    "😅",
    "🤔",
    "?",
    " ?",
    "❗",
    ":)",
)
WORD = re.compile(r"[^\W\d_]{4,}")
ANY_WORD = re.compile(r"[^\W\d_]+(?:'[a-z]+)?")
# Kinds read by rules afterwards: a typo there would be no one's fact any more.
EXACT = frozenset({"budget", "deadline", "meeting_at", "quantity"})


def typo(rng: random.Random, word: str) -> str:
    """One slip of the finger in a word of four letters or more."""
    at = rng.randint(1, len(word) - 2)
    kind = rng.random()
    if kind < 0.3:
        return word[:at] + word[at + 1 :]
    if kind < 0.6:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind < 0.75:
        return word[:at] + word[at] + word[at:]
    char = word[at].lower()
    for row in ROWS:
        if (place := row.find(char)) >= 0:
            near = row[max(0, place - 1) : place] + row[place + 1 : place + 2]
            return word[:at] + pick(rng, near) + word[at + 1 :]
    return word


def typos(rng: random.Random, pieces: list[Piece], share: float) -> list[Piece]:
    """Misspell about `share` of the longer words."""

    def slip(match: re.Match[str]) -> str:
        return typo(rng, match[0]) if rng.random() < share else match[0]

    return [
        piece if piece.kind in EXACT else replace(piece, text=WORD.sub(slip, piece.text))
        for piece in pieces
    ]


def slang(rng: random.Random, pieces: list[Piece], lang: str) -> list[Piece]:
    """Swap words for how they are typed in a hurry, outside the facts."""
    table = SLANG_RU if lang == "ru" else SLANG_EN

    def swap(match: re.Match[str]) -> str:
        options = table.get(match[0].lower())
        return pick(rng, options) if options else match[0]

    return [
        piece if piece.kind else replace(piece, text=ANY_WORD.sub(swap, piece.text))
        for piece in pieces
    ]


def _edit(pieces: list[Piece], old: str, new: str) -> list[Piece]:
    return [p if p.kind else replace(p, text=p.text.replace(old, new)) for p in pieces]


def capital(pieces: list[Piece], *, upper: bool) -> list[Piece]:
    """Make the first letter of the utterance a capital, or not."""
    for index, piece in enumerate(pieces):
        if piece.text.strip():
            head = piece.text[:1].upper() if upper else piece.text[:1].lower()
            pieces[index] = replace(piece, text=head + piece.text[1:])
            break
    return pieces


def strip_end(pieces: list[Piece], marks: str) -> list[Piece]:
    """Drop the closing punctuation of the last piece that is no fact."""
    if pieces and not pieces[-1].kind:
        pieces[-1] = replace(pieces[-1], text=pieces[-1].text.rstrip(marks))
    return pieces


def typed(rng: random.Random, pieces: list[Piece], lang: str) -> list[Piece]:
    """One utterance as someone types it. Facts stay whole pieces."""
    pieces = list(pieces)
    style = rng.random()
    if style < 0.14:
        return capital(pieces, upper=True)
    if rng.random() < 0.75:
        pieces = [replace(p, text=p.text.replace("ё", "е").replace("Ё", "Е")) for p in pieces]
    if style < 0.24:
        pieces = capital(pieces, upper=True)
    elif style < 0.66:
        pieces = [replace(p, text=p.text.lower()) for p in pieces]
    elif style < 0.69:
        pieces = [replace(p, text=p.text.upper()) for p in pieces]
    if rng.random() < 0.45:
        pieces = strip_end(pieces, "?.! ")
    if rng.random() < 0.3:
        pieces = _edit(pieces, ", ", " ")
    elif rng.random() < 0.06:
        pieces = _edit(pieces, ", ", pick(rng, (",", " , ", " ,")))
    if rng.random() < 0.06:
        for mark in ("?", "!", ".", ",", ":", "—", "-"):
            pieces = _edit(pieces, mark + " ", " ")
        pieces = strip_end(pieces, "?.! ")
    if rng.random() < 0.14:
        pieces = slang(rng, pieces, lang)
    roll = rng.random()
    if roll < 0.14:
        pieces = typos(rng, pieces, 0.15)
    elif roll < 0.18:
        pieces = typos(rng, pieces, 0.4)
    if rng.random() < 0.09:
        pieces.append(Piece(pick(rng, ("", " ")) + pick(rng, EMOJI)))
    if lang == "ru":
        roll = rng.random()
        if roll < 0.035:
            pieces = [replace(p, text=p.text.translate(TRANSLITERATION)) for p in pieces]
        elif roll < 0.04 and not any(p.kind for p in pieces):
            pieces = [replace(p, text=p.text.translate(WRONG_LAYOUT)) for p in pieces]
    return pieces
