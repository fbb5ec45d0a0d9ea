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
            states = self.body(input_ids=ids, attention_mask=mask, token_type_ids=segments).last_hidden_state
            return self.head(states[:, 0]).squeeze(-1)

    made = Network()
    if weights is not None:
        missing, unknown = made.load_state_dict({name: value.float() for name, value in load_file(weights).items()}, strict=False)
        if unknown or [name for name in missing if _FROZEN not in name]:
            raise ValueError(f"{weights} does not fit the network: missing {missing}, unknown {unknown}")
    return made


def learned(made: Any) -> dict[str, Any]:
    """What is kept of a trained network, bf16: everything but the word embeddings."""
    import torch

    return {name: value.to(torch.bfloat16).contiguous() for name, value in made.state_dict().items() if _FROZEN not in name}
