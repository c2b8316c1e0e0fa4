"""Whether the question being written was answered already: by a fact that stands, or in the
client's own words of a message, a voice message or a document.

``AnswerIndex`` holds what the client of one thread said; ``answer`` looks a draft up in it. Both
are pure and know nothing of where the text comes from. Silence is the answer to every doubt: a
line that is wrong once is not read again.
"""

from core.domain.said import Answer
from core.understanding.reask.answer import answer
from core.understanding.reask.index import AnswerIndex

__all__ = ["Answer", "AnswerIndex", "answer"]
