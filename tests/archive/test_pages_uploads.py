"""The upload form and the receipt."""

from __future__ import annotations

import re
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.urls import reverse

from newsarchive.archive.models import Receipt, Source, Upload, UploadedFile
from newsarchive.archive.queries import receipts
from newsarchive.archive.services.working import work_some
from newsarchive.archive.views import receipts as views
from tests.archive import factories as make

pytestmark = pytest.mark.django_db

STORY = (
    "Dockers end strike\n\nPORT SELWYN, March 4, 2021 (AFP) - Dockers at Port Selwyn voted to end a strike of three "
    "weeks on Thursday, after the harbour board agreed to hire forty more crane drivers by summer.\n\n"
    "The vote was close, the union said, with a majority of eleven among nine hundred members present.\n\n"
    "Ships that have waited in the roads since the middle of February will be unloaded in the order of arrival.\n"
)


@pytest.fixture
def ada(client):
    client.force_login(make.make_archivist())
    return client


def hand_in(client, *files: tuple[str, bytes], source: str = "", **more):
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(reverse("upload"), {"files": sent, "source": source}, **more)


def receipt_of(client, upload: Upload, **asked) -> str:
    return client.get(reverse("receipt", args=[upload.pk]), asked).text


def work(upload: Upload) -> None:
    while work_some():
        pass


def test_many_files_go_in_at_once_and_lead_to_their_receipt(ada):
    response = hand_in(ada, ("a.txt", b"one"), ("b.txt", b"two"), source="Harbour Gazette")
    upload = Upload.objects.get()
    assert response.status_code == 302
    assert response.url == reverse("receipt", args=[upload.pk])
    assert upload.by.get_username() == "ada"
    assert upload.source.name == "Harbour Gazette"
    assert list(upload.files.values_list("name", flat=True)) == ["a.txt", "b.txt"]
    text = receipt_of(ada, upload)
    assert "0 of 2 files done" in text
    assert "waiting to be read" in text


def test_known_sources_are_suggested(ada):
    Source.objects.create(name="Harbour Gazette")
    assert '<option value="Harbour Gazette">' in ada.get(reverse("upload")).text


@pytest.mark.parametrize("sent", [{}, {"files": []}, {"files": "not a file"}, {"source": "Gazette"}])
def test_no_file_at_all_is_said_so_and_makes_nothing(ada, sent):
    response = ada.post(reverse("upload"), sent)
    assert response.status_code == 422
    assert "Choose at least one file." in response.text
    assert not Upload.objects.exists()


def test_a_source_too_long_is_said_so(ada):
    response = hand_in(ada, ("a.txt", b"one"), source="x" * 300)
    assert response.status_code == 422
    assert "at most 200 characters" in response.text
    assert not Upload.objects.exists()


def test_too_many_files_are_told_how_many_may_come(ada, settings):
    settings.MAX_UPLOAD_FILES = 2
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
    three = hand_in(ada, *((f"{n}.txt", b"x") for n in range(3)))
    assert three.status_code == 422
    assert "more than 2 files" in three.text
    four = hand_in(ada, *((f"{n}.txt", b"x") for n in range(4)))
    assert four.status_code == 413
    assert "at most 2 files" in four.text
    assert not Upload.objects.exists()


def test_a_bad_file_says_why_and_leaves_the_others_alone(ada, settings):
    settings.MAX_FILE_MB = 1
    big = b"x" * (1024 * 1024 + 1)
    hand_in(ada, ("empty.txt", b""), ("big.txt", big), ("story.txt", STORY.encode()))
    upload = Upload.objects.get()
    work(upload)
    text = receipt_of(ada, upload)
    assert "All 3 files done" in text
    assert "files over 1 MB are not taken in" in text
    assert text.count("rejected:") == 2
    assert "Dockers end strike" in text
    assert "new story" in text
    assert "Traceback" not in text
    only = receipt_of(ada, upload, only="rejected")
    assert "empty.txt" in only
    assert "story.txt" not in only


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.txt", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(range(256)) * 40),
        ("zeros.txt", b"\0" * 3_000_000),
        ("nothing.html", b"<html><body><nav><a href='/'>Home</a></nav></body></html>"),
        ("spaces.txt", b" \n\t\n "),
    ],
)
def test_what_is_no_article_is_refused_with_a_reason_and_harms_no_other(ada, name, content):
    hand_in(ada, (name, content), ("story.txt", STORY.encode()))
    upload = Upload.objects.get()
    work(upload)
    text = receipt_of(ada, upload)
    reason = upload.files.get(name=name).reason
    assert re.search(r"<strong>rejected:</strong> \w+", text)
    assert len(reason.split()) > 3
    assert "Dockers end strike" in text
    assert "Error" not in text


def test_a_page_in_an_old_encoding_reads_right(ada):
    told = STORY.replace("Dockers end strike", "Docker beenden Streik für höhere Löhne – “endlich”")
    hand_in(ada, ("cp1252.txt", told.encode("cp1252")), ("utf16.txt", told.encode("utf-16")))
    upload = Upload.objects.get()
    work(upload)
    assert receipt_of(ada, upload).count("Docker beenden Streik für höhere Löhne – “endlich”") >= 2


def test_the_way_of_a_file_and_its_copies_is_told_line_by_line(ada):
    trimmed = "\n\n".join(STORY.split("\n\n")[:3]).replace("Dockers end strike", "Strike over")
    hand_in(ada, ("one.txt", STORY.encode()))
    hand_in(ada, ("same bytes.txt", STORY.encode()), ("trimmed.txt", trimmed.encode()))
    first, second = Upload.objects.order_by("pk")
    work(first)
    work(second)
    text = receipt_of(ada, second)
    assert "already here" in text
    assert "trimmed from" in text
    assert re.search(r"\(\d+ %\)", text)
    article = Receipt.objects.get(file__upload=first).article
    assert text.count(reverse("article", args=[article.pk])) == 2


def test_a_folded_lede_is_told(ada):
    article = make.make_article(paragraphs=["The lede.", "The lede.", "More."], repeats={1: (0, "same")})
    later = make.make_article(paragraphs=["A.", "B.", "C.", "B.", "C."], repeats={3: (1, "same"), 4: (2, "same")})
    upload = make.make_upload(by=None)
    make.make_receipt(make.make_file(upload, "a.txt"), article)
    make.make_receipt(make.make_file(upload, "b.txt"), later)
    ada.force_login(make.make_editor())
    text = receipt_of(ada, upload)
    assert "lede folded" in text
    assert "2 repeats folded" in text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../../etc/passwd.txt", "passwd.txt"),
        ("she said “go”.txt", "she said “go”.txt"),
        ("news \N{NEWSPAPER}\N{FIRE}.txt", "news \N{NEWSPAPER}\N{FIRE}.txt"),
        ("<b>bold.txt", "&lt;b&gt;bold.txt"),
        ("it's & co.txt", "it&#x27;s &amp; co.txt"),
        ("x" * 300 + ".txt", "x" * 200),
    ],
)
def test_names_show_as_they_are_and_do_no_harm(ada, name, shown):
    hand_in(ada, (name, STORY.encode()))
    upload = Upload.objects.latest("pk")
    assert f'dir="auto">{shown}' in receipt_of(ada, upload)
    work(upload)
    assert "new story" in receipt_of(ada, upload)


def test_the_page_asks_again_only_while_something_is_unsettled(ada):
    upload = make.make_upload(by=ada.get("/").wsgi_request.user)
    file = make.make_file(upload, state="waiting")
    assert 'hx-trigger="every 2s"' in receipt_of(ada, upload)
    assert '<a id="refresh"' in receipt_of(ada, upload)
    UploadedFile.objects.filter(pk=file.pk).update(state="rejected", reason="It is empty.")
    text = receipt_of(ada, upload)
    assert "hx-trigger" not in text
    assert "It is empty." in text


def test_the_fragment_is_the_changing_part_of_the_same_page(ada):
    upload = make.make_upload(by=ada.get("/").wsgi_request.user)
    make.make_file(upload, state="waiting")
    address = reverse("receipt", args=[upload.pk])
    whole = ada.get(address)
    again = re.search(r'hx-get="([^"]+)"', whole.text).group(1).replace("&amp;", "&")
    assert "HX-Request" in whole["Vary"]
    assert "no-store" in whole["Cache-Control"]
    unchanged = ada.get(address + again, headers={"HX-Request": "true"})
    assert (unchanged.status_code, unchanged.content) == (204, b"")
    upload.files.update(state="rejected", reason="It is empty.")
    changed = ada.get(address + again, headers={"HX-Request": "true"})
    assert "<html" not in changed.text
    assert "It is empty." in changed.text
    assert 'id="said" hx-swap-oob="innerHTML">The file is done.' in changed.text


def test_a_fragment_asked_for_after_signing_out_loads_the_whole_page(client):
    upload = make.make_upload()
    response = client.get(reverse("receipt", args=[upload.pk]), headers={"HX-Request": "true"})
    assert response["HX-Refresh"] == "true"
    assert "<form" not in response.text


def test_hundreds_of_files_come_in_pages(ada, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(views, "FILES_A_PAGE", 10)
    upload = make.make_upload(by=ada.get("/").wsgi_request.user)
    article = make.make_article(paragraphs=["A.", "A."], repeats={1: (0, "same")})
    for number in range(4):
        make.make_receipt(make.make_file(upload, f"{number:03}.txt"), article, "copy", related=article, similarity=0.9)
    with django_assert_num_queries(QUERIES):
        receipt_of(ada, upload)
    for number in range(4, 24):
        make.make_receipt(make.make_file(upload, f"{number:03}.txt"), article, "copy", related=article, similarity=0.9)
    with django_assert_num_queries(QUERIES):
        text = receipt_of(ada, upload)
    assert "Page 1 of 3" in text
    assert text.count('class="fate"') == 10
    assert "023.txt" in receipt_of(ada, upload, page=3)


QUERIES = 11


def test_ones_uploads_are_listed_with_how_they_stand(ada, django_assert_num_queries):
    me = ada.get("/").wsgi_request.user
    upload = make.make_upload(by=me, source="Harbour Gazette")
    make.make_file(upload, state="waiting")
    make.make_file(upload, state="rejected")
    theirs = make.make_upload(by=make.make_archivist("bert"))
    text = ada.get(reverse("uploads")).text
    assert "2 files from <bdi>Harbour Gazette</bdi>, 1 rejected" in text
    assert "1 at work" in text
    assert reverse("receipt", args=[theirs.pk]) not in text


def test_a_longer_list_of_uploads_costs_no_more_questions(ada, django_assert_num_queries):
    me = ada.get("/").wsgi_request.user
    make.make_file(make.make_upload(by=me, source="S"))
    with django_assert_num_queries(6):
        ada.get(reverse("uploads"))
    for _ in range(9):
        make.make_file(make.make_upload(by=me, source="S"))
    with django_assert_num_queries(6):
        ada.get(reverse("uploads"))


def test_no_upload_yet_says_so(ada):
    assert "Nothing handed in yet" in ada.get(reverse("uploads")).text


def test_what_else_should_be_known_of_an_item_stands_on_its_line(ada):
    upload = make.make_upload(by=make.User.objects.get(username="ada"))
    make.make_receipt(make.make_file(upload), make.make_article(), note="<b>Too long to be searched whole.</b>")
    make.make_receipt(make.make_file(upload, "b.txt"), make.make_article("Other"))
    text = receipt_of(ada, upload)
    assert "&lt;b&gt;Too long to be searched whole.&lt;/b&gt;" in text
    assert text.count('class="note"') == 1


@pytest.mark.django_db(transaction=True)
def test_a_receipt_says_one_thing_of_a_file_that_is_refused_while_it_is_put_together(ada, monkeypatch):
    upload = make.make_upload(by=ada.get("/").wsgi_request.user)
    make.make_file(upload, state="waiting")
    count = receipts.progress

    def refuse() -> None:
        upload.files.update(state="rejected", code="empty", reason="It is empty.")
        connections.close_all()

    def counted(upload: Upload) -> receipts.Progress:
        found = count(upload)
        worker = threading.Thread(target=refuse)
        worker.start()
        worker.join()
        return found

    monkeypatch.setattr(receipts, "progress", counted)
    assert "It is empty." not in receipt_of(ada, upload)
    monkeypatch.undo()
    after = receipt_of(ada, upload)
    assert "It is empty." in after
    assert "0 of 1 file done" not in after
