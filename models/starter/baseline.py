"""What the starter must beat: TF-IDF of character n-grams and logistic regression, on its data.

    .venv-train/bin/python -m models.starter.baseline FILE.jsonl…

Trains on the same mix of examples and prints how right the primary intents of the labelled threads
are, from the turn alone and with the message of ours before it.
"""

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.pipeline import make_pipeline

from models.starter.generate import mixed
from models.starter.labelled import from_file


def told(turns: Iterable[tuple[str, str]], *, context: bool) -> str:
    """The last of (sender, text), behind our message before it where ``context``."""
    *before, (_, text) = turns
    ours = next((said for who, said in reversed(before) if who == "us"), "") if context else ""
    return f"{ours}\n>> {text}" if context else text


def main() -> None:
    """Train, and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--whole", type=float, default=0.75)
    parser.add_argument("--seed", type=int, default=20261127)
    options = parser.parse_args()
    examples = list(mixed(options.seed, options.count, options.whole))
    wanted = [one for file in options.files for one in from_file(file) if one.intents]
    right = [one.intents[0] for one in wanted]
    figures = {}
    for context in (False, True):
        texts = [
            told([(turn["from"], turn["text"]) for turn in example["turns"]], context=context)
            for example in examples
        ]
        asked = [
            told([(turn.sender, turn.text) for turn in one.request.turns], context=context)
            for one in wanted
        ]
        model = make_pipeline(
            TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 5), min_df=5, sublinear_tf=True),
            LogisticRegression(C=10, solver="saga", max_iter=30, tol=1e-2),
        )
        model.fit(texts, [example["intents"][0] for example in examples])
        said = model.predict(asked)
        figures["with our message" if context else "turn alone"] = {
            "turns": len(right),
            "accuracy": round(accuracy_score(right, said), 4),
            "macro_f1": round(f1_score(right, said, average="macro"), 4),
        }
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
