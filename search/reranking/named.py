"""A cross-encoder of others, for those who can download one or have one in a folder: `SITREP_RERANKER`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from index.errors import EncoderUnavailable
from search.reranking.reranker import Scores
from search.reranking.window import Window


def load_named(name: str) -> NamedReranker:
    """Load a sentence-transformers cross-encoder by name or folder.

    Raises:
        EncoderUnavailable: If it is not there, or gives more than one number a pair.
    """
    from huggingface_hub.errors import HfHubHTTPError
    from sentence_transformers import CrossEncoder

    try:
        model = CrossEncoder(name, device="cpu")
    except (HfHubHTTPError, OSError, ValueError) as error:
        raise EncoderUnavailable(f"reranker {name}: neither a folder nor to be had from the model hub: {error}") from error
    if model.num_labels != 1:
        raise EncoderUnavailable(f"reranker {name} gives {model.num_labels} numbers a pair: Sitrep needs a model that gives one")
    return NamedReranker(model)


class NamedReranker:
    """`search.reranking.reranker.Reranker` over a sentence-transformers cross-encoder."""

    tells = False
    """Trained by others, for an order only as far as is known."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def scores(self, question: str, windows: Sequence[Window]) -> Scores:
        """See `Reranker`."""
        import torch

        if not windows:
            return np.zeros(0, np.float32)
        pairs = [(question, " ".join(part for part in one.texts() if part)) for one in windows]
        found = self._model.predict(pairs, activation_fn=torch.nn.Identity(), show_progress_bar=False)
        return np.asarray(found, np.float32)
