"""The starter's byte-level BPE: trained here, and run in training as llama.cpp will run it.

Words are split by GPT-2's pattern (`tokenizer.ggml.pre` is `gpt-2`). While the merges are learned
digits stand alone, so that no token holds two of them and every number is spelled out.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tokenizers import Regex, Tokenizer, models, pre_tokenizers, trainers

from models.starter.export import byte_letters
from models.vocabulary import SPECIAL_TOKENS

_PATTERN = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"


class StarterTokenizer:
    """Text to ids. ``dropout`` skips that share of merges at random, for training."""

    def __init__(self, tokens: list[str], merges: list[str]) -> None:
        self.tokens = tokens
        self.merges = merges
        self.ids = {token: number for number, token in enumerate(tokens)}
        self._exact = self._build(None)
        self._torn = self._build(0.1)
        letters = {letter: byte for byte, letter in enumerate(byte_letters())}
        self._bytes = [
            b"" if number < len(SPECIAL_TOKENS) else bytes(letters[letter] for letter in token)
            for number, token in enumerate(tokens)
        ]

    def _build(self, dropout: float | None) -> Any:
        pairs = [tuple(merge.split(" ", 1)) for merge in self.merges]
        tokenizer = Tokenizer(models.BPE(vocab=self.ids, merges=pairs, dropout=dropout))
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        return tokenizer

    def encode(self, text: str, *, torn: bool = False) -> list[int]:
        """Ids of ``text``, never special ones."""
        tokenizer = self._torn if torn else self._exact
        ids: list[int] = tokenizer.encode(text).ids
        return ids

    def piece(self, token: int) -> bytes:
        """The bytes that an id stands for."""
        return self._bytes[token]

    def save(self, path: Path) -> None:
        """Keep tokens and merges."""
        kept = {"tokens": self.tokens, "merges": self.merges}
        path.write_text(json.dumps(kept, ensure_ascii=False))

    @classmethod
    def load(cls, path: Path) -> "StarterTokenizer":
        """What ``save`` kept."""
        kept = json.loads(path.read_text())
        return cls(kept["tokens"], kept["merges"])


def train_tokenizer(texts: Iterable[str], size: int) -> StarterTokenizer:
    """Learn merges from ``texts`` until the vocabulary, special tokens first, has ``size``."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_PATTERN), "isolated"),
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=size - len(SPECIAL_TOKENS),
        min_frequency=5,
        initial_alphabet=sorted(byte_letters()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    learned = json.loads(tokenizer.to_str())["model"]
    vocabulary = sorted(learned["vocab"], key=learned["vocab"].__getitem__)
    merges = [merge if isinstance(merge, str) else " ".join(merge) for merge in learned["merges"]]
    return StarterTokenizer([*SPECIAL_TOKENS, *vocabulary], merges)
