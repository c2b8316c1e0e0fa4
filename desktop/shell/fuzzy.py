"""How well what was typed fits a title: its letters in their order, best at beginnings of words."""

from desktop.shell.layouts import swapped

_START, _RUN, _GAP = 8.0, 9.0, -0.4


def _score(typed: str, title: str) -> float | None:
    """None where the letters do not occur in this order. The best way of finding them counts."""
    best: list[float | None] = [0.0] + [None] * len(title)
    # best[j]: of ways that end with the letter before place j
    first = True
    for letter in typed:
        ways: list[float | None] = [None] * (len(title) + 1)
        reach: float | None = None
        for j, here in enumerate(title):
            if first:
                reach = 0.0
            elif reach is not None:
                reach += _GAP
            if not first and best[j] is not None and (reach is None or best[j] > reach):  # type: ignore[operator]
                reach = best[j]
            if here != letter or reach is None:
                continue
            start = j == 0 or not title[j - 1].isalnum()
            run = not first and best[j] is not None
            value = reach + (_START if start else 1.0)
            if run:
                value = max(value, (best[j] or 0.0) + _RUN + (_START if start else 0.0))
            ways[j + 1] = value
        best, first = ways, False
    found = [way for way in best if way is not None]
    return max(found) - 0.02 * len(title) if found else None


def score(typed: str, title: str) -> float | None:
    """The larger the better, None where it does not fit; in either keyboard layout."""
    wanted = "".join(typed.casefold().split())
    if not wanted:
        return 0.0
    plain = title.casefold()
    ways = [_score(wanted, plain), _score(swapped(wanted), plain)]
    return max((way for way in ways if way is not None), default=None)
