"""Lines under pictures, told from the first lines of reports."""

from __future__ import annotations

import pytest

from newsarchive.wire.captions import is_caption


@pytest.mark.parametrize(
    "line",
    [
        "The ferry Petrel lies on the mole of Port Selwyn in this Tuesday, May 3, 2011 file photo.",
        "In this photo released by the harbour board, divers look at the hull of the ferry Petrel.",
        "Divers leave the ferry Petrel on Tuesday, May 3, 2011. (AP Photo/Jo Vale)",
        "The ferry Petrel in the harbour of Port Selwyn last spring. (Harbour Post / file)",
        "The ferry Petrel on Tuesday (Photo courtesy of the line).",
        "A man looks at the ferry in Port Selwyn, May 3, 2011. REUTERS/Jo Vale",
        "Passengers wait on the quay. AFP / Jo de Vale",
    ],
)
def test_a_line_that_says_who_took_the_picture_or_that_it_is_one_is_a_caption(line: str) -> None:
    assert is_caption(line)


@pytest.mark.parametrize(
    "line",
    [
        "A ferry with ninety people on board ran aground off Valdora, the harbour master said. (AP)",
        "A ferry ran aground off Valdora on Tuesday night, agencies reported. (AP/Reuters)",
        "In this case a photo of the mole was all that the board had to go by, its chairman said.",
        "The photo that won the harbour prize was taken by a child, the jury said in Port Selwyn on Tuesday.",
        "Photographers will file for divorce from their agency in this town, a lawyer said (not in the picture).",
        "The board told Reuters/Ipsos pollsters that it would not comment.",
        "A ferry ran aground off Valdora on Tuesday night with ninety people on board. AFP/AP",
        "",
    ],
)
def test_the_first_line_of_a_report_is_none(line: str) -> None:
    assert not is_caption(line)
