"""How texts of a mass hang together by as few ties as that takes: each by one tie to a text that comes before it."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from newsarchive.dedup.linkage import Labels
from newsarchive.dedup.stretches import Counts


def spanning(labels: Labels, ties: Counts) -> tuple[Counts, Counts]:
    """A rank for each text, smallest for the first of its mass, and the text that it is tied to, -1 for the first.

    ``labels`` gives each text the first of its mass, ``ties`` has the pairs that make masses, shape (ties, 2). What a
    text is tied to has a smaller rank, found breadth first, and of what would do the smallest index.
    """
    from scipy.sparse.csgraph import breadth_first_order

    graph = csr_array((np.ones(len(ties), dtype=np.int8), (ties[:, 0], ties[:, 1])), shape=(len(labels), len(labels)))
    reached = [breadth_first_order(graph, first, False, False) for first in sorted(set(labels))]
    rank = np.empty(len(labels), dtype=np.int64)
    for order in reached:
        rank[order] = np.arange(len(order))
    down = np.where((rank[ties[:, 0]] < rank[ties[:, 1]])[:, None], ties[:, :2], ties[:, 1::-1])
    down = down[np.lexsort((down[:, 0], down[:, 1]))]
    children, at = np.unique(down[:, 1], return_index=True)
    via = np.full(len(labels), -1, dtype=np.int64)
    via[children] = down[at, 0]
    return rank, via
