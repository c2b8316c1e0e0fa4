"""Pages of a PDF as pictures, with words lit; runs in the process that opens files."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from core.domain.problems import Problem, ProblemError
from desktop.media.words import PageAsk, PageHead

_MOST_PIXELS: Final = 12_000_000
_MOST_TEXT: Final = 200_000


def draw(path: Path, ask: PageAsk) -> tuple[PageHead, bytes]:
    """A page. Raises ProblemError: ``document-locked`` (a password), ``document-broken``."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        code = "document-locked" if "password" in str(error).lower() else "document-broken"
        raise ProblemError(Problem(code)) from error
    try:
        count = len(document)
        page = document[min(max(ask.number, 1), count) - 1]
        wide, tall = page.get_size()
        if not (0 < wide < 100_000 and 0 < tall < 100_000):
            raise ProblemError(Problem("document-broken"))
        scale = min(ask.width / wide, (_MOST_PIXELS / (wide * tall)) ** 0.5)
        picture = page.render(scale=scale, draw_annots=True)
        lit = _lit(page, wide, tall, ask) if ask.quote else ()
        head = PageHead(picture.width, picture.height, picture.stride, count, lit)
        return head, bytes(picture.buffer)
    except (pdfium.PdfiumError, IndexError, MemoryError) as error:
        raise ProblemError(Problem("document-broken")) from error
    finally:
        document.close()


def _lit(
    page: Any, wide: float, tall: float, ask: PageAsk
) -> tuple[tuple[float, float, float, float], ...]:
    text_page = page.get_textpage()
    text = text_page.get_text_range(0, min(text_page.count_chars(), _MOST_TEXT))
    found = locate(text, ask.quote, ask.place)
    if found is None:
        return ()
    left, bottom, right, top = page.get_cropbox()
    del right, top
    boxes = [text_page.get_charbox(i) for i in range(*found) if not text[i : i + 1].isspace()]
    moved = [(l - left, tall - (t - bottom), r - left, tall - (b - bottom)) for l, b, r, t in boxes]  # noqa: E741
    return tuple((l / wide, t / tall, r / wide, b / tall) for l, t, r, b in lines(moved))  # noqa: E741


def locate(text: str, quote: str, place: float) -> tuple[int, int] | None:
    """Where ``text`` says ``quote``, however either is broken into lines and spaced: of several
    occurrences the one that stands nearest to ``place``, a share of the text. None: nowhere."""
    where = [i for i, c in enumerate(text) if _counts(c)]
    flat = "".join(text[i] for i in where).casefold()
    wanted = "".join(c for c in quote if _counts(c)).casefold()
    if not wanted or len(flat) != len(where):
        return None
    at, best = flat.find(wanted), -1
    while at >= 0:
        if best < 0 or abs(at / len(flat) - place) < abs(best / len(flat) - place):
            best = at
        at = flat.find(wanted, at + 1)
    return (where[best], where[best + len(wanted) - 1] + 1) if best >= 0 else None


def _counts(character: str) -> bool:
    return not character.isspace() and character not in "\u00ad\ufffe\x02"


def lines(
    boxes: Sequence[tuple[float, float, float, float]],
) -> list[tuple[float, float, float, float]]:
    """Boxes of letters (left, top, right, bottom) joined into one a line."""
    made: list[tuple[float, float, float, float]] = []
    for box in boxes:
        if made:
            left, top, right, bottom = made[-1]
            middle = (box[1] + box[3]) / 2
            if top <= middle <= bottom and box[2] >= left:
                made[-1] = (
                    min(left, box[0]), min(top, box[1]), max(right, box[2]), max(bottom, box[3])
                )  # fmt: skip
                continue
        made.append(box)
    return made
