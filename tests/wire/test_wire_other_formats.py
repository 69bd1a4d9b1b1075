"""Files of formats that have no reader yet are refused by name; pages that only resemble them are read."""

import json
from pathlib import Path

import pytest

from newsarchive.wire import Item, Unreadable, read

WIRE = Path(__file__).resolve().parents[3] / "shared" / "data" / "wire"
FIRST = "The ferry struck a pier in thick fog on Tuesday, and the port stayed shut until noon."
SECOND = "Divers looked at the piles below the water and found nothing worse than old paint."
BODY = f"<p>{FIRST}</p><p>{SECOND}</p>"
TWO = f"{FIRST}\n\n{SECOND}\n"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (f'<?xml version="1.0"?><nitf><body><body.content>{BODY}</body.content></body></nitf>', "NITF"),
        (f'<!DOCTYPE nitf SYSTEM "nitf.dtd">\n<nitf><body>{BODY}</body></nitf>', "NITF"),
        (f"<nitf><body>{BODY}</body></nitf>", "NITF"),
        (f'<?xml version="1.0"?><!-- a feed --><rss version="2.0"><channel>{BODY}</channel></rss>', "RSS"),
        (f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{BODY}</entry></feed>', "Atom"),
        (f'<?xml version="1.0"?>\n<NewsML Version="1.2">{BODY}</NewsML>', "NewsML 1"),
        (f'\ufeff<?xml version="1.0"?>\n<newsItem guid="x">{BODY}</newsItem>', "NewsML-G2"),
        (
            f'<?xml version="1.0"?><newsitem itemid="1"><text>{BODY}</text></newsitem>',
            "XML or SGML document (<newsitem>)",
        ),
        (f'<!DOCTYPE lewis [\n<!ENTITY lt "x">\n]>\n<REUTERS NEWID="1"><BODY>{TWO}</BODY></REUTERS>', "<REUTERS>"),
        (f"<DOC>\n<DOCNO> 1 </DOCNO>\n<TEXT>\n{TWO}</TEXT>\n</DOC>\n", "<DOC>"),
        (json.dumps({"headline": "Ferry", "body_html": BODY}), "JSON"),
        (json.dumps([{"headline": "Ferry", "body_text": FIRST}], indent=2), "JSON"),
        (json.dumps(["Ferry", FIRST]), "JSON"),
        (f"WARC/1.0\r\nWARC-Type: response\r\n\r\n\0<html><body>{BODY}", "WARC"),
        (
            f"From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary=x\r\n\r\n{BODY}",
            "MHTML",
        ),
    ],
)
def test_refused_by_name(text: str, word: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(text.encode(), "story.htm")
    assert refused.value.code == "format"
    assert word in refused.value.reason
    assert "HTML pages" in refused.value.reason
    assert refused.value.reason.endswith(".")


@pytest.mark.parametrize(
    "text",
    [
        f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "x" "y">\n<html xmlns="http://www.w3.org/1999/xhtml"><body>{BODY}</body></html>',
        f'<?xml version="1.0"?><html><body>{BODY}</body></html>',
        f"<!-- saved --><!DOCTYPE HTML PUBLIC ''><head></head><body>{BODY}</body>",
        f"<!DOCTYPE html><masthead>Ferries</masthead><main>{BODY}</main>",
        f"<masthead>Ferries</masthead><html><body>{BODY}</body></html>",
        f"<article>{BODY}</article>",
        f"<p>{FIRST}</p>{TWO}<nitf>",
        TWO,
        f"[Picture]\n\n{TWO}",
        f"<Reuters> {TWO}",
        f"{{Ferry}}\n\n{TWO}",
        f"Subject: Ferry\n\n{TWO}",
    ],
)
def test_page_is_read(text: str) -> None:
    (item,) = read(text.encode(), "feed.xml")
    assert FIRST in item.paragraphs[0].text
    assert SECOND in item.paragraphs[-1].text


def outcome(path: Path) -> list[Item] | Unreadable:
    try:
        return read(path.read_bytes(), path.name)
    except Unreadable as refused:
        return refused


@pytest.mark.skipif(not WIRE.is_dir(), reason=f"the wire formats are not at {WIRE}")
def test_files_of_wire_formats_are_refused_or_plain_text() -> None:
    found = {path: outcome(path) for path in sorted(WIRE.rglob("*")) if path.is_file()}
    assert found
    for path, got in found.items():
        if isinstance(got, Unreadable):
            assert got.code in ("format", "binary"), path
        else:
            assert path.suffix not in (".xml", ".json", ".warc"), path
            assert not any("</" in paragraph.text for item in got for paragraph in item.paragraphs), path
