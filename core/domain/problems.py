"""Errors that an operator can act on, as codes; the desk has the sentence for each."""

import errno

import msgspec


class Problem(msgspec.Struct, frozen=True):
    """``code`` is a key of the translations (``problem-`` in front); ``params`` fill its gaps."""

    code: str
    params: dict[str, str] = {}

    def encode(self) -> str:
        """As it is kept in the store."""
        return msgspec.json.encode(self).decode()

    @staticmethod
    def decode(text: str) -> "Problem | None":
        """The problem kept as ``text``; None for ''. Plain text becomes ``other``."""
        if not text:
            return None
        try:
            return msgspec.json.decode(text, type=Problem)
        except msgspec.DecodeError:
            return Problem("other", {"text": text})


_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def unwritable(error: OSError, path: object) -> Problem:
    """Why a file of ours could not be written."""
    if error.errno in _FULL:
        return Problem("disk-full", {"path": str(path)})
    why = {"path": str(error.filename or path), "detail": error.strerror or ""}
    return Problem("profile-unwritable", why)


class ProblemError(Exception):
    """Raised where a problem must stop what is being done."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.code} {problem.params or ''}".strip())
        self.problem = problem


class StoreError(ProblemError):
    """The log cannot be read or written now; what was asked may be asked again."""


class ChannelError(ProblemError):
    """A send or fetch did not succeed.

    ``retry_in`` seconds: try again then (None: never by itself). ``uncertain``: the channel may
    have taken it. ``closes_window``: the service window is closed for this peer.
    """

    def __init__(
        self,
        problem: Problem,
        *,
        retry_in: float | None = None,
        uncertain: bool = False,
        closes_window: bool = False,
    ) -> None:
        super().__init__(problem)
        self.retry_in = retry_in
        self.uncertain = uncertain
        self.closes_window = closes_window


class CrmError(ProblemError):
    """The CRM did not take a record. ``retryable``: it may later, as it stands."""

    def __init__(self, problem: Problem, *, retryable: bool) -> None:
        super().__init__(problem)
        self.retryable = retryable
