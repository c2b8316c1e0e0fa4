"""Trains the starter from scratch on generated threads and writes the GGUF that ships.

    python -m models.starter.train --work out/starter --steps 4000

Needs torch and tokenizers (see README.md beside this). With the same seed, corpus, number of steps
and threads it makes the same model. It can be stopped and goes on from its last checkpoint.
"""

import argparse
import dataclasses
import json
import math
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import torch
from torch.nn import functional

from models.labels import LABELS, PAD, SPECIAL_TOKENS
from models.starter import STARTER_PATH
from models.starter.dataset import NOTHING, Example, Sample, batches
from models.starter.export import Shape, export
from models.starter.generate import examples
from models.starter.gguf_file import read_gguf
from models.starter.network import Starter
from models.starter.tokenizer import StarterTokenizer, train_tokenizer

LABEL_SHARE = 4.0
PROBES = (
    "Здравствуйте! Сколько стоит станок, 2 шт.?", "беру, счёт на ООО «Ромашка», ИНН 7707083893",
    "Hi, can we meet tomorrow at 3 pm? john@example.com", "до 380 тысяч ₽ — не больше 👍🏽",
    "  два\n\nабзаца\t и   пробелы ", "It's we've 12.5% +7 (916) 204-55-18", "ёлка Ёж é ü 中文 ½",
    "<|order|> <|read|>",
)  # fmt: skip


def collate(group: list[Sample], pad: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids and targets as (batch, time), padded on the right."""
    longest = max(len(ids) for ids, _ in group)
    ids = torch.full((len(group), longest), pad)
    targets = torch.full((len(group), longest), NOTHING)
    for row, (one, said) in enumerate(group):
        ids[row, : len(one)] = torch.tensor(one)
        targets[row, : len(said)] = torch.tensor(said)
    return ids, targets


def endless(
    tokenizer: StarterTokenizer, tokens: int, seed: int, round_size: int
) -> Iterator[list[Sample]]:
    """Batches without end, newly generated every ``round_size`` examples."""
    number = 0
    while True:
        number += 1
        fresh: list[Example] = list(examples(seed + number, round_size))
        yield from batches(fresh, tokenizer, tokens, seed + number)


def rate(step: int, steps: int, peak: float) -> float:
    """Warm-up, then a cosine down to a twentieth."""
    if step < 100:
        return peak * (step + 1) / 100
    done = (step - 100) / max(1, steps - 100)
    return peak * (0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * min(1.0, done))))


def optimizers_of(network: Starter, *, half: bool) -> list[torch.optim.Optimizer]:
    """Muon for the matrices of the layers, AdamW for the rest, both at AdamW's rates. Muon works in
    bfloat16: where the processor has none (``half``) AdamW does it all."""
    matrices = [weight for weight in network.blocks.parameters() if half and weight.ndim > 1]
    inside = {id(weight) for weight in matrices}
    rest = [weight for weight in network.parameters() if id(weight) not in inside]
    adam = torch.optim.AdamW(rest, lr=0, betas=(0.9, 0.98), weight_decay=0.01)
    if not half:
        return [adam]
    return [
        torch.optim.Muon(matrices, lr=0, weight_decay=0.05, adjust_lr_fn="match_rms_adamw"), adam,
    ]  # fmt: skip


def loss_of(
    network: Starter, ids: torch.Tensor, targets: torch.Tensor
) -> tuple[torch.Tensor, float, float]:
    """The loss, and the labels' and the intents' part of it."""
    wanted = targets != NOTHING
    logits = network(ids, wanted).float()
    said = targets[wanted]
    each = functional.cross_entropy(logits, said, reduction="none")
    # Special tokens stand in order: END among others, the labels, the intents.
    first = SPECIAL_TOKENS.index(LABELS[0])
    is_label = (said >= first) & (said < first + len(LABELS))
    labels, intents = each[is_label].mean(), each[~is_label].mean()
    return labels * LABEL_SHARE + intents, float(labels.detach()), float(intents.detach())


def main() -> None:
    """Train, then write the GGUF and the tokenizer's samples."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("out/starter"))
    parser.add_argument("--out", type=Path, default=STARTER_PATH)
    parser.add_argument("--begin", type=Path, help="a GGUF to go on from, its tokenizer kept")
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--tokens", type=int, default=4096, help="of a batch, padding counted")
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--vocabulary", type=int, default=4096)
    parser.add_argument("--width", type=int, default=256)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--hidden", type=int, default=640)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--round", type=int, default=20000)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)

    kept = options.work / "tokenizer.json"
    begun: dict[str, Any] = {}
    if options.begin:
        keys, begun = read_gguf(options.begin)
        tokenizer = StarterTokenizer(
            cast(list[str], keys["tokenizer.ggml.tokens"]),
            cast(list[str], keys["tokenizer.ggml.merges"]),
        )
    elif kept.exists():
        tokenizer = StarterTokenizer.load(kept)
    else:
        texts = (turn["text"] for one in examples(options.seed, 30000) for turn in one["turns"])
        tokenizer = train_tokenizer(texts, options.vocabulary)
        tokenizer.save(kept)
    shape = Shape(
        vocab=len(tokenizer.tokens), width=options.width, layers=options.layers,
        heads=options.width // 64, hidden=options.hidden,
    )  # fmt: skip
    network = Starter(shape, len(SPECIAL_TOKENS))
    print(shape, sum(weight.numel() for weight in network.parameters()), "parameters", flush=True)
    if begun:
        network.take(begun)
    # emulated where the processor has none of it, and slower than float32 many times over
    half = bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())
    optimizers = optimizers_of(network, half=half)
    checkpoint = options.work / "checkpoint.pt"
    begin = 0
    if checkpoint.exists():
        state: dict[str, Any] = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(state["network"])
        if "optimizers" in state:
            for optimizer, kept_state in zip(optimizers, state["optimizers"], strict=True):
                optimizer.load_state_dict(kept_state)
        begin = state["step"]
    source = endless(tokenizer, options.tokens, options.seed + begin, options.round)
    started, seen, means = time.monotonic(), 0, [0.0, 0.0]
    for step in range(begin, options.steps):
        ids, targets = collate(next(source), tokenizer.ids[PAD])
        for optimizer in optimizers:
            for group in optimizer.param_groups:
                group["lr"] = rate(step, options.steps, options.rate)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
            loss, labels, intents = loss_of(network, ids, targets)
        network.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        for optimizer in optimizers:
            optimizer.step()
        seen += ids.numel()
        share = 1 / min(step - begin + 1, 50)
        means = [
            mean + share * (now - mean) for mean, now in zip(means, (labels, intents), strict=True)
        ]
        if (step + 1) % 50 == 0:
            speed = seen / (time.monotonic() - started)
            print(
                f"{step + 1} labels {means[0]:.4f} intents {means[1]:.4f} {speed:.0f}/s", flush=True
            )
        if (step + 1) % 250 == 0 or step + 1 == options.steps:
            torch.save(
                {
                    "network": network.state_dict(),
                    "optimizers": [optimizer.state_dict() for optimizer in optimizers],
                    "step": step + 1,
                },
                checkpoint,
            )
    export(
        options.out, "Threadline starter", shape, tokenizer.tokens, tokenizer.merges,
        network.weights(),
    )  # fmt: skip
    samples = {text: tokenizer.encode(text) for text in PROBES}
    beside = options.out.with_suffix(".tokens.json")
    beside.write_text(json.dumps(samples, ensure_ascii=False, indent=1) + "\n")
    print(options.out, options.out.stat().st_size, dataclasses.asdict(shape))


if __name__ == "__main__":
    main()
