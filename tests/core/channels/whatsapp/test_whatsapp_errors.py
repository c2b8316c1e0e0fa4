"""Every code that Meta's page names means something, slows down whom it is about, and has one
remedy."""

import pytest

from core.channels.whatsapp import errors
from core.domain.remedies import remedy

# support/error-codes, the Marketing Messages API and what senders report
CODES = (
    0, 1, 2, 3, 4, 10, 33, 100, 190, 200, 299, 368, 613, 80007, 130429, 130472, 130497, 131000,
    131005, 131008, 131009, 131016, 131021, 131026, 131030, 131031, 131037, 131042, 131045, 131047,
    131048, 131049, 131050, 131051, 131052, 131053, 131055, 131056, 131057, 131062, 131063, 131064,
    132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016, 132018, 132068, 132069, 133000,
    133004, 133005, 133006, 133008, 133009, 133010, 133015, 133016, 134011, 134100, 134101, 134102,
    135000, 137000,
)  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_known_and_has_a_remedy_of_its_own(code: int) -> None:
    meaning = errors.MEANINGS[code]
    helps = remedy(meaning.code)
    # what is sent again by itself needs nothing; nothing else is merely tried again
    assert (helps in ("retry", "wait")) >= (meaning.retry_in is not None)
    assert helps != "retry" or meaning.retry_in is not None
    later = errors.failure(code, "why")
    assert (later.code == "whatsapp-not-delivered") == (meaning.retry_in is not None)
    assert later.params == {"number": str(code), "text": "why"}
    refusal = errors.refusal(code, "why")
    assert errors.scope(refusal) == meaning.scope
    assert refusal.closes_window == (code == 131047)
    assert bool(meaning.scope) <= (meaning.retry_in is not None)


def test_only_one_code_is_about_one_person_alone() -> None:
    assert [c for c, m in errors.MEANINGS.items() if m.scope == "person"] == [131056]


def test_what_nobody_knows_is_a_refusal_that_tells_metas_words() -> None:
    problem = errors.problem(999_999, "x" * 999)
    assert (problem.code, len(problem.params["text"])) == ("whatsapp-refused", 300)
    assert remedy(problem.code) == "edit"
    assert [errors.number(code) for code in (None, "190", "x", 4)] == [-1, 190, -1, 4]
