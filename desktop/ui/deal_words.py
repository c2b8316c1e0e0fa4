"""A deal in words: where it stands, the next step, and what one may write for it. Pure."""

from collections.abc import Sequence

from core.domain.deal import Deal
from core.domain.reading import Fact
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.shell.i18n import I18n


def stage_name(shell: Shell, deal: Deal) -> str:
    """A word or two."""
    return shell.tr(f"stage-{_key(deal.stage)}")


def where_words(shell: Shell, deal: Deal) -> str:
    """One sentence, and what it is about."""
    where = shell.tr(f"where-{_key(deal.stage)}" + ("" if deal.ours else "-waits"))
    about = facts_words(shell.i18n, deal.about, shell.now())
    return shell.tr("where-about", where=where, about=about) if about else where


def step_words(shell: Shell, deal: Deal) -> str:
    """What the rep does next."""
    key = f"step-{deal.step}"
    about = facts_words(shell.i18n, deal.next_about, shell.now())
    if about and shell.i18n.has(f"{key}-of"):
        return shell.tr(f"{key}-of", about=about)
    if deal.step == "remind":
        silent = formats.duration(shell.i18n, max(0, shell.now() - deal.since))
        return shell.tr(key, time=silent)
    return shell.tr(key)


def window_words(shell: Shell, deal: Deal) -> str:
    """What the service window has to do with the step; '' where nothing."""
    window = deal.window
    if window.state == "closed":
        return shell.tr("step-window-closed")
    if window.state == "closing" and deal.ours and window.closes_at is not None:
        left = formats.countdown(shell.i18n, window.closes_at - shell.now())
        return shell.tr("step-window-closing", time=left.replace(" ", formats.NBSP))
    return ""


def step_draft(tongue: I18n, deal: Deal, now: int) -> str:
    """What one may begin to write for the step, in the client's language; '' where the rep has to
    find the words."""
    about = facts_words(tongue, deal.next_about, now)
    key = f"draft-{deal.step}" + ("-of" if about else "")
    if not tongue.has(key):
        return ""
    return tongue.say(key, about=about) if about else tongue.say(key)


def question(tongue: I18n, kind: str) -> str:
    """What to ask, in the client's language."""
    return tongue.say(f"question-{_key(kind)}")


def unknown_name(shell: Shell, kind: str) -> str:
    """What is unknown."""
    return shell.tr(f"unknown-{_key(kind)}")


def facts_words(i18n: I18n, facts: Sequence[Fact], now: int) -> str:
    """``светодиодные панели, 800 шт``; never the value of a fact that is not there."""
    return ", ".join(formats.fact_value(i18n, fact, now) for fact in facts)


def _key(name: str) -> str:
    return name.replace("_", "-")
