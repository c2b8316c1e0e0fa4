"""Trains the starter from scratch on the corpus and writes the GGUF that ships.

    python -m models.starter.train --work out/starter

Needs torch and tokenizers (see README.md beside this). With the same seed, corpus, options and
machine it makes the same model, as far as the device's arithmetic is the same each time. It can be
stopped and goes on from its last checkpoint.
"""

import argparse
import dataclasses
import json
import math
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from torch.utils.data import DataLoader

from core.domain.reading import INTENTS
from models.starter import STARTER_PATH
from models.starter.dataset import NOTHING, Endless, Sample, collate, sample
from models.starter.export import Shape, export
from models.starter.generate import mixed
from models.starter.labelled import from_file
from models.starter.network import Starter
from models.starter.tokenizer import StarterTokenizer, train_tokenizer
from models.vocabulary import INTENT, INTENT_TOKENS, LABELS, PAD, SPECIAL_TOKENS

LABEL_SHARE = 4.0
READ_SHARE = 0.25
"""What guessing the thread's next token counts, and of how many tokens it is asked."""
NOISE = 0.04
"""Share of a thread's tokens that stand wrong, so that no single word decides."""
SMOOTHING = 0.05
WARM = 150
"""Steps after which a step takes as long as any."""
PROBES = (
    "Здравствуйте! Сколько стоит станок, 2 шт.?", "беру, счёт на ООО «Ромашка», ИНН 7707083893",
    "Hi, can we meet tomorrow at 3 pm? john@example.com", "до 380 тысяч ₽ — не больше 👍🏽",
    "  два\n\nабзаца\t и   пробелы ", "It's we've 12.5% +7 (916) 204-55-18", "ёлка Ёж é ü 中文 ½",
    "<|order|> <|read|>",
)  # fmt: skip
FIRST_LABEL, FIRST_INTENT = (SPECIAL_TOKENS.index(one[0]) for one in (LABELS, INTENT_TOKENS))
SPECIAL = len(SPECIAL_TOKENS)


def rate(step: int, steps: int, peak: float) -> float:
    """Warm-up, then a cosine down to a fiftieth."""
    if step < 200:
        return peak * (step + 1) / 200
    done = (step - 200) / max(1, steps - 200)
    return peak * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, done))))


def noisy(ids: torch.Tensor, vocabulary: int) -> torch.Tensor:
    """The ids with some of the text's tokens changed for any others."""
    wrong = (torch.rand(ids.shape, device=ids.device) < NOISE) & (ids >= SPECIAL)
    return torch.where(wrong, torch.randint_like(ids, SPECIAL, vocabulary), ids)


def loss_of(
    network: Starter, ids: torch.Tensor, targets: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """The loss, and the labels' and the intents' part of it."""
    wanted = targets != NOTHING
    following = functional.pad(ids[:, 1:], (0, 1))
    asked = (following >= SPECIAL) & (torch.rand(ids.shape, device=ids.device) < READ_SHARE)
    logits, guesses = network(noisy(ids, network.shape.vocab), wanted, asked)
    said = targets[wanted]
    each = functional.cross_entropy(
        logits.float(), said, reduction="none", label_smoothing=SMOOTHING / len(LABELS)
    )
    is_label = (said >= FIRST_LABEL) & (said < FIRST_LABEL + len(LABELS))
    labels, intents = each[is_label].mean(), each[~is_label].mean()
    read = functional.cross_entropy(guesses.float(), following[asked])
    return labels * LABEL_SHARE + intents + read * READ_SHARE, labels.detach(), intents.detach()


def tested(network: Starter, tokenizer: StarterTokenizer, files: list[Path], device: str) -> str:
    """How often the primary intent is right in the labelled threads of ``files``."""
    asked: list[tuple[Sample, str]] = []
    for wanted in (one for file in files for one in from_file(file) if one.intents):
        turns = [{"from": turn.sender, "text": turn.text} for turn in wanted.request.turns]
        example = {"turns": turns, "intents": list(wanted.intents[:1]), "facts": []}
        made = sample(example, tokenizer, torn=False)
        if made:
            asked.append((made, wanted.intents[0]))
    asked.sort(key=lambda one: len(one[0][0]))
    network.eval()
    right = 0
    for start in range(0, len(asked), 64):
        group = asked[start : start + 64]
        ids, _ = collate([made for made, _ in group], tokenizer.ids[PAD])
        with torch.no_grad():
            logits, _ = network(ids.to(device), (ids == tokenizer.ids[INTENT]).to(device))
        best = logits[:, FIRST_INTENT : FIRST_INTENT + len(INTENTS)].argmax(1).tolist()
        right += sum(INTENTS[at] == tag for at, (_, tag) in zip(best, group, strict=True))
    network.train()
    return f"{right / max(1, len(asked)):.4f} of {len(asked)}"


def main() -> None:
    """Train, then write the GGUF and the tokenizer's samples."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("out/starter"))
    parser.add_argument("--out", type=Path, default=STARTER_PATH)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--steps", type=int, default=9000)
    parser.add_argument("--seconds", type=float, help="fewer steps where those took longer")
    parser.add_argument("--tokens", type=int, default=32768, help="of a batch, padding counted")
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=20261127)
    parser.add_argument("--vocabulary", type=int, default=6144)
    parser.add_argument("--width", type=int, default=320)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--hidden", type=int, default=896)
    parser.add_argument("--dropout", type=float, default=0.12)
    parser.add_argument("--compile", action="store_true", help="by torch's compiler: faster")
    parser.add_argument("--whole", type=float, default=0.8, help="share of whole conversations")
    parser.add_argument("--workers", type=int, default=2, help="processes that make examples")
    parser.add_argument("--round", type=int, default=8192)
    parser.add_argument("--test", type=Path, nargs="*", default=[], help="threads to report on")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    device = options.device

    kept = options.work / "tokenizer.json"
    if kept.exists():
        tokenizer = StarterTokenizer.load(kept)
    else:
        made = mixed(options.seed, 40000, options.whole)
        texts = (turn["text"] for one in made for turn in one["turns"])
        tokenizer = train_tokenizer(texts, options.vocabulary)
        tokenizer.save(kept)
    shape = Shape(
        vocab=len(tokenizer.tokens), width=options.width, layers=options.layers,
        heads=options.width // 64, hidden=options.hidden,
    )  # fmt: skip
    network = Starter(shape, SPECIAL, options.dropout).to(device)
    if options.compile:
        for block in network.blocks:
            block.compile(dynamic=True)
    print(shape, sum(weight.numel() for weight in network.parameters()), "parameters", flush=True)
    optimizer = torch.optim.AdamW(
        network.parameters(), lr=0, betas=(0.9, 0.98), weight_decay=0.1, fused=device == "cuda"
    )
    mean = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(0.998))
    # bfloat16 is emulated where a processor has none, many times slower than float32
    half = device == "cuda" or bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())
    checkpoint = options.work / "checkpoint.pt"
    begin = 0
    if checkpoint.exists():
        state: dict[str, Any] = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(state["network"])
        mean.load_state_dict(state["mean"])
        optimizer.load_state_dict(state["optimizer"])
        begin = state["step"]
    source: Iterator[tuple[torch.Tensor, torch.Tensor]] = iter(
        DataLoader(
            Endless(
                tokenizer, tokens=options.tokens, seed=options.seed + 1 + begin,
                round=options.round, whole=options.whole,
            ),
            batch_size=None, num_workers=options.workers, pin_memory=device == "cuda",
            prefetch_factor=8 if options.workers else None,
        )
    )  # fmt: skip
    started, seen, warm = time.monotonic(), 0, 0.0
    step = begin - 1
    while (step := step + 1) < options.steps:
        ids, targets = (one.to(device, non_blocking=True) for one in next(source))
        for group in optimizer.param_groups:
            group["lr"] = rate(step, options.steps, options.rate)
        with torch.autocast(device, dtype=torch.bfloat16, enabled=half):
            loss, labels, intents = loss_of(network, ids, targets)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        mean.update_parameters(network)
        seen += ids.numel()
        if step == begin + WARM:
            warm = time.monotonic()
        if step == begin + 3 * WARM and options.seconds:
            each = (time.monotonic() - warm) / (2 * WARM)
            left = options.seconds - (time.monotonic() - started)
            options.steps = min(options.steps, step + int(left / each))
            print("steps", options.steps, flush=True)
        if (step + 1) % 100 == 0:
            speed = seen / (time.monotonic() - started)
            print(
                f"{step + 1} labels {labels:.4f} intents {intents:.4f} {speed:.0f} tokens/s "
                f"{time.monotonic() - started:.0f} s", flush=True,
            )  # fmt: skip
        if (step + 1) % 500 == 0 or step + 1 == options.steps:
            if options.test:
                print(step + 1, "right:", tested(mean.module, tokenizer, options.test, device),
                      flush=True)  # fmt: skip
            torch.save(
                {
                    "network": network.state_dict(), "mean": mean.state_dict(),
                    "optimizer": optimizer.state_dict(), "step": step + 1,
                },
                checkpoint,
            )  # fmt: skip
    export(
        options.out, "Threadline starter", shape, tokenizer.tokens, tokenizer.merges,
        mean.module.weights(),
    )  # fmt: skip
    samples = {text: tokenizer.encode(text) for text in PROBES}
    beside = options.out.with_suffix(".tokens.json")
    beside.write_text(json.dumps(samples, ensure_ascii=False, indent=1) + "\n")
    print(options.out, options.out.stat().st_size, dataclasses.asdict(shape))


if __name__ == "__main__":
    main()
