"""The reranker's network: the first layers of the installed encoder, trained further, and one number read off the first piece.

The word embeddings stay those of the installed model, so that only the layers need to be kept (`weights/`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

LAYERS = 6
"""Of the encoder's, all."""

_FROZEN = "embeddings.word_embeddings"


def network(base: Path, weights: Path | None = None, *, layers: int = LAYERS, dropout: float = 0.0) -> Any:
    """The network as a `torch.nn.Module`: (ids, mask, segments), each (n, pieces) → logits, shape (n,).

    Args:
        base: Folder of the encoder's model.
        weights: What training changed; without it the network is untrained.
        layers: Of the encoder's.
        dropout: In training.
    """
    import torch
    from safetensors.torch import load_file
    from transformers import BertModel

    class Network(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.body = BertModel.from_pretrained(
                str(base),
                num_hidden_layers=layers,
                add_pooling_layer=False,
                local_files_only=True,
                hidden_dropout_prob=dropout,
                attention_probs_dropout_prob=dropout,
                dtype=torch.float32,
            )
            self.head = torch.nn.Linear(self.body.config.hidden_size, 1)
            torch.nn.init.zeros_(self.head.weight)
            torch.nn.init.zeros_(self.head.bias)

        def forward(self, ids: Any, mask: Any, segments: Any) -> Any:
            states, seen = self.body.embeddings(input_ids=ids, token_type_ids=segments), mask[:, None, None, :] == 1
            *below, last = self.body.encoder.layer
            for layer in below:
                states = layer(states, seen)
            return self.head(_first(last, states, seen)).squeeze(-1)

    made = Network()
    if weights is not None:
        missing, unknown = made.load_state_dict({name: value.float() for name, value in load_file(weights).items()}, strict=False)
        if unknown or [name for name in missing if _FROZEN not in name]:
            raise ValueError(f"{weights} does not fit the network: missing {missing}, unknown {unknown}")
    return made


def _first(layer: Any, states: Any, seen: Any) -> Any:
    """The layer's output for the first piece alone, shape (n, hidden): of the last layer nothing else is read, and without
    it a seventh of the arithmetic is spared.
    """
    from torch.nn.functional import scaled_dot_product_attention

    own, first = layer.attention.self, states[:, :1]
    heads = (own.num_attention_heads, own.attention_head_size)
    asked = (own.query(first), own.key(states), own.value(states))
    query, key, value = (part.unflatten(-1, heads).transpose(1, 2) for part in asked)
    dropout = own.dropout.p if own.training else 0.0
    mixed = scaled_dot_product_attention(query, key, value, attn_mask=seen, dropout_p=dropout)
    return layer.feed_forward_chunk(layer.attention.output(mixed.transpose(1, 2).flatten(2), first))[:, 0]


def learned(made: Any) -> dict[str, Any]:
    """What is kept of a trained network, bf16: everything but the word embeddings."""
    import torch

    return {name: value.to(torch.bfloat16).contiguous() for name, value in made.state_dict().items() if _FROZEN not in name}
