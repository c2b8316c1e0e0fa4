"""Polls, quizzes and checklists: what is asked, what may be answered, what was."""

from typing import Any, Final

from core.channels.telegram.words import each, lines, number, said
from core.domain.polls import MOST, Option, Poll, line

_DONE, _TO_DO = "☑", "☐"
_MOST: Final = 30


def poll_of(media: Any) -> Poll | None:
    """What may be chosen, and what was as far as it is told; None of what is no poll."""
    poll, results = getattr(media, "poll", None), getattr(media, "results", None)
    if poll is None:
        return None
    told = _told(results)
    closed, quiz = bool(getattr(poll, "closed", False)), bool(getattr(poll, "quiz", False))
    hidden = bool(getattr(poll, "hide_results_until_close", False)) and not closed
    options = tuple(
        _option(answer, told.get(_key(answer)))
        for answer in each(getattr(poll, "answers", None))[:MOST]
    )
    return Poll(
        options=options,
        voters=number(getattr(results, "total_voters", None)) or sum(o.votes for o in options),
        several=bool(getattr(poll, "multiple_choice", False)),
        quiz=quiz,
        closed=closed,
        final=bool(getattr(poll, "revoting_disabled", False)),
        told=bool(told) and not hidden,
    )


def _option(answer: Any, one: Any) -> Option:
    return Option(
        key=_key(answer),
        text=_words(answer),
        votes=number(getattr(one, "voters", None)),
        chosen=bool(getattr(one, "chosen", False)),
        right=bool(getattr(one, "correct", False)),
    )


def poll_words(media: Any) -> str:
    """The question; a line an option: ours is full, the right one of a quiz ticked, with how many
    chose it where that is told; and why the right one is."""
    poll = poll_of(media)
    made = [said(getattr(media.poll, "question", None))]
    made += [line(one) for one in poll.options] if poll is not None else []
    made.append(said(getattr(media.results, "solution", None)))
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
            found.append(_words(answer))
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


def _words(answer: Any) -> str:
    return " ".join(said(getattr(answer, "text", None)).split())


def _key(one: Any) -> bytes:
    option = getattr(one, "option", None)
    return option if isinstance(option, bytes) else b""
