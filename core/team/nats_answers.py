"""What a NATS server answers, and what its refusals mean."""

import msgspec

from core.domain.problems import Problem, ProblemError


class Broken(Exception):
    """The line broke or nobody answered: whether it was taken is not known."""


class Denied(Exception):
    """The server does not let us do that; ``subject`` says what."""

    def __init__(self, subject: str) -> None:
        super().__init__(subject)
        self.subject = subject


class Refused(Exception):
    """JetStream's own answer: ``code`` and ``err_code`` as its API has them."""

    def __init__(self, code: int, err_code: int, text: str) -> None:
        super().__init__(f"{text} ({code}/{err_code})")
        self.code = code
        self.err_code = err_code
        self.text = text


class _Error(msgspec.Struct, frozen=True):
    code: int = 0
    err_code: int = 0
    description: str = ""


class _Answer(msgspec.Struct, frozen=True):
    error: _Error | None = None


def answered(data: bytes) -> bytes:
    """An answer of JetStream that is none of its errors. Raises Refused, Broken."""
    try:
        error = msgspec.json.decode(data, type=_Answer).error
    except (msgspec.DecodeError, UnicodeError):
        raise Broken("no answer of JetStream's") from None
    if error is not None:
        raise Refused(error.code, error.err_code, error.description)
    return data


def told(error: Exception) -> ProblemError:
    """A failure of the line as a sentence."""
    if isinstance(error, Denied):
        return ProblemError(Problem("feed-denied", {"detail": error.subject}))
    if isinstance(error, Refused):
        return ProblemError(Problem("feed-refused", {"detail": error.text}))
    return ProblemError(Problem("feed-unreachable", {"place": "NATS"}))
