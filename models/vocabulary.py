"""The tokens that the starter is shown and answers with."""

from typing import Final

from core.domain.reading import INTENTS

PROTOCOL: Final = "labels-1"
PLAIN_KINDS: Final = (
    "person", "role", "company", "city", "product", "quantity", "budget", "deadline",
    "meeting_at", "competitor",
)  # fmt: skip
DECISIONS: Final = ("yes", "no", "postponed")
DOCUMENTS: Final = (
    "quote", "contract", "invoice", "act", "nda", "certificate", "requisites", "datasheet",
    "waybill",
)  # fmt: skip
CLASSES: Final = (
    *((kind, "") for kind in PLAIN_KINDS),
    *(("decision", value) for value in DECISIONS),
    *(("document", value) for value in DOCUMENTS),
)
THREAD, CLIENT, US, READ, INTENT, END, PAD = (
    "<|thread|>", "<|client|>", "<|us|>", "<|read|>", "<|intent|>", "<|end|>", "<|pad|>",
)  # fmt: skip
OUTSIDE: Final = "<|O|>"


def label_names() -> tuple[str, ...]:
    """`O`, then for each class its B and its I: index 1+2c and 2+2c."""
    names = [OUTSIDE]
    for kind, value in CLASSES:
        name = f"{kind}.{value}" if value else kind
        names += [f"<|B-{name}|>", f"<|I-{name}|>"]
    return tuple(names)


LABELS: Final = label_names()
INTENT_TOKENS: Final = tuple(f"<|{tag}|>" for tag in INTENTS)
SPECIAL_TOKENS: Final = (
    PAD, THREAD, CLIENT, US, READ, INTENT, END, *LABELS, *INTENT_TOKENS,
)  # fmt: skip
