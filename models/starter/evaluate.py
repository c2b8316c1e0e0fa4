"""How well a model reads, asked through the real process.

    python -m models.starter.evaluate [--model NAME_OR_PATH] [--data FILE.jsonl…] [--count 1000]

Without data it is held-out generated threads (another seed than training's). A data file has one
labelled turn a line, like the generator's examples; or threads, as `threadline understand` takes
them, with `intents` of the last turn and `facts`, or with both under `gold`, intents by turn.
"""

import argparse
import asyncio
import json
import statistics
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from core.domain.reading import INTENTS, ModelReading
from models.catalog import resolve
from models.client import LocalModel
from models.starter.labelled import Expected, from_file, generated


def f1(right: int, said: int, asked: int) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * right / (said + asked) if said + asked else 1.0


def overlaps(quote: str, other: str) -> bool:
    """Whether the quotes share most of their letters, one in the other."""
    one, two = quote.casefold().strip(), other.casefold().strip()
    return (
        one == two
        or not one
        or not two
        or ((one in two or two in one) and min(len(one), len(two)) * 2 >= max(len(one), len(two)))
    )


def matched(
    said: Sequence[tuple[str, str, str]], asked: Sequence[tuple[str, str, str]], *, exact: bool
) -> list[tuple[str, str, str]]:
    """The asked facts that were said: same kind and value, the quote the same or overlapping."""
    left = list(said)
    found = []
    for kind, quote, value in asked:
        for one in left:
            same = one[1].casefold() == quote.casefold() if exact else overlaps(one[1], quote)
            if one[0] == kind and one[2] == value and same:
                left.remove(one)
                found.append((kind, quote, value))
                break
    return found


def report(results: Iterable[tuple[Expected, ModelReading, float]]) -> dict[str, Any]:
    """Figures over all turns: primary accuracy, macro-F1, fact F1, milliseconds."""
    rows = list(results)
    tags: Counter[tuple[str, str]] = Counter()
    kinds: dict[str, list[int]] = {}
    exact = [0, 0, 0]
    for wanted, reading, _ in rows:
        primary = reading.intents[0].tag if reading.intents else "none"
        if wanted.intents:
            tags[(wanted.intents[0], primary)] += 1
        said = [(fact.kind, fact.quote, fact.value) for fact in reading.facts]
        exact[0] += len(matched(said, wanted.facts, exact=True))
        exact[1] += len(said)
        exact[2] += len(wanted.facts)
        for kind, _, _ in matched(said, wanted.facts, exact=False):
            kinds.setdefault(kind, [0, 0, 0])[0] += 1
        for index, group in ((1, said), (2, wanted.facts)):
            for kind, _, _ in group:
                kinds.setdefault(kind, [0, 0, 0])[index] += 1
    per_tag = {
        tag: f1(
            tags[(tag, tag)],
            sum(count for (_, got), count in tags.items() if got == tag),
            sum(count for (want, _), count in tags.items() if want == tag),
        )
        for tag in INTENTS
        if any(tag in pair for pair in tags)
    }
    total = [sum(one[index] for one in kinds.values()) for index in range(3)]
    took = sorted(milliseconds for _, _, milliseconds in rows)
    return {
        "turns": len(rows),
        "intent_accuracy": round(sum(tags[(t, t)] for t in INTENTS) / max(1, tags.total()), 4),
        "intent_macro_f1": round(statistics.fmean(per_tag.values()), 4) if per_tag else 0.0,
        "fact_f1": round(f1(total[0], total[1], total[2]), 4),
        "fact_f1_exact": round(f1(*exact), 4),
        "intent_f1": {tag: round(value, 3) for tag, value in per_tag.items()},
        "kind_f1": {kind: round(f1(*three), 3) for kind, three in sorted(kinds.items())},
        "confused": [
            [want, got, count] for (want, got), count in tags.most_common() if want != got
        ][:8],
        "ms": {
            "p50": round(took[len(took) // 2], 1),
            "p95": round(took[int(len(took) * 0.95)], 1),
            "max": round(took[-1], 1),
        },
    }


async def evaluate(path: Path, wanted: Sequence[Expected], show: int) -> dict[str, Any]:
    """Ask the model everything."""
    model = LocalModel(path)
    results = []
    try:
        await model.start()
        for one in wanted:
            started = time.perf_counter()
            reading = await model.read(one.request)
            results.append((one, reading, (time.perf_counter() - started) * 1000))
            said = [(fact.kind, fact.quote, fact.value) for fact in reading.facts]
            tags = [intent.tag for intent in reading.intents]
            wrong = tags[:1] != list(one.intents[:1] or tags[:1]) or set(said) != set(one.facts)
            if wrong and show > 0:
                show -= 1
                print(
                    f"{one.request.turns[-1].text!r}\n  {one.intents} {one.facts}\n  {tags} {said}"
                )
    finally:
        await model.close()
    return report(results)


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="starter")
    parser.add_argument("--data", type=Path, nargs="*", default=[])
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--lang", default="")
    parser.add_argument("--show", type=int, default=0, help="print that many misreadings")
    options = parser.parse_args()
    told = (one for file in options.data for one in from_file(file))
    source = told if options.data else generated(options.count)
    wanted = [one for one in source if options.lang in {"", one.lang}]
    figures = asyncio.run(evaluate(resolve(options.model), wanted, options.show))
    print(json.dumps(figures, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
