"""The starter in torch: a small llama, layer for layer what llama.cpp runs."""

from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from models.starter.export import Shape


class Attention(nn.Module):  # type: ignore[misc]
    """Causal self-attention with rotary positions over neighbouring pairs (llama's own order)."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.q, self.k, self.v, self.o = (
            nn.Linear(shape.width, shape.width, bias=False) for _ in range(4)
        )

    def forward(self, x: torch.Tensor, rope: torch.Tensor) -> torch.Tensor:
        """x: (batch, time, width); rope: (time, pairs) complex angles as cos and sin."""
        batch, time, width = x.shape
        q, k, v = (
            layer(x).view(batch, time, self.heads, -1).transpose(1, 2)
            for layer in (self.q, self.k, self.v)
        )
        mixed = functional.scaled_dot_product_attention(
            turn(q, rope), turn(k, rope), v, is_causal=True
        )
        return self.o(mixed.transpose(1, 2).reshape(batch, time, width))


def turn(x: torch.Tensor, rope: torch.Tensor) -> torch.Tensor:
    """Rotate each pair (2i, 2i+1) of the last axis by its angle."""
    even, odd = x[..., 0::2], x[..., 1::2]
    cos, sin = rope[0].to(x.dtype), rope[1].to(x.dtype)
    return torch.stack((even * cos - odd * sin, even * sin + odd * cos), dim=-1).flatten(-2)


class Block(nn.Module):  # type: ignore[misc]
    """One layer."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.attention_norm = nn.RMSNorm(shape.width, eps=shape.epsilon)
        self.attention = Attention(shape)
        self.norm = nn.RMSNorm(shape.width, eps=shape.epsilon)
        self.gate = nn.Linear(shape.width, shape.hidden, bias=False)
        self.up = nn.Linear(shape.width, shape.hidden, bias=False)
        self.down = nn.Linear(shape.hidden, shape.width, bias=False)

    def forward(self, x: torch.Tensor, rope: torch.Tensor) -> torch.Tensor:
        """x: (batch, time, width)."""
        x = x + self.dropout(self.attention(self.attention_norm(x), rope))
        h = self.norm(x)
        return x + self.dropout(self.down(functional.silu(self.gate(h)) * self.up(h)))


class Starter(nn.Module):  # type: ignore[misc]
    """Ids to logits of the special tokens, the only ones it ever has to say."""

    def __init__(self, shape: Shape, said: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.shape, self.said = shape, said
        self.dropout = nn.Dropout(dropout)
        self.embedding = nn.Embedding(shape.vocab, shape.width)
        self.blocks = nn.ModuleList(Block(shape, dropout) for _ in range(shape.layers))
        self.norm = nn.RMSNorm(shape.width, eps=shape.epsilon)
        pairs = shape.width // shape.heads // 2
        speed = shape.rope_base ** (-torch.arange(pairs) / pairs)
        angles = torch.outer(torch.arange(shape.context), speed)
        self.register_buffer("rope", torch.stack((angles.cos(), angles.sin())), persistent=False)
        for name, weight in self.named_parameters():
            if weight.ndim > 1:
                scale = 0.02 if "embedding" in name else weight.shape[1] ** -0.5
                if name.endswith(("o.weight", "down.weight")):
                    scale /= (2 * shape.layers) ** 0.5
                nn.init.normal_(weight, std=scale)

    def hidden(self, ids: torch.Tensor) -> torch.Tensor:
        """ids: (batch, time). The last layer's output (batch, time, width)."""
        x = self.dropout(self.embedding(ids))
        rope: Any = self.rope
        for block in self.blocks:
            x = block(x, rope[:, : ids.shape[1]])
        return self.norm(x)

    def forward(
        self, ids: torch.Tensor, wanted: torch.Tensor, read: torch.Tensor | None = None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """ids: (batch, time); wanted, read: (batch, time) of bool. Logits (wanted, said), and
        (read, vocab) over what comes next in the thread, which only training asks for."""
        x = self.hidden(ids)
        said = functional.linear(x[wanted], self.embedding.weight[: self.said])
        if read is None:
            return said, said[:0]
        return said, functional.linear(x[read], self.embedding.weight)

    def weights(self) -> dict[str, npt.NDArray[np.float32]]:
        """Under llama.cpp's names."""
        return {
            name: weight.detach().float().cpu().numpy() for name, weight in self._by_name().items()
        }

    def _by_name(self) -> dict[str, torch.Tensor]:
        names = {
            "attention_norm": "attn_norm", "attention.q": "attn_q", "attention.k": "attn_k",
            "attention.v": "attn_v", "attention.o": "attn_output", "norm": "ffn_norm",
            "gate": "ffn_gate", "up": "ffn_up", "down": "ffn_down",
        }  # fmt: skip
        found = {"token_embd.weight": self.embedding.weight, "output_norm.weight": self.norm.weight}
        for number, block in enumerate(self.blocks):
            for ours, theirs in names.items():
                weight = block.get_submodule(ours).weight
                assert isinstance(weight, torch.Tensor)
                found[f"blk.{number}.{theirs}.weight"] = weight
        return found
