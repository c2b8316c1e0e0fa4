"""Writes the conversations as examples, one a client turn, each drawn a few times.

    python -m models.starter.written --times 3 --out FILE.jsonl [--only NAME]

The same conversations, times and seed give the same file.
"""

import argparse
import json
import random
from pathlib import Path

from models.starter.mix import CORPUS
from models.starter.threads import examples_of, parse_threads


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="a file's name without .txt")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    seen = set()
    with options.out.open("w", encoding="utf-8") as out:
        for lang in ("ru", "en"):
            for path in sorted((CORPUS / "threads" / lang).glob(f"{options.only or '*'}.txt")):
                threads = parse_threads(path.read_text(encoding="utf-8"), path.name)
                for at, thread in enumerate(threads):
                    for time in range(options.times):
                        rng = random.Random(f"{options.seed} {path.name} {at} {time}")
                        for example in examples_of(rng, thread, lang, rough=0):
                            line = json.dumps(example, ensure_ascii=False)
                            if line not in seen:
                                seen.add(line)
                                out.write(line + "\n")


if __name__ == "__main__":
    main()
