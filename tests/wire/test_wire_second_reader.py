"""The second reader of pages says what trafilatura says, though it asks for less."""

import pytest
import trafilatura

from bench.invented_pages import pages
from newsarchive.wire.html_second import general_text
from newsarchive.wire.html_tree import modernise, tree_of

SEED = 11
TEXT = "The harbour office said on Monday that it would open the second lock before the end of the year. "
LINKS = "<li><a href='/x'>Ferries wait for the tide</a></li>" * 60

ODD = {
    "a short text in a large page": f"<ul>{LINKS}</ul><div><p>{TEXT}</p></div><table><tr><td>{TEXT * 9}</table>",
    "no paragraph": f"<div>{TEXT * 5}</div><div>{TEXT * 5}</div>",
    "more tables than paragraphs": f"<table><tr><th>A<tr><td>1</table><p>{TEXT * 4}</p><table><tr><td>3</table>",
    "comments": f"<article><p>{TEXT * 6}</p></article><div id=comments class=comment-list><p>{TEXT * 9}</p></div>",
    "an appended article": f"<p>{TEXT * 4}</p><div class=infinite-scroll><p>{TEXT * 30}</p></div>",
    "furniture inside": f"<article><p>{TEXT * 4}</p><aside><p>{TEXT * 4}</p></aside></article>",
    "nothing": "<p>Home</p>",
}


def check(page: str) -> None:
    tree = tree_of(page)
    assert tree is not None
    modernise(tree)
    wanted = trafilatura.extract(tree, deduplicate=False, with_metadata=False, include_comments=False) or ""
    assert general_text(tree) == wanted


@pytest.mark.parametrize("name", ODD)
def test_odd_pages(name: str) -> None:
    check(f"<html><head><title>Second lock</title></head><body>{ODD[name]}</body></html>")


def test_invented_pages() -> None:
    for _, data in pages(30, SEED):
        check(data.decode())
