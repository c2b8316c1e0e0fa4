"""Polls, quizzes and checklists as text: what is asked, what may be answered, what was."""

from typing import Any, Final

from core.channels.telegram.words import each, lines, number, said

_OPEN, _CHOSEN, _RIGHT = "○", "●", "✓"
_DONE, _TO_DO = "☑", "☐"
_MOST: Final = 30


def poll_words(media: Any) -> str:
    """The question; a line an option: ours is full, the right one of a quiz ticked, with how many
    chose it where that is told; and why the right one is."""
    poll, results = media.poll, media.results
    told = _told(results)
    made = [said(getattr(poll, "question", None))]
    for answer in each(getattr(poll, "answers", None))[:_MOST]:
        one = told.get(_key(answer))
        mark = _OPEN
        if one is not None and getattr(one, "correct", False):
            mark = _RIGHT
        elif one is not None and getattr(one, "chosen", False):
            mark = _CHOSEN
        votes = number(getattr(one, "voters", None))
        made.append(f"{mark} {_option(answer)}" + (f" — {votes}" if votes else ""))
    made.append(said(getattr(results, "solution", None)))
    return "\n".join(part for part in made if part)


def poll_note(media: Any) -> str:
    """``poll``, ``quiz``, and whether it is over."""
    name = "quiz" if getattr(media.poll, "quiz", False) else "poll"
    return f"{name}_closed" if getattr(media.poll, "closed", False) else name


def chosen_by_client(media: Any) -> tuple[str, ...]:
    """What the other side of a private chat chose: of each option the votes that are not ours."""
    told = _told(media.results)
    found = []
    for answer in each(getattr(media.poll, "answers", None)):
        one = told.get(_key(answer))
        ours = int(bool(getattr(one, "chosen", False)))
        if one is not None and number(getattr(one, "voters", 0)) > ours:
            found.append(_option(answer))
    return tuple(found)


def checklist_words(media: Any) -> str:
    """The title and a line a task, ticked where it is done."""
    done = {getattr(one, "id", None) for one in each(media.completions)}
    tasks = each(getattr(media.todo, "list", None))
    return lines(
        said(getattr(media.todo, "title", None)),
        *(
            f"{_DONE if getattr(one, 'id', 0) in done else _TO_DO} {said(one.title)}"
            for one in tasks[:_MOST]
            if said(getattr(one, "title", None))
        ),
    )


def _told(results: Any) -> dict[bytes, Any]:
    """The results by option; results that are ``min`` do not say what was chosen."""
    return {_key(one): one for one in each(getattr(results, "results", None))}


def _option(answer: Any) -> str:
    return said(getattr(answer, "text", None))


def _key(one: Any) -> bytes:
    option = getattr(one, "option", None)
    return option if isinstance(option, bytes) else b""
