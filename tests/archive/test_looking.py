"""What is told of files before they are handed in."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections import Counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from newsarchive.archive.models import Original, Upload
from newsarchive.archive.services import looking, zips
from newsarchive.archive.services.seekable import Stretches
from tests.archive import factories as make
from tests.archive import pipeline
from tests.archive.handing_in import HX, packed, story

pytestmark = pytest.mark.django_db

PICTURE = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 9
FEED = b'<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title></channel></rss>'


@pytest.fixture
def ada(client):
    client.force_login(make.make_archivist())
    return client


def test_a_look_keeps_nothing_and_tells_what_would_be_read(ada):
    pipeline.take_in({"known.txt": story(1)})
    kept = Original.objects.count()
    given = {
        "known.txt": story(1),
        "page.html": "<html><head><title>Läuft</title></head></html>".encode("cp1252"),
        "p.jpg": b"\xff\xd8\xff",
    }
    sent = {
        "files": [SimpleUploadedFile("file", content) for content in given.values()],
        "path": list(given),
        "total": 400,
    }
    response = ada.post(reverse("upload-look"), sent, headers=HX)
    assert response.status_code == 200
    assert "<html" not in response.text
    assert "3 of 400 files were looked at" in response.text
    for words in ("Report 1 from the harbour", "3 May 2011", "UTF-8", "already here", "JPEG picture"):
        assert words in response.text, words
    assert "<html" in ada.post(reverse("upload-look"), {**sent, "files": [SimpleUploadedFile("a", b"x")]}).text
    assert (Original.objects.count(), Upload.objects.count()) == (kept, 1)


def test_a_look_tells_outlet_and_agency_apart(ada):
    words = story(1).replace(b"May 3, 2011 - ", b"May 3, 2011 (AP) - ")
    sent = asked({"a.txt": words}, source="Drop \u202eDaily")
    text = ada.post(reverse("upload-look"), sent, headers=HX).text
    heads = re.findall(r'<th scope="col">(\w+)</th>', text)
    cells = re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", text.split("<tbody>")[1], re.S)
    row = dict(zip(heads, cells, strict=True))
    assert "Drop [U+202E]Daily" in row["Outlet"]
    assert "Drop" not in row["Agency"]
    assert 'class="agency">' in row["Agency"]
    assert "not known" in ada.post(reverse("upload-look"), {**asked({"a.txt": words})}, headers=HX).text


def test_a_look_says_first_that_nothing_was_handed_in(ada):
    sent = asked({"a.txt": story(1), "b.jpg": PICTURE}, total=2)
    text = ada.post(reverse("upload-look"), sent, headers=HX).text
    assert "Nothing was handed in yet: 1 of 2 files would be refused." in text


def asked(files: dict[str, bytes], **more):
    return {"files": [SimpleUploadedFile("file", data) for data in files.values()], "path": list(files), **more}


def in_part(name: str, content: bytes, *stretches: tuple[int, int]):
    """A zip archive of which only these stretches are sent."""
    return {
        "zip": name,
        "zip_size": len(content),
        "zip_parts": " ".join(f"{start}+{length}" for start, length in stretches),
        "zip_bytes": SimpleUploadedFile("part", b"".join(content[at : at + length] for at, length in stretches)),
    }


def offered(text: str) -> str:
    return re.search(r'data-hand-in="([^"]*)"', text)[1]


def left_out(text: str) -> str:
    return re.search(r'data-hopeless="([^"]*)"', text)[1]


def test_what_would_be_refused_is_named_by_kind_with_its_reason_and_left_out_of_the_count(ada):
    good = {f"{n}.txt": story(n) for n in range(37)}
    bad = {"p.jpg": PICTURE, "q.jpg": PICTURE + b"x", "none.txt": b""}
    given = asked(good | bad, total=43, missed=["big.html", "<b>large.txt"], missed_size=[30_000_000, 40_000_000])
    text = ada.post(reverse("upload-look"), given, headers=HX).text
    assert offered(text) == "Hand in 38 of 43 files"
    assert left_out(text) == "37 38 39 40 41"
    for words in (
        "<strong>2</strong> no text",
        "p.jpg",
        "The file is empty.",
        "big.html",
        "29 MB",
        "&lt;b&gt;large.txt",
    ):
        assert words in text, words
    assert text.count("This is a JPEG picture") == 1, "said once of all that are refused alike"


def test_only_some_of_very_many_refused_files_are_named(ada):
    many = {f"{n:03}.jpg": PICTURE + b"%d" % n for n in range(120)}
    text = ada.post(reverse("upload-look"), asked(many | {"a.txt": story(1)}), headers=HX).text
    assert offered(text) == "Hand in 1 of 121 files"
    assert text.count(".jpg") == 50
    assert "and 70 more" in text


def test_where_nothing_can_be_read_nothing_is_offered(ada):
    text = ada.post(reverse("upload-look"), asked({"feed.xml": FEED, "five.txt": b"hello"}), headers=HX).text
    assert offered(text) == ""
    assert "There is nothing to hand in." in text
    assert "an RSS feed" in text
    ada.post(reverse("upload"), {"files": [SimpleUploadedFile("a.jpg", PICTURE)], "look": "on"})
    page = ada.get(reverse("upload-held", args=[Upload.objects.get().pk])).text
    assert "Hand in" not in page
    assert "Forget this, and choose others" in page


def test_a_held_zip_tells_what_was_turned_away_and_what_will_be_in_one_list(ada):
    mixed = packed(("a.txt", story(1)), ("b.txt", story(2)), ("p.jpg", PICTURE), ("../c.txt", b"x"), ("in.zip", b"x"))
    ada.post(reverse("upload"), {"files": [SimpleUploadedFile("may.zip", mixed)], "look": "on"})
    page = ada.get(reverse("upload-held", args=[Upload.objects.get().pk])).text
    assert "Hand in 2 of 5 files?" in page
    for words in ("3 would be refused", "leads out of the archive", "archive inside an archive", "JPEG picture"):
        assert words in page, words


def large_zip(files: int = 300) -> bytes:
    """Files that cannot be packed much, so that each lies where one can tell."""
    noise = random.Random(7)
    stories = [(f"May/{n:03}.txt", story(n) + noise.randbytes(500).hex().encode()) for n in range(files)]
    return packed(*stories, ("May/inner.zip", b"x"), ("/root.txt", b"x"), method=zipfile.ZIP_STORED)


def end_of(whole: bytes) -> tuple[int, int]:
    """Where an archive's directory is, and the record behind it, as a browser sends them."""
    start = min(whole.index(b"PK\1\2"), len(whole) - 65_557)
    return start, len(whole) - start


def test_of_a_large_zip_its_directory_and_some_stretches_are_enough(ada):
    whole = large_zip()
    stretches = [(0, 30_000), (len(whole) // 3, 30_000), end_of(whole)]
    text = ada.post(reverse("upload-look"), in_part("may.zip", whole, *stretches), headers=HX).text
    assert offered(text) == "Hand in 300 of 302 files"
    assert left_out(text) == ""
    assert "may.zip//root.txt" in text
    assert "may.zip/May/inner.zip" in text
    came = io.BytesIO(b"".join(whole[at : at + length] for at, length in stretches))
    seen = looking.look([], 0, [zips.members(Stretches(len(whole), stretches, came), "may.zip")])
    read = [int(file.name[-7:-4]) for file in seen.files if file.items]
    assert min(read) == 0
    assert any(90 < number < 150 for number in read)
    assert not any(file.unknown for file in seen.files)
    assert not Original.objects.exists()


def test_of_several_zips_the_small_ones_are_read_whole(ada):
    sizes = {"large.zip": 260, "small.zip": 30, "one.zip": 1}
    content = {name: packed(*((f"{n}.txt", story(n)) for n in range(files))) for name, files in sizes.items()}
    given = [zips.members(io.BytesIO(packed_up), name) for name, packed_up in content.items()]
    seen = looking.look([], 0, given)
    read = Counter(file.name.partition("/")[0] for file in seen.files)
    assert read == {"large.zip": looking.FILES - 31, "small.zip": 30, "one.zip": 1}
    assert seen.total == 291


def test_a_zip_that_cannot_be_taken_is_told_before_it_is_sent(ada, settings):
    settings.MAX_LOAD_FILES = 300
    whole = large_zip(301)
    many = ada.post(reverse("upload-look"), in_part("many.zip", whole, (0, 9), end_of(whole)), headers=HX).text
    assert "more than 300 files" in many
    assert (offered(many), left_out(many)) == ("", "0")
    half = whole[: len(whole) // 2]
    given = asked({"a.txt": story(1)}, total=1) | in_part("cut.zip", half, (0, 90), (len(half) - 70_000, 70_000))
    cut = ada.post(reverse("upload-look"), given, headers=HX).text
    assert "damaged or was not sent whole" in cut
    assert (offered(cut), left_out(cut)) == ("Hand in 1 of 2 files", "1")


@pytest.mark.parametrize("parts", ["", "x", "0+9 5", "0+10", "-1+9", "5000+9", "\u0660+9", "0+" + "9" * 30])
def test_parts_of_a_zip_that_make_no_sense_are_refused(ada, parts):
    given = {"zip": "a.zip", "zip_size": 100, "zip_parts": parts, "zip_bytes": SimpleUploadedFile("part", b"x" * 9)}
    response = ada.post(reverse("upload-look"), given, headers=HX)
    assert response.status_code == 422
    assert "no parts of a zip archive" in response.text
