"""The passage page, and what the article's page says of the company it keeps, its citation and its original."""

from __future__ import annotations

import datetime
import html
import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from newsarchive.archive.models import Article, Carried, Notice, Passage, Printing, Story
from newsarchive.archive.queries import company, originals, passages
from newsarchive.archive.queries.printed_over_time import chart, told
from newsarchive.archive.templatetags.reading_words import runs, seen
from tests.archive import factories as make

LEDE = "Pilots at Port Selwyn refused on Thursday to bring in ships at night until each boat has two full crews."
SHIPS = "Eleven ships lay at anchor in the roads by the evening, four of them with fruit from the south."
TALKS = "Talks are to begin on Monday, in the presence of a mediator whom both sides have accepted, they said."
EDITED = LEDE.replace("two full crews", "three full crews aboard")


def day(number: int) -> datetime.date:
    return datetime.date(2021, 3, number)


@pytest.fixture
def ada(client, db):
    client.force_login(make.make_archivist())
    return client


def article(headline: str, paragraphs: list[str], **fields) -> Article:
    """An article with what the archive keeps of which text prints which passage."""
    made = make.make_article(headline, paragraphs, **fields)
    for passage in set(made.paragraphs.values_list("passage", flat=True)):
        Printing.objects.get_or_create(text_id=made.text_id, passage_id=passage)
    return made


def passage_of(made: Article, position: int = 0) -> Passage:
    return made.paragraphs.get(position=position).passage


def embargo(made: Article, until: datetime.datetime | None) -> None:
    """Put an article's text, and so its story, under embargo."""
    notice = Notice.objects.create(article=made, kinds=["embargo"], carries=True, held_until=until)
    Carried.objects.create(text=made.text, notice=notice, mark="embargoed", confidence=1.0)
    Story.objects.filter(pk=make.story_of(made).pk).update(marks=["embargoed"], held_until=until)


def shown(client, name: str, pk: int, query: str = "") -> str:
    """What a page prints, without its markup and with single blanks."""
    response = client.get(reverse(name, args=[pk]) + query)
    assert response.status_code == 200
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", response.text)).split())


def test_a_passage_tells_where_it_ran_first_to_last_and_its_edited_forms(ada, django_assert_num_queries):
    first = article("Pilots refuse", [LEDE, SHIPS], source="Harbour Gazette", agencies=["NOR"], dated_on=day(4))
    again = {"repeats": {1: (0, "same")}, "story": make.story_of(first), "dated_on": day(6)}
    article("No ships by night", [LEDE, LEDE, TALKS], doubts={"published": "year taken from the slug"}, **again)
    article("A year on", [TALKS, LEDE], dated_on=day(9), published_time=datetime.time(8, 15))
    later = article("Three crews wanted", [EDITED], dated_on=day(8))
    key = passage_of(first).pk
    text = shown(ada, "passage", key)
    assert "In 3 articles of 2 stories, from 4 March 2021 to 9 March 2021 ." in text
    order = ["4 Mar 2021", "paragraph 1 of 2", "6 Mar 2021", "year taken from the slug", "printed again as 2, folded"]
    order += ["9 Mar 2021", "08:15", "zone not printed", "paragraph 2 of 2", "Edited forms of it", "8 Mar 2021"]
    places = [text.index(words, 150) for words in order]
    assert places == sorted(places)
    assert "ran in 2 of its articles" in text
    assert "1 article, first on 8 Mar 2021 , after this one" in text
    page = ada.get(reverse("passage", args=[key])).text
    assert re.search(r"<del>.*?two\b.*?</del>.*?<ins>.*?three\b.*?</ins>", page)
    assert f"{reverse('article', args=[first.pk])}#p1" in page
    assert f"{reverse('passage', args=[passage_of(later).pk])}" in page
    assert "Articles by day. Most of them, 1: 4 March 2021." in text
    with django_assert_num_queries(PASSAGE_QUERIES):
        ada.get(reverse("passage", args=[key]))


PASSAGE_QUERIES = 12
"""Session, account with rights, passage, veil, tally, runs, stock, scheme, that none was adopted, signature, bands,
where the others ran."""


def test_pages_of_a_passage_show_each_article_once_and_lead_back(ada, monkeypatch):
    monkeypatch.setattr(passages, "RUNS_A_PAGE", 3)
    made = [article(f"Outlet {n:02}", [LEDE, f"{SHIPS} {n}"], dated_on=day(1 + n % 3)) for n in range(8)]
    address = reverse("passage", args=[passage_of(made[0]).pk])
    listed, found = address, []
    for _ in range(3):
        page = ada.get(listed).text
        found += re.findall(r"Outlet \d\d(?=</a>\s*<span class=\"source\"><bdi>source)", page)
        following = re.search(r'href="([^"]+)" rel="next"', page)
        listed = address + html.unescape(following[1]) if following else ""
    assert not listed
    stories = [make.story_of(each) for each in made]
    wanted = sorted(range(8), key=lambda n: (stories[n].dated_on, stories[n].pk))
    assert found == [f"Outlet {n:02}" for n in wanted]
    back = re.search(r'href="([^"]+)" rel="prev"', page)
    assert f">{found[3]}<" in ada.get(address + html.unescape(back[1])).text
    elsewhere = article("Elsewhere", [TALKS])
    for lost in (elsewhere.pk, "x"):
        assert "does not run this paragraph" in ada.get(f"{address}?after={lost}").text


def test_days_are_said_of_those_articles_alone_that_say_when_they_ran(ada):
    key = passage_of(article("One", [LEDE], dated_on=day(4))).pk
    assert "In 1 article of 1 story, on 4 March 2021 ." in shown(ada, "passage", key)
    article("Two", [LEDE, SHIPS], dated_by="retrieved", dated_on=day(9))
    assert "In 2 articles of 2 stories. Of these 1 says when: on 4 March 2021 ." in shown(ada, "passage", key)
    article("Three", [LEDE, TALKS], dated_on=day(6))
    text = shown(ada, "passage", key)
    assert "In 3 articles of 3 stories. Of these 2 say when: from 4 March 2021 to 6 March 2021 ." in text
    undated = article("Four", [EDITED], dated_by="ingested")
    assert "In 1 article of 1 story. It does not say when it ran." in shown(ada, "passage", passage_of(undated).pk)


def test_counts_say_how_far_they_counted(ada, monkeypatch):
    made = [article(f"Outlet {n}", [LEDE, f"{SHIPS} {n}"]) for n in range(5)]
    monkeypatch.setattr(passages, "COUNTED", 4)
    monkeypatch.setattr(company, "COUNTED", 4)
    assert "In 4+ articles" in shown(ada, "passage", passage_of(made[0]).pk)
    assert "ran in 4+ articles" in shown(ada, "article", made[0].pk)
    monkeypatch.setattr(passages, "COUNTED", 5)
    monkeypatch.setattr(company, "COUNTED", 5)
    assert "In 5 articles" in shown(ada, "passage", passage_of(made[0]).pk)
    assert "ran in 5 articles" in shown(ada, "article", made[0].pk)


def test_an_article_names_its_neighbours_and_who_shares_its_paragraphs(ada, monkeypatch):
    one = article("First of them", [LEDE, SHIPS, TALKS], dated_on=day(4))
    story = make.story_of(one)
    middle = article("Second of them", [LEDE, SHIPS], story=story, dated_on=day(5))
    article("Third of them", [LEDE, "An ending of its own that nobody else has."], story=story, dated_on=day(6))
    other = article("Elsewhere", [SHIPS, "Another paragraph that is only here."], dated_on=day(7))
    article("Short line only", ["Nobody was hurt."])
    text = shown(ada, "article", middle.pk)
    assert "Article 2 of 3" in text
    assert text.index("← Earlier: First of them") < text.index("→ Later: Third of them")
    sharing = text[text.index("Other texts that share paragraphs") : text.index("Cite it")]
    assert sharing.index("First of them") < min(sharing.index(name) for name in ("Third of them", "Elsewhere"))
    assert "2 paragraphs, same story" in sharing
    assert f"1 paragraph, story {make.story_of(other).pk}" in sharing
    assert "Short line only" not in sharing
    assert "Later" not in shown(ada, "article", other.pk)
    monkeypatch.setattr(company, "SHOWN", 2)
    assert "There are more." in shown(ada, "article", middle.pk)


@pytest.mark.parametrize("until", [None, datetime.datetime(2099, 1, 2, 6, 30, tzinfo=datetime.UTC)])
def test_what_is_under_embargo_shows_nowhere(ada, client, until):
    held = article("Secret budget", [LEDE, SHIPS], dated_on=day(4), source="Secret Post")
    embargo(held, until)
    story = make.story_of(held)
    seen_by_all = article("Open report", [LEDE, TALKS], story=story, dated_on=day(5))
    article("Same words", [LEDE, TALKS], dated_on=day(6))
    changed = article("Secret edit", [EDITED], dated_on=day(7))
    embargo(changed, until)
    for name in ("article", "original", "original-text"):
        refused = ada.get(reverse(name, args=[held.pk]))
        assert refused.status_code == 403
        told = " ".join(refused.text.split())
        assert "Secret" not in told
        assert LEDE not in told
        assert ("2 January 2099, 06:30 UTC</time>; you may read it then" in told) is bool(until)
    assert ada.get(reverse("cite", args=[held.pk, "ris"])).status_code == 403
    open_pages = {"article": seen_by_all.pk, "passage": passage_of(seen_by_all).pk}
    for name, pk in open_pages.items():
        page = ada.get(reverse(name, args=[pk])).text
        assert "Secret" not in page
        assert reverse("article", args=[held.pk]) not in page
    assert "ran in 2 articles" in shown(ada, "article", seen_by_all.pk)
    assert "In 2 articles" in shown(ada, "passage", open_pages["passage"])
    assert "None was found." in shown(ada, "passage", open_pages["passage"])
    for hidden in (passage_of(held, 1), passage_of(changed)):
        assert ada.get(reverse("passage", args=[hidden.pk])).status_code == 404
    client.force_login(make.make_user("edda", *make.READ, "see_embargoed"))
    assert "In 3 articles" in shown(client, "passage", open_pages["passage"])
    assert "Secret budget" in shown(client, "article", held.pk)
    Notice.objects.update(held_until=timezone.now() - datetime.timedelta(minutes=1))
    Story.objects.filter(marks=["embargoed"]).update(held_until=timezone.now() - datetime.timedelta(minutes=1))
    client.force_login(make.make_archivist("arno"))
    assert "Secret budget" in shown(client, "article", held.pk)


def test_a_citation_names_the_article_for_ever_and_says_what_is_doubtful_of_its_date(ada):
    fields = {"agencies": ["NOR"], "source": "Gazette & Sons", "place": "Port Selwyn", "language": "en"}
    doubts = {"published": "year taken from the page's date"}
    made = article("Pilots {refuse}\nnight \u202ework_", [LEDE], byline="By Mara Lind", doubts=doubts, **fields)
    name = f"sha256:{made.original_id}#1"
    text = shown(ada, "article", made.pk).replace("“ ", "“").replace(" ”", "”")
    when = "4 March 2021 (published; year taken from the page's date)"
    cited = (
        f"“Pilots {{refuse}} night work_”. Gazette & Sons (NOR), Port Selwyn, {when}. newsarchive, article {made.pk}:"
    )
    assert f"{cited} http://testserver/articles/{made.pk}/ [{name}]" in text
    saved = {form: ada.get(reverse("cite", args=[made.pk, form])) for form in ("ris", "json", "bib")}
    tags = dict(line.split("  - ") for line in saved["ris"].text.split("\r\n") if line)
    assert tags["TI"] == "Pilots {refuse} night work_"
    assert (tags["AU"], tags["T2"], tags["DA"], tags["AN"]) == ("Mara Lind", "Gazette & Sons", "2021/03/04", name)
    assert saved["ris"].text.startswith("TY  - NEWS\r\n")
    assert saved["ris"].text.endswith("\r\nER  - \r\n")
    (item,) = json.loads(saved["json"].text)
    assert item["issued"] == {"date-parts": [[2021, 3, 4]]}
    assert item["URL"] == f"http://testserver/articles/{made.pk}/"
    assert r"title = {{Pilots \{refuse\} night work\_}}" in saved["bib"].text
    assert r"journal = {Gazette \& Sons}" in saved["bib"].text
    assert saved["ris"]["Content-Disposition"] == f'attachment; filename="article-{made.pk}.ris"'
    assert ada.get(reverse("cite", args=[made.pk, "exe"])).status_code == 404
    undated = article("Undated", [SHIPS], dated_by="retrieved", retrieved_on=day(4))
    assert "DA  - " not in ada.get(reverse("cite", args=[undated.pk, "ris"])).text
    assert "no date printed; retrieved 4 March 2021" in shown(ada, "article", undated.pk)


def test_the_original_as_text_is_escaped_numbered_and_names_its_encoding(ada, django_assert_num_queries):
    lines = ["<p>Furniture of the page</p>", f"<p>{LEDE[:50]}", f"{LEDE[50:]}</p>", "caf\xe9 \x1b[1m", "<script>x()"]
    made = article("Café", [LEDE], content="\r\n".join(lines).encode("cp1252"))
    page = ada.get(reverse("original-text", args=[made.pk])).text
    assert "<script>x()" not in page
    assert "&lt;script&gt;x()" in page
    assert "café ␛[1m" in page
    text = shown(ada, "original-text", made.pk)
    assert "Read as Windows-1252, by the letters that it makes." in text
    own = re.findall(r'<li value="(\d)" id="l\d" class="own"', page)
    assert own == ["2", "3"]
    with django_assert_num_queries(7):
        ada.get(reverse("original-text", args=[made.pk]))


def test_a_large_original_comes_in_pages_of_all_its_characters(ada, monkeypatch):
    monkeypatch.setattr(originals, "LINES_A_PAGE", 4)
    monkeypatch.setattr(originals, "CHARACTERS_A_PAGE", 50)
    monkeypatch.setattr(originals, "PIECE", 20)
    lines = ["one", "2" * 45, "", "four", "5" * 130, "six and the last"]
    found, number, data = "", 0, "\n".join(lines).encode()
    while True:
        number += 1
        page = originals.pages(data, [], number)
        assert sum(len(line.text) for line in page.lines) <= 50
        assert len(page.lines) <= 4
        found += "".join(line.text if line.goes_on else f"\n{line.text}" for line in page.lines)
        if number == page.last:
            break
    assert found[1:].split("\n") == lines
    assert page.last > 3
    assert [line.number for line in originals.pages(data, [], line=6).lines][-1] == 6
    made = article("Large", [LEDE], content=data)
    assert f"Page {page.last} of {page.last}" in shown(ada, "original-text", made.pk, "?page=999")
    assert "?page=1" in ada.get(reverse("original-text", args=[made.pk]), {"page": "2"}).text


def test_the_article_is_known_again_in_long_lines_as_far_as_is_looked(ada, monkeypatch):
    made = article("One line", [LEDE, SHIPS], content=f"head\n<p>{LEDE}</p><p>{SHIPS}</p> and a foot\n".encode())
    assert "Lines with a bar print the article itself" in shown(ada, "original-text", made.pk)
    monkeypatch.setattr(originals, "LOOKED_THROUGH", 10)
    assert "since it is so large" in shown(ada, "original-text", made.pk)


def test_a_file_that_has_an_article_under_embargo_too_is_not_shown(ada, client):
    both = f"{LEDE}\n\n{SHIPS}".encode()
    open_one, held = article("Open", [LEDE], content=both), article("Held", [SHIPS], content=both, item=2)
    embargo(held, None)
    assert ada.get(reverse("article", args=[open_one.pk])).status_code == 200
    for name in ("original", "original-text"):
        refused = ada.get(reverse(name, args=[open_one.pk]))
        assert refused.status_code == 403
        assert SHIPS not in refused.text
    client.force_login(make.make_user("vera", "view_story", "see_embargoed"))
    assert client.get(reverse("original-text", args=[open_one.pk])).status_code == 200


def test_bars_stand_for_days_weeks_months_or_years_and_count_every_article():
    first = datetime.date(2007, 4, 29)
    for days, each in ((30, "day"), (300, "week"), (1500, "month"), (20_000, "year"), (90_000, "10 years")):
        counts = [
            (first, 2),
            (first + datetime.timedelta(days=days // 2), 5),
            (first + datetime.timedelta(days=days), 1),
        ]
        drawn = chart(counts)
        assert drawn.each == each
        assert sum(bar.articles for bar in drawn.bars) == 8
        assert (drawn.highest, drawn.peak.height) == (5, drawn.height)
        assert all(a.last < b.first for a, b in zip(drawn.bars, drawn.bars[1:], strict=False))
        assert drawn.bars[0].first <= first <= drawn.bars[0].last
    assert told(chart([(first, 1), (first + datetime.timedelta(days=1), 1)]).bars[0], "day") == "29 April 2007"
    assert chart([(first, 3)]) is None
    assert chart([(datetime.date.min, 1), (datetime.date.max, 1)]).highest == 1


def test_words_run_as_most_of_their_letters_do_and_nothing_turns_them_round(ada):
    assert runs("AFP - رفض المرشدون في الميناء إدخال السفن", "ar") == "rtl"
    assert runs("“النهار” was the first paper to report it", "en") == "ltr"
    assert runs("1987 - 2007", "fa") == "rtl"
    assert runs("المرشدون", "") == "rtl"
    assert seen("a\x1b\u202e\u200b\tb") == "a␛[U+202E][U+200B]\tb"
    arabic = "رفض المرشدون في ميناء سلوين يوم الخميس إدخال السفن ليلا إلى أن يكون في كل قارب طاقمان."
    made = article("Pilots \u202eresufer", [f"AFP - {arabic}", LEDE], language="ar")
    page = ada.get(reverse("article", args=[made.pk])).text
    assert "\u202e" not in page
    assert "[U+202E]" in page
    assert re.search(r'<p dir="rtl">AFP', page)
    assert re.search(r'<p dir="ltr">Pilots', page)


def test_no_page_of_these_has_script_or_style_inside(ada):
    made = article("Pilots refuse", [LEDE, LEDE], repeats={1: (0, "same")}, dated_on=day(4))
    article("Pilots again", [LEDE], dated_on=day(5))
    for name, pk in (("article", made.pk), ("original-text", made.pk), ("passage", passage_of(made).pk)):
        text = ada.get(reverse(name, args=[pk])).text
        assert " style=" not in text
        assert "<style" not in text
        assert text.count("<script") == text.count("<script src=")
