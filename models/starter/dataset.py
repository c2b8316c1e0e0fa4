"""Generated threads as the starter sees them in training: ids, and what to say where."""

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from core.domain.reading import INTENTS
from models.labels import END, INTENT, INTENT_TOKENS, LABELS, character_spans, labels_for
from models.prompts import PIECE_CHARS, Said, Segment, Special, starter_prompt, window
from models.starter.tokenizer import StarterTokenizer

NOTHING = -100
LONGEST = 640

Example = Mapping[str, Any]
Sample = tuple[list[int], list[int]]


def roughen(example: Example, rng: random.Random) -> Example:
    """As people type, over what the generator does: often no ё, now and then all lower case.
    Nothing moves, so spans still hold."""
    lower, plain = rng.random() < 0.15, rng.random() < 0.5

    def change(text: str) -> str:
        if lower and len(text.lower()) == len(text):
            text = text.lower()
        return text.replace("ё", "е").replace("Ё", "Е") if plain else text

    turns = [{**turn, "text": change(turn["text"])} for turn in example["turns"]]
    return {**example, "turns": turns}


def sample(example: Example, tokenizer: StarterTokenizer, *, torn: bool) -> Sample | None:
    """Ids and the target after each id (NOTHING where none is asked); None when it is too long."""
    turns = window([Said(turn["from"], turn["text"]) for turn in example["turns"]])
    text = turns[-1].text
    if len(text) > PIECE_CHARS:
        return None
    ids: list[int] = []

    def put(segment: Segment) -> None:
        if isinstance(segment, Special):
            ids.append(tokenizer.ids[segment.name])
        else:
            ids.extend(tokenizer.encode(segment, torn=torn))

    for segment in starter_prompt(turns):
        put(segment)
    targets = [NOTHING] * len(ids)
    second = tokenizer.encode(text, torn=torn)
    spans = character_spans(text, [tokenizer.piece(token) for token in second])
    facts = [
        (fact["kind"], str(fact.get("value") or ""), tuple(fact["span"]))
        for fact in example["facts"]
    ]
    labels = tokenizer.ids[LABELS[0]]
    ids += second
    targets += [labels + label for label in labels_for(spans, facts)]
    said = [tokenizer.ids[INTENT_TOKENS[INTENTS.index(tag)]] for tag in example["intents"][:3]]
    if not said:
        return None
    ids += [tokenizer.ids[INTENT], *said]
    targets += [*said, tokenizer.ids[END]]
    return (ids, targets) if len(ids) <= LONGEST else None


def batches(
    examples: Sequence[Example], tokenizer: StarterTokenizer, tokens: int, seed: int
) -> Iterator[list[Sample]]:
    """All examples once, anew roughened, in batches of like lengths with at most ``tokens`` ids
    each (padding counted)."""
    rng = random.Random(seed)
    order = list(range(len(examples)))
    rng.shuffle(order)
    stretch = 1024
    for start in range(0, len(order), stretch):
        made = [
            sample(roughen(examples[number], rng), tokenizer, torn=rng.random() < 0.7)
            for number in order[start : start + stretch]
        ]
        ready = sorted((one for one in made if one is not None), key=lambda one: len(one[0]))
        groups: list[list[Sample]] = [[]]
        for one in ready:
            if groups[-1] and (len(groups[-1]) + 1) * len(one[0]) > tokens:
                groups.append([])
            groups[-1].append(one)
        rng.shuffle(groups)
        yield from (group for group in groups if group)
