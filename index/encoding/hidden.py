"""The encoder's network: pieces → hidden states. The only file that knows sentence-transformers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from index.encoding.model import Model
from index.encoding.runtime import Network


def hidden_states(model: Model) -> Network:
    """(ids, mask), each (texts, pieces) → the last hidden states, (texts, pieces, dimension), which is all that pooling reads."""
    return Network(model.fingerprint.weights[:16], ("input_ids", "attention_mask"), lambda: _module(model.folder))


def _module(folder: Path) -> Any:
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    transformer: Any = SentenceTransformer(str(folder), device="cpu", local_files_only=True)[0]

    class States(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = transformer.auto_model

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            return self.inner(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state

    return States()
