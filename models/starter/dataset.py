"""Generated threads as the starter sees them in training: ids, and what to say where."""

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

import torch
from torch.utils.data import IterableDataset, get_worker_info

from core.domain.reading import INTENTS
from models.labels import character_spans, labels_for
from models.prompts import PIECE_CHARS, Said, Segment, Special, starter_prompt, window
from models.starter.generate import mixed
from models.starter.tokenizer import StarterTokenizer
from models.vocabulary import END, INTENT, INTENT_TOKENS, LABELS, PAD

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
    shuffled = list(examples)
    rng.shuffle(shuffled)
    made = [
        sample(roughen(example, rng), tokenizer, torn=rng.random() < 0.7) for example in shuffled
    ]
    ready = sorted((one for one in made if one is not None), key=lambda one: len(one[0]))
    groups: list[list[Sample]] = [[]]
    for one in ready:
        if groups[-1] and (len(groups[-1]) + 1) * len(one[0]) > tokens:
            groups.append([])
        groups[-1].append(one)
    rng.shuffle(groups)
    yield from (group for group in groups if group)


def collate(group: Sequence[Sample], pad: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids and targets as (batch, time), padded on the right."""
    longest = max(len(ids) for ids, _ in group)
    ids = torch.full((len(group), longest), pad)
    targets = torch.full((len(group), longest), NOTHING)
    for row, (one, said) in enumerate(group):
        ids[row, : len(one)] = torch.tensor(one)
        targets[row, : len(said)] = torch.tensor(said)
    return ids, targets


class Endless(IterableDataset[tuple[torch.Tensor, torch.Tensor]]):  # type: ignore[misc]
    """Batches without end, as ids and targets; every ``round`` examples are newly made. Each of a
    DataLoader's workers makes its own."""

    def __init__(
        self, tokenizer: StarterTokenizer, *, tokens: int, seed: int, round: int, whole: float
    ) -> None:
        self._tokenizer, self._tokens, self._seed = tokenizer, tokens, seed
        self._round, self._whole = round, whole

    def __iter__(self) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        worker = get_worker_info()
        seed = self._seed + 100_000 * (worker.id if worker else 0)
        for number in count(seed):
            made = list(mixed(number, self._round, self._whole))
            for group in batches(made, self._tokenizer, self._tokens, number):
                yield collate(group, self._tokenizer.ids[PAD])
