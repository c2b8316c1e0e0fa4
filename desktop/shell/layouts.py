"""Two keyboard layouts: what was typed in the one, as the same keys give it in the other."""

from typing import Final

_LATIN: Final = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_RUSSIAN: Final = "йцукенгшщзхъфывапролджэячсмитьбюё"
_SHIFTED: Final = ('QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>~', _RUSSIAN.upper())
_OTHER: Final = str.maketrans(
    _LATIN + _RUSSIAN + _SHIFTED[0] + _SHIFTED[1], _RUSSIAN + _LATIN + _SHIFTED[1] + _SHIFTED[0]
)
_KEYS: Final = dict(zip(_RUSSIAN.upper(), _LATIN.upper(), strict=True))


def latin_key(key: int) -> int:
    """The Latin key at the place of a Cyrillic one; any other key as it is."""
    if 0x400 <= key <= 0x4FF:
        return ord(_KEYS.get(chr(key).upper(), "\0")) or key
    return key


def swapped(text: str) -> str:
    """``text`` as the same keys give it in the other layout: «руддщ» for ``hello``."""
    return text.translate(_OTHER)
