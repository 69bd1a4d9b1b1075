"""Which text each text was most surely made from.

A trim may be all there is of one odd copy among a hundred of its story: on average they do not vote for it, and yet
nobody would take the two apart. So before averages are taken every text is put with the fuller one that it is most
surely one version of, if it is sure at all. One each: what two reports share, printed alone, does not tie them.
"""

from __future__ import annotations

from collections.abc import Sequence

from newsarchive.dedup.likeness import UNIT, Related
from newsarchive.dedup.schemes import ClusteringScheme

Tie = tuple[int, int]
"""A text and its origin, by index."""


def origins(lengths: Sequence[int], pairs: Related, scheme: ClusteringScheme) -> list[Tie]:
    """The surest ties first, given the texts' lengths; among equals the smaller indices.

    Of two texts the longer is the origin, or the first.
    """
    firm = pairs.version >= scheme.firm * UNIT
    best: dict[int, tuple[int, int]] = {}
    rows = zip(pairs.left[firm].tolist(), pairs.right[firm].tolist(), pairs.version[firm].tolist(), strict=True)
    for i, j, odds in rows:
        text, origin = (i, j) if lengths[i] < lengths[j] else (j, i)
        best[text] = min(best.get(text, (0, 0)), (-odds, origin))
    return [(text, origin) for _, text, origin in sorted((odds, text, origin) for text, (odds, origin) in best.items())]
