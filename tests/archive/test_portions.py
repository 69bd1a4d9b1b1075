"""Uploads that come in portions or out of zips; what is held; receipts tried again and taken home."""

from __future__ import annotations

import csv
import io
import random
import struct
import zipfile
from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsarchive import wire
from newsarchive.archive.models import Article, Original, Upload
from newsarchive.archive.services import emptying, keeping, leases, portions, rulings
from newsarchive.archive.services.portions import Refused
from tests.archive import factories as make
from tests.archive import pipeline
from tests.archive.handing_in import HX, packed, story

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client):
    client.force_login(make.make_archivist())
    return client


@pytest.fixture
def bert():
    strange = Client()
    strange.force_login(make.make_archivist("bert"))
    return strange


def begin(client, files: int, **more) -> Upload:
    answer = client.post(reverse("upload-begin"), {"files": files, **more})
    assert answer.status_code == 200, answer.text
    return Upload.objects.get(pk=int(answer.json()["add"].split("/")[2]))


def send(client, upload: Upload, *files: tuple[str, bytes], missed: Sequence[tuple[str, int]] = ()):
    given = {
        "files": [SimpleUploadedFile("file", content) for _, content in files],
        "path": [path for path, _ in files],
        "missed": [name for name, _ in missed],
        "missed_size": [size for _, size in missed],
    }
    return client.post(reverse("upload-add", args=[upload.pk]), given)


def names(upload: Upload) -> list[str]:
    return list(upload.files.order_by("position").values_list("name", flat=True))


def at(name: str, upload: Upload) -> str:
    return reverse(name, args=[upload.pk])


def reasons(upload: Upload) -> dict[str, str]:
    return dict(upload.files.filter(state="rejected").values_list("name", "code"))


def test_portions_make_one_upload_whatever_is_sent_twice(ada, settings):
    settings.MAX_FILE_MB = 1
    key = "0123456789abcdef"
    upload = begin(ada, 5, source="Harbour Gazette", key=key)
    assert begin(ada, 5, source="Harbour Gazette", key=key) == upload, "asked for twice, it is the same one"
    first = [("folder/a.txt", story(1)), ("folder/b.txt", story(2))]
    assert send(ada, upload, *first).json() == {"added": 2, "already": 0, "refused": []}
    again = send(ada, upload, *first, ("folder/deeper/c.txt", story(3)), missed=[("huge.txt", 5_000_000)]).json()
    assert (again["added"], again["already"]) == (2, 2)
    assert [name for name, _ in again["refused"]] == ["huge.txt"]
    # The same name with other bytes is another file, and bytes that are larger than was said are still too large.
    other = send(
        ada, upload, ("folder/a.txt", story(4)), ("lied.txt", b"x" * 1_100_000), missed=[("huge.txt", 5_000_000)]
    )
    assert other.json()["added"] == 2
    assert names(upload) == [
        "folder/a.txt",
        "folder/b.txt",
        "folder/deeper/c.txt",
        "huge.txt",
        "folder/a.txt",
        "lied.txt",
    ]
    assert reasons(upload) == {"huge.txt": "too-large", "lied.txt": "too-large"}
    there = ada.get(at("upload-there", upload)).json()["there"]
    assert ["folder/b.txt", len(story(2))] in there
    assert "More may come" in ada.get(at("receipt", upload)).text

    assert ada.post(at("upload-end", upload), headers=HX).json() == {"ended": upload.pk}
    assert "ended" in send(ada, upload, ("late.txt", b"x")).json()["reason"]
    pipeline.work()
    text = ada.get(at("receipt", upload)).text
    assert "All 6 files done." in text
    assert Article.objects.filter(source__name="Harbour Gazette").count() == 4


def test_what_broke_off_is_offered_to_be_gone_on_with_also_without_scripts(ada):
    upload = begin(ada, 3)
    send(ada, upload, ("a.txt", story(1)))
    more = at("upload-more", upload)
    for page_ in (reverse("upload"), reverse("uploads"), at("receipt", upload)):
        assert f'href="{more}"' in ada.get(page_).text, page_
    assert "1 of 3" in ada.get(reverse("uploads")).text
    sent = [SimpleUploadedFile("a.txt", story(1)), SimpleUploadedFile("b.txt", story(2))]
    assert ada.post(more, {"files": sent}).url == at("receipt", upload)
    assert names(upload) == ["a.txt", "b.txt"]
    assert ada.post(at("upload-end", upload)).url == at("receipt", upload)
    assert ada.get(more).url == at("receipt", upload)
    assert more not in ada.get(reverse("uploads")).text


def test_bounds_and_nonsense_are_told_and_leave_nothing_behind(ada, settings):
    settings.MAX_LOAD_FILES = 2
    assert "at most 2" in ada.post(reverse("upload-begin"), {"files": 3}).json()["reason"]
    assert ada.post(reverse("upload-begin"), {"files": "x", "key": "?"}).status_code == 422
    upload = begin(ada, 2)
    refused = send(ada, upload, *((f"{n}.txt", b"x%d" % n) for n in range(3)))
    assert (refused.status_code, "at most 2 files" in refused.json()["reason"]) == (409, True)
    assert not upload.files.exists()
    assert send(ada, upload).json() == {"added": 0, "already": 0, "refused": []}
    settings.MAX_REQUEST_MB = 1
    large = ada.post(reverse("upload"), {"files": [SimpleUploadedFile("a.txt", b"x" * 1_100_000)]})
    assert large.status_code == 413
    assert "too large" in large.text
    ada.post(at("upload-end", upload))
    assert not Upload.objects.exists(), "an upload that nothing came of is gone"


def test_only_its_sender_adds_to_an_upload_and_only_with_the_token(ada, bert, client):
    upload = portions.begin(make.User.objects.get(username="ada"), announced=2, held=True)
    send(ada, upload, ("a.txt", story(1)))
    posts = ("upload-add", "upload-end", "upload-hand-in", "upload-drop", "upload-retry")
    pages = ("upload-there", "upload-more", "upload-held", "receipt-csv", "receipt")
    strict, editor, stranger = Client(enforce_csrf_checks=True), Client(), Client()
    strict.force_login(upload.by)
    editor.force_login(make.make_editor())
    for name in posts:
        assert bert.post(at(name, upload)).status_code == 403, name
        assert strict.post(at(name, upload)).status_code == 403, name
        assert ada.get(at(name, upload)).status_code == 405, name
        assert stranger.post(at(name, upload)).url.startswith("/accounts/login/"), name
        # What a script sends after its session is over is not answered with a form.
        assert stranger.post(at(name, upload), headers=HX)["HX-Refresh"] == "true"
    for name in pages:
        assert bert.get(at(name, upload)).status_code == 403, name
        assert ada.get(reverse(name, args=[upload.pk + 99])).status_code == 404, name
    assert editor.post(at("upload-add", upload)).status_code == 403
    assert editor.get(at("receipt", upload)).status_code == 200
    assert Client().post(reverse("upload-begin"), {"files": 1}).status_code == 302
    assert names(upload) == ["a.txt"]


def test_a_zip_is_opened_and_each_file_in_it_has_its_own_line(ada):
    chinese = [
        "\u6d77\u6e2f\u65b0\u95fb/\u7801\u5934\u5de5\u4eba\u7f62\u5de5\u7ed3\u675f.txt",
        "\u6d77\u6e2f\u65b0\u95fb/\u6e21\u8f6e\u6401\u6d45.txt",
    ]
    # As old programs pack them: in the encoding of the machine, which nothing names.
    said = [name.encode("gb18030") for name in chinese]
    old = packed(*((chr(97 + n) * len(name), story(3 + n)) for n, name in enumerate(said)))
    for n, name in enumerate(said):
        old = old.replace(bytes([97 + n]) * len(name), name)
    given = packed(
        ("May/a.txt", story(1)),
        ("__MACOSX/May/._a.txt", b"x"),
        ("../b.txt", b"x"),
        ("/etc/c.txt", b"x"),
        ("C:\\d.txt", b"x"),
        ("inner.zip", packed(("a", b"x"))),
        ("disguised.txt", packed(("a", b"x"))),
        ("zeros.txt", bytes(3_000_000)),
        ("May/photo.jpg", b"\xff\xd8\xff\xe0" + bytes(range(256)) * 9),
    )
    bad = bytearray(packed(("whole.txt", story(2)), ("broken.txt", b"abc" * 99), method=zipfile.ZIP_STORED))
    bad[bad.index(b"abcabc")] ^= 1
    locked = bytearray(packed(("secret.txt", b"x")))
    for sign, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        struct.pack_into("<H", locked, locked.index(sign) + flags, 1)
    zips = {"a.zip": given, "b.ZIP": bad, "c.zip": locked, "d.zip": b"no zip", "e.zip": given[:500], "f.zip": packed()}
    zips |= {"g.zip": old, "h.zip": beyond(packed(("a.txt", b"x")))}
    files = [SimpleUploadedFile(name, bytes(content)) for name, content in zips.items()]
    response = ada.post(reverse("upload"), {"files": files})
    upload = Upload.objects.get()
    assert response.url == at("receipt", upload)
    assert reasons(upload) == {
        "a.zip/../b.txt": "zip-name",
        "a.zip//etc/c.txt": "zip-name",
        "a.zip/C:/d.txt": "zip-name",
        "a.zip/inner.zip": "zip-nested",
        "a.zip/disguised.txt": "zip-nested",
        "a.zip/zeros.txt": "zip-bomb",
        "b.ZIP/broken.txt": "zip-damaged",
        "c.zip/secret.txt": "zip-encrypted",
        "d.zip": "zip-damaged",
        "e.zip": "zip-damaged",
        "f.zip": "zip-empty",
        "h.zip": "zip-damaged",
    }
    pipeline.work()
    settled = set(upload.files.filter(state="settled").values_list("name", flat=True))
    assert settled == {"a.zip/May/a.txt", "b.ZIP/whole.txt", *(f"g.zip/{name}" for name in chinese)}
    assert upload.files.get(name="a.zip/May/photo.jpg").code == "binary"
    text = ada.get(at("receipt", upload), {"only": "rejected"}).text
    assert "encrypted inside the zip archive" in text
    assert "MACOSX" not in text


def beyond(archive: bytes) -> bytes:
    """The archive, as if its directory ended where no file can."""
    end = archive.rfind(b"PK\x05\x06")
    return archive[:end] + struct.pack("<4sIQI", b"PK\x06\x07", 0, 2**64 - 1, 1) + archive[end:]


def test_zips_that_are_too_much_are_refused_whole_before_they_are_unpacked(ada, settings):
    settings.MAX_LOAD_FILES, settings.MAX_UNPACKED_MB = 300, 1
    many = packed(*((f"{n}.txt", b"") for n in range(301)))
    large = packed(*((f"{n}.txt", random.Random(n).randbytes(600_000)) for n in range(2)))
    # A directory that says of itself that it holds one file, and holds many.
    lied = bytearray(many)
    struct.pack_into("<2H", lied, many.rindex(b"PK\5\6") + 8, 1, 1)
    files = {"many.zip": many, "large.zip": large, "lied.zip": bytes(lied), "story.txt": story(1)}
    ada.post(reverse("upload"), {"files": [SimpleUploadedFile(name, content) for name, content in files.items()]})
    upload = Upload.objects.get()
    assert names(upload) == ["many.zip", "large.zip", "lied.zip", "story.txt"]
    assert reasons(upload) == {"many.zip": "zip-too-many", "large.zip": "zip-too-large", "lied.zip": "zip-too-many"}
    assert "more than 300 files" in ada.get(at("receipt", upload)).text
    assert Original.objects.count() == 1


def test_what_is_held_goes_in_when_its_sender_says_so_and_is_forgotten_otherwise(ada):
    files = [SimpleUploadedFile(f"{n:02}.txt", story(n)) for n in range(14)]
    response = ada.post(reverse("upload"), {"files": files, "look": "on"})
    upload = Upload.objects.get()
    assert response.url == at("upload-held", upload)
    pipeline.work()
    assert not Article.objects.exists(), "nothing is read before it is handed in"
    text = ada.get(response.url).text
    assert "All 14 files were looked at" in text
    assert "Report 0 from the harbour" in text
    assert at("upload-held", upload) in ada.get(reverse("uploads")).text
    assert ada.post(at("upload-hand-in", upload)).url == at("receipt", upload)
    pipeline.work()
    assert Article.objects.count() == 14
    assert ada.post(at("upload-drop", upload)).url == at("receipt", upload), "what is in is not dropped"
    with pytest.raises(Refused):
        portions.drop(upload.pk)

    ada.post(reverse("upload"), {"files": [SimpleUploadedFile("x.txt", b"only here")], "look": "on"})
    ada.post(at("upload-drop", Upload.objects.latest("pk")))
    assert Upload.objects.get() == upload
    emptying.empty_bin()
    assert Original.objects.count() == 14

    ada.post(reverse("upload"), {"files": [SimpleUploadedFile("x.txt", b"forgotten")], "look": "on"})
    Upload.objects.update(at=timezone.now() - portions.FORGOTTEN - timedelta(days=1))
    assert portions.forget_stale() == 1
    assert Upload.objects.get() == upload


def test_only_what_may_be_mended_is_tried_again_and_only_once(ada, settings):
    settings.MAX_FILE_MB = 1
    good, killer, lost = story(1), story(2), story(3)
    files = {"good.txt": good, "killer.txt": killer, "lost.txt": lost, "empty.txt": b"", "big.txt": b"x" * 1_100_000}
    ada.post(reverse("upload"), {"files": [SimpleUploadedFile(name, content) for name, content in files.items()]})
    upload = Upload.objects.get()
    upload.files.filter(name="killer.txt").update(attempts=leases.ATTEMPTS, leased_until="2001-01-01T00:00Z")
    keeping.drop([upload.files.get(name="lost.txt").original_id])
    pipeline.work()
    assert reasons(upload) == {
        "killer.txt": "worker-stopped",
        "lost.txt": "bytes-lost",
        "empty.txt": "empty",
        "big.txt": "too-large",
    }
    text = ada.get(at("receipt", upload)).text
    assert "Try all 2 failed files again" in text
    assert "no bytes are kept" in text
    before = upload.files.get(name="good.txt").finished_at

    keeping.keep([lost], 10_000)
    ada.post(at("upload-retry", upload), {"code": "bytes-lost"})
    assert upload.files.get(name="killer.txt").state == "rejected"
    assert "1 file is being read once more" in ada.post(at("upload-retry", upload), follow=True).text
    assert "Nothing was left" in ada.post(at("upload-retry", upload), follow=True).text
    pipeline.work()
    assert reasons(upload) == {"empty.txt": "empty", "big.txt": "too-large"}
    assert upload.files.get(name="good.txt").finished_at == before, "what was in is left alone"
    assert upload.files.filter(state="settled", receipts__outcome="new story").count() == 3

    upload.files.filter(name="empty.txt").update(code="unforeseen")
    rulings.withdraw_upload(upload.pk, by=None, reason="By mistake")
    assert "withdrawn" in ada.post(at("upload-retry", upload), follow=True).text
    assert upload.files.get(name="empty.txt").state == "rejected"
    assert "Try 1" not in ada.get(at("receipt", upload)).text


def test_what_the_same_readers_would_refuse_again_is_not_tried_again_before_others_are_here(ada, monkeypatch):
    feed = b'<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title></channel></rss>'
    given = {"five.txt": b"hello", "feed.xml": feed}
    ada.post(reverse("upload"), {"files": [SimpleUploadedFile(*file) for file in given.items()]})
    upload = Upload.objects.get()
    pipeline.work()
    assert reasons(upload) == {"five.txt": "no-article", "feed.xml": "format"}
    text = ada.get(at("receipt", upload)).text
    assert "Try" not in text
    assert "hand in the pages of the stories themselves" in text
    assert "a later release that reads this" in text
    assert "Nothing was left" in ada.post(at("upload-retry", upload), follow=True).text

    monkeypatch.setattr(wire, "VERSION", "formats-of-tomorrow")
    text = ada.get(at("receipt", upload)).text
    assert "Try all 2 failed files again" in text
    assert "this release reads more" in text
    ada.post(at("upload-retry", upload))
    pipeline.work()
    assert reasons(upload) == {"five.txt": "no-article", "feed.xml": "format"}
    assert "Try" not in ada.get(at("receipt", upload)).text


NAMES = {
    "=2+5.txt": "'=2+5.txt",
    "a\nb.txt": "a\nb.txt",
    "\u202egpj.txt": "\u202egpj.txt",
    "n" * 400 + ".txt": "n" * 400 + ".txt",
    "\u0627\u0644\u0645\u064a\u0646\u0627\u0621.txt": "\u0627\u0644\u0645\u064a\u0646\u0627\u0621.txt",
}


def test_a_receipt_is_narrowed_searched_and_taken_home_as_a_table(ada):
    upload = begin(ada, 6)
    send(ada, upload, *((name, story(n)) for n, name in enumerate(NAMES)), ("empty.txt", b""))
    ada.post(at("upload-end", upload))
    again = pipeline.take_in({"copy.txt": story(0)})
    pipeline.work()
    Upload.objects.filter(pk=again.pk).update(by=upload.by)

    def shown(**asked: str) -> str:
        return ada.get(at("receipt", upload), asked).text

    assert shown().count('class="fate"') == 6
    assert shown(only="new story").count('class="fate"') == 5
    assert shown(why="empty").count('class="fate"') == shown(only="rejected").count('class="fate"') == 1
    assert shown(name="GPJ").count('class="fate"') == 1
    assert shown(name="%").count('class="fate"') == 0
    assert shown(only="<b>", why="nothing").count('class="fate"') == 0
    assert "\u202e" not in shown()
    assert "\u27e8U+202E\u27e9gpj.txt" in shown()
    assert 'a id="only-already-here"' not in shown()
    assert "already here" in ada.get(at("receipt", again), {"only": "already here"}).text

    response = ada.get(at("receipt-csv", upload))
    assert response["Content-Disposition"].startswith(f'attachment; filename="receipt-{upload.pk}.csv"')
    text = b"".join(response.streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert text.startswith("\ufeff")
    assert [row["file"] for row in rows] == [*NAMES.values(), "empty.txt"]
    assert rows[0]["outcome"] == "new story"
    assert rows[0]["headline"] == "Report 0 from the harbour"
    assert "empty" in rows[-1]["reason"]


def test_what_is_under_embargo_shows_on_no_receipt(ada):
    hidden = make.make_article("Secret budget", ["The minister will resign."], content=story(1))
    upload = make.make_upload(by=make.User.objects.get(username="ada"))
    near = make.make_file(upload, "near.txt")
    make.make_receipt(near, make.make_article("Plain"), "copy", related=hidden, similarity=0.9)
    make.make_receipt(make.make_file(upload, "secret.txt"), hidden)

    def told() -> list[str]:
        look = {"files": [SimpleUploadedFile("file", story(1))]}
        table = b"".join(ada.get(at("receipt-csv", upload)).streaming_content).decode()
        return [ada.get(at("receipt", upload)).text, table, ada.post(reverse("upload-look"), look).text]

    receipt, table, look = told()
    assert "Secret budget" in receipt
    assert "Secret budget" in table
    assert "already here" in look
    rulings.mark_story(make.story_of(hidden).pk, "embargoed", by=make.make_editor(), reason="Until noon")
    receipt, table, look = told()
    assert "Secret budget" not in receipt + table
    assert f"/articles/{hidden.pk}/" not in receipt
    rows = list(csv.DictReader(io.StringIO(table.lstrip("\ufeff"))))
    assert str(hidden.pk) not in {row[name] for row in rows for name in ("article", "related article")}
    assert "already here" not in look
    assert "an article under embargo" in receipt
    assert "under embargo" in table
    assert "Plain" in receipt
