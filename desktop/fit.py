"""Fits how much the rules' and the starter's words count, on threads that a person labelled.

    python -m desktop.fit [--model NAME_OR_PATH] FILE.jsonl…

Writes ``core/understanding/trust.json``. A candidate is right where its thread's gold has such a
fact. Two passes over the threads' turns, some minutes.
"""

import argparse
import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from core.domain.reading import INTENTS, Candidate, ModelReading, ModelRequest
from core.understanding.batch import ThreadLine, turns_of
from core.understanding.child import load_tagger
from core.understanding.held import held
from core.understanding.recognize import RuleReading, read_by_rules
from core.understanding.scoring import Gold, same
from core.understanding.trust import (
    FILE,
    IntentWeights,
    Weights,
    likelihoods,
    odds,
    support,
)
from desktop.evaluate import labelled
from models.catalog import resolve
from models.client import LocalModel

Floats = npt.NDArray[np.float64]
NOT_WEIGHED = frozenset({"phone", "email", "inn"})
"""Kinds that the starter does not read."""
CENTRE = np.array([0.0, 0.7, 0.7])
"""Where there is little to learn from: own and starter's log-odds count the same."""
PULL = 2.0
STEPS = 600
RATES = (0.02, 0.02, 0.002)
BIAS_PULL, MISTAKEN_PULL = 3.0, 300.0


class Read(msgspec.Struct, frozen=True):
    """One client turn: what the rules say, what the starter does, what is right."""

    rules: RuleReading
    model: ModelReading
    candidates: tuple[Candidate, ...]
    gold: Gold
    intents: tuple[str, ...]


async def readings(model: LocalModel, threads: Iterable[tuple[ThreadLine, Gold]]) -> list[Read]:
    """Every client turn of the threads, read."""
    tagger = load_tagger()
    found = []
    for thread, gold in threads:
        turns = turns_of(thread)
        told = {turn.message: turn.intents for turn in gold.turns}
        wanted = [told.get(message.id, ()) for message in thread.messages]
        for at, turn in enumerate(turns):
            if turn.sender != "client":
                continue
            rules = read_by_rules(turns[: at + 1], tagger)
            said = await model.read(
                ModelRequest(thread=str(thread.id), turns=tuple(turns[: at + 1]))
            )
            both = (*rules.candidates, *held(said, turns[: at + 1]))
            found.append(Read(rules, said, both, gold, wanted[at]))
    return found


def logistic(x: Floats, right: Floats, centre: Floats, pull: float) -> Floats:
    """Weights of a logistic regression, held near ``centre``: Newton's method, its steps halved
    while they lead up."""

    def loss(weights: Floats) -> float:
        raw = x @ weights
        return float(
            np.logaddexp(0, raw).sum() - raw @ right + pull / 2 * ((weights - centre) ** 2).sum()
        )

    weights = centre.copy()
    for _ in range(30):
        likely = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (likely - right) + pull * (weights - centre)
        bend = (x * (likely * (1 - likely))[:, None]).T @ x + pull * np.eye(len(weights))
        step = np.linalg.solve(bend, slope)
        while loss(weights - step) > loss(weights) and np.abs(step).max() > 1e-6:
            step = step / 2
        weights = weights - step
    return weights


def rows(reads: Sequence[Read]) -> Iterator[tuple[str, str, list[float], bool]]:
    """Each candidate: source, kind, its log-odds, whether it is right."""
    for read in reads:
        if read.gold.facts is None:
            continue
        for c in read.candidates:
            if c.page is None and c.kind not in NOT_WEIGHED:
                right = any(
                    g.kind == c.kind and same(c.kind, c.value, g.value)
                    for g in (*read.gold.facts, *read.gold.history)
                )
                source = "model" if c.source == "model" else "rules"
                x = [1.0, odds(c.confidence), odds(support(c, read.model.marks))]
                yield source, c.kind, x, right


def facts(reads: Sequence[Read]) -> dict[str, dict[str, tuple[float, float, float]]]:
    """The weights of each source and kind, held near those of the source's kinds together."""
    groups: dict[str, dict[str, list[tuple[list[float], bool]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for source, kind, x, right in rows(reads):
        groups[source][kind].append((x, right))
    found: dict[str, dict[str, tuple[float, float, float]]] = {}
    for source, kinds in groups.items():
        every = [one for kind in kinds.values() for one in kind]
        shared = logistic(*_arrays(every), CENTRE, PULL)
        found[source] = {}
        for kind, some in sorted(kinds.items()):
            bias, own, theirs = logistic(*_arrays(some), shared, PULL).round(3).tolist()
            found[source][kind] = (bias, max(own, 0.0), max(theirs, 0.0))
    return found


def _arrays(some: Sequence[tuple[list[float], bool]]) -> tuple[Floats, Floats]:
    return np.array([x for x, _ in some]), np.array([float(right) for _, right in some])


def intents(reads: Sequence[Read]) -> IntentWeights:
    """A multinomial logistic regression over both likelihoods, by Adam; whatever is not the tag
    that they speak of is held near zero."""
    told = [read for read in reads if read.intents and read.model.likely]
    heard = np.array([likelihoods(read.rules.likely, read.model.likely) for read in told])
    mine, its = np.split(heard, 2, axis=1)
    right = np.eye(len(INTENTS))[[INTENTS.index(read.intents[0]) for read in told]]
    weights = [np.full(2, 0.5), np.zeros(len(INTENTS)), np.zeros((heard.shape[1], len(INTENTS)))]
    means, squares = [np.zeros_like(w) for w in weights], [np.zeros_like(w) for w in weights]
    for step in range(1, STEPS + 1):
        both, bias, mistaken = weights
        raw = both[0] * mine + both[1] * its + bias + heard @ mistaken
        shares = np.exp(raw - raw.max(1, keepdims=True))
        off = (shares / shares.sum(1, keepdims=True) - right) / len(told)
        slopes = [
            np.array([(off * mine).sum(), (off * its).sum()]),
            off.sum(0) + BIAS_PULL * bias / len(told),
            heard.T @ off + MISTAKEN_PULL * mistaken / len(told),
        ]
        for weight, mean, square, slope, rate in zip(
            weights, means, squares, slopes, RATES, strict=True
        ):
            mean += 0.1 * (slope - mean)
            square += 0.001 * (slope * slope - square)
            size = np.sqrt(square / (1 - 0.999**step)) + 1e-8
            weight -= rate * mean / (1 - 0.9**step) / size
    both, bias, mistaken = (weight.round(4) for weight in weights)
    rows = tuple(tuple(row) for row in mistaken.tolist())
    return IntentWeights(float(both[0]), float(both[1]), tuple(bias.tolist()), rows)


async def main() -> None:
    """Read, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--model", default="starter")
    parser.add_argument("--out", type=Path, default=FILE)
    options = parser.parse_args()
    model = LocalModel(resolve(options.model))
    await model.start()
    try:
        reads = await readings(model, labelled(options.files))
    finally:
        await model.close()
    made = Weights(facts(reads), intents(reads))
    options.out.write_bytes(msgspec.json.encode(made) + b"\n")


if __name__ == "__main__":
    asyncio.run(main())
