"""The grammar that bounds a chat model's answer (GBNF), and the reading of such an answer."""

from typing import Final

import msgspec

from core.domain.reading import INTENTS, Intent, ModelFact, ModelReading
from models.vocabulary import DECISIONS, DOCUMENTS, PLAIN_KINDS

MAX_INTENTS: Final = 3
MAX_FACTS: Final = 12
MAX_QUOTE: Final = 120


def _any_of(words: tuple[str, ...]) -> str:
    return " | ".join(f'"\\"{word}\\""' for word in words)


def answer_grammar() -> str:
    """GBNF of `{"intents":[…],"facts":[…]}`: at most 3 intents, 12 facts, 120 characters a
    quote, no white space between."""
    return "\n".join(
        [
            f'root ::= "{{\\"intents\\":[" intent ("," intent){{0,{MAX_INTENTS - 1}}} "],'
            f'\\"facts\\":[" (fact ("," fact){{0,{MAX_FACTS - 1}}})? "]}}"',
            f"intent ::= {_any_of(INTENTS)}",
            "fact ::= plain | decision | document",
            'plain ::= "{\\"kind\\":" kind ",\\"quote\\":" quote "}"',
            'decision ::= "{\\"kind\\":\\"decision\\",\\"quote\\":" quote ",\\"value\\":" '
            f'({_any_of(DECISIONS)}) "}}"',
            'document ::= "{\\"kind\\":\\"document\\",\\"quote\\":" quote ",\\"value\\":" '
            f'({_any_of(DOCUMENTS)}) "}}"',
            f"kind ::= {_any_of(PLAIN_KINDS)}",
            f'quote ::= "\\"" char{{1,{MAX_QUOTE}}} "\\""',
            r'char ::= [^"\\\x00-\x1F\x7F] | "\\" ["\\/nt]',
        ]
    )


class _Fact(msgspec.Struct, omit_defaults=True):
    kind: str
    quote: str
    value: str = ""


class _Answer(msgspec.Struct):
    intents: list[str]
    facts: list[_Fact] = []


def parse_answer(text: str) -> ModelReading:
    """The reading in an answer, every confidence 0.5; what the answer's end cuts off is lost.

    Raises ValueError where there is no answer to be found.
    """
    answer = _decode(text)
    if answer is None:
        raise ValueError("no answer")
    known = [tag for tag in dict.fromkeys(answer.intents) if tag in INTENTS]
    return ModelReading(
        intents=tuple(Intent(tag, 0.5) for tag in known[:MAX_INTENTS]),
        facts=tuple(
            ModelFact(kind=fact.kind, quote=fact.quote, value=_value(fact))
            for fact in answer.facts[:MAX_FACTS]
            if fact.quote.strip() and _fits(fact)
        ),
    )


def repeats(written: bytes) -> bool:
    """Whether the last fact of an answer as far as it is written stands in it before."""
    start, end = written.rfind(b'{"kind":'), written.rfind(b"}") + 1
    return 0 <= start < end and written.find(written[start:end], 0, start) >= 0


def _decode(text: str) -> _Answer | None:
    """The answer, or as much of it as an output that was cut short holds."""
    attempts = [text]
    end = text.rfind("}")
    while end > 0 and len(attempts) <= MAX_FACTS + 1:
        attempts.append(text[: end + 1] + "]}")
        end = text.rfind("}", 0, end)
    attempts.append(text.split('],"facts"')[0] + "]}")
    for attempt in attempts:
        try:
            return msgspec.json.decode(attempt, type=_Answer)
        except msgspec.DecodeError:
            continue
    return None


def _value(fact: _Fact) -> str:
    return fact.value if fact.kind in {"decision", "document"} else ""


def _fits(fact: _Fact) -> bool:
    if fact.kind == "decision":
        return fact.value in DECISIONS
    if fact.kind == "document":
        return fact.value in DOCUMENTS
    return fact.kind in PLAIN_KINDS
