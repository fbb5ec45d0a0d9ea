"""Articles in, a batch at a time; the keyword index follows beside, while the next batch is already being encoded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

from index.cutting.passages import PassageRules
from index.storage import writing
from index.storage.edition import Edition
from index.types import Added, Article, Encoder


def add(edition: Edition, articles: Iterable[Article], encoder: Encoder, rules: PassageRules, batch: int) -> Iterator[Added]:
    """Write articles; each is given back after the commit that holds it. The caller is the writer.

    Other processes find an article by its words as soon as the keyword index has it too: after as long as one batch takes to
    index, about 0.2 s for 350 passages, however long the next ones are in coming.
    """
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="lexical") as beside:
        following = beside.submit(edition.lexical.follow, writing=True)
        for group in writing.groups(articles, batch):
            done = writing.take(edition.store, group, encoder, rules)
            following.result()
            following = beside.submit(edition.lexical.follow, writing=True)
            yield from done
        following.result()
