"""Rows for the desk's tests: every table gets as many as asked for, and copy goes in as archivists hand it in."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from newsarchive.archive.models import (
    Adoption,
    Agency,
    Article,
    Band,
    Bond,
    Carried,
    Credit,
    Crowd,
    Fingerprint,
    Mass,
    Match,
    Naming,
    Notice,
    PassageBand,
    PassageFingerprint,
    Printing,
    Reading,
    Rest,
    Review,
    ReviewSkip,
    RuledArticle,
    RuledStory,
    Ruling,
    Scheme,
    Sense,
    StockDecision,
    StockEntry,
    StockProposal,
    StockRegister,
    Story,
    Tie,
    Trial,
    Unmatched,
    Upload,
)
from newsarchive.archive.services.clustering import cluster_some
from newsarchive.archive.services.intake import Incoming, receive
from newsarchive.archive.services.reading import read_some
from newsarchive.archive.services.schemes import entered
from newsarchive.archive.services.updates import tell_some
from newsarchive.dedup.schemes import CLUSTERING
from tests.archive.factories import make_article, make_file, make_receipt, make_upload, make_user, story_of

HOSTILE = '<script>alert("x")</script> & <img src=x onerror=alert(1)> javascript:alert(2)'
"""A headline as someone who means harm would write it."""

LOOKS = (
    "adoption",
    "agency",
    "article",
    "credit",
    "crowd",
    "fingerprint",
    "match",
    "membership",
    "original",
    "paragraph",
    "passage",
)
LOOKS += (
    "passagefingerprint",
    "reading",
    "receipt",
    "review",
    "reviewskip",
    "ruledarticle",
    "ruledstory",
    "ruling",
    "scheme",
    "searchentry",
)
LOOKS += ("bond", "carried", "naming", "notice", "sense")
LOOKS += ("rest", "stockdecision", "stockentry", "stockproposal", "stockregister")
LOOKS += ("mass", "source", "story", "text", "tie", "trial", "unmatched", "upload", "uploadedfile", "version")

FERRY = (
    "A car ferry with 214 people on board ran aground off the Tambora mole early on Thursday in thick fog.",
    "Lifeboats from three harbours took the passengers off within two hours, the coastguard said, and nobody was hurt.",
    "Captain Ilse Maarten told the harbour radio that both radars had failed a minute before the keel struck sand.",
    "The Northern Mole Line said its vessel Petrel would be inspected by divers before the tide turned at noon.",
    "An inquiry opens on Monday under judge Corvin Haldane, who led the one into the Ostrava dredger fire of 2011.",
)
BEEKEEPERS = (
    "Beekeepers in the Lower Varna valley harvested a third less honey this spring after weeks of cold rain.",
    "The growers' union put the loss at 4.1 million crowns and asked the ministry for feed sugar at cost.",
    "Minister Odile Branca said a decision would wait for the almond count, due from her inspectors by Friday.",
    "Older keepers recalled the wet year of 1987, when hives were moved by rail to the Sarnath terraces.",
)
LAMPS = (
    "Street lamps in Ostrava's old quarter go out at one in the morning from December to save the council money.",
    "Residents collected nine thousand signatures against it and want the question put to a vote in January.",
    "Deputy mayor Tadeusz Wyrwa answered that burglars, to judge by last winter's figures, prefer the daylight.",
)


def staff(name: str, *rights: str) -> User:
    """Someone let into the desk, with the right to look at every table and these besides."""
    user = make_user(name, *(f"view_{model}" for model in LOOKS), *rights)
    user.is_staff = True
    user.save()
    return user


def hand_in(headline: str, paragraphs: Sequence[str], source: str, date: str = "March 4, 2021") -> Article:
    """A page of copy taken all the way: received, read, compared, placed. The article it became."""
    dateline = f"TAMBORA, {date} (Tambora Press) - "
    content = "\n\n".join([headline, dateline + paragraphs[0], *paragraphs[1:]]).encode()
    one = Incoming(name=f"{source}.txt", size=len(content), chunks=lambda: [content], source=source)
    upload = receive([one], via=Upload.Via.FORM)
    while read_some():
        pass
    while cluster_some() or tell_some():
        pass
    return Article.objects.get(receipts__file__upload=upload)


def story(*members: tuple[str, str], **fields: Any) -> Story:
    """A story in the tables alone, of (headline, words) members; the first one leads."""
    (headline, words), *others = members
    first = make_article(headline, [words], **fields)
    for headline, words in others:
        make_article(headline, [words], story=story_of(first), **fields)
    return story_of(first)


def fill(first: int, last: int, by: User) -> None:
    """Rows number `first` up to `last` in every table of the archive."""
    for number in range(first, last):
        _fill_one(number, by)


def _fill_one(number: int, by: User) -> None:
    lede = f"The ferry {number} ran aground."
    values = {"source": f"Outlet {number}", "agencies": [f"Agency {number}"]}
    one = make_article(f"Ferry {number} {HOSTILE}", [lede, lede], repeats={1: (0, "same")}, **values)
    other = make_article(f"Ferry {number} again", [f"{lede} Again."], story=story_of(one), **values)
    file = make_file(make_upload(by, source=f"Outlet {number}"), f"{number} {HOSTILE}.txt", source=one.source)
    make_receipt(file, one)
    _fill_fingerprints(number, one, other)
    _fill_rulings(number, one, by)
    _fill_reviews(one, other, by)
    _fill_schemes(number, one, by)
    Credit.objects.create(article=one, name=f"Agency {number}", where="byline", line=HOSTILE, begins=0, ends=7)
    _fill_notices(number, one, other)
    _fill_stock(number, one, by)
    assert Agency.objects.filter(articles=one).exists()


def _fill_fingerprints(number: int, one: Article, other: Article) -> None:
    passage = one.paragraphs.order_by("position")[0].passage
    Fingerprint.objects.create(text=one.text, scheme=1, signature=b"\0" * 512)
    PassageFingerprint.objects.create(passage=passage, scheme=2, signature=b"\0" * 512)
    Band.objects.create(key=-number, text=one.text)
    PassageBand.objects.create(key=number, passage=passage)
    Printing.objects.get_or_create(text=one.text, passage=passage)
    Crowd.objects.create(scheme="t1", kind=Crowd.Kind.BAND, key=-number, heads=[one.text_id])
    mass = Mass.objects.create(component=number, heads=[one.text_id], size=1)
    Tie.objects.create(text=one.text, mass=mass.pk, rank=0)
    values = {"scheme": "t1", "likeness": 0.5, "contained": 0.9, "other_contained": 0.8}
    Match.objects.create(text_id=min(one.text_id, other.text_id), other_id=max(one.text_id, other.text_id), **values)


def _fill_notices(number: int, one: Article, other: Article) -> None:
    mark = {"kind": "correction", "words": HOSTILE, "line": HOSTILE, "where": "headline"}
    values = {"kinds": ["correction"], "marks": [mark], "slug": f"ferry-{number}", "carries": True}
    notice = Notice.objects.create(article=one, said={"corrects": [[HOSTILE, "19"]]}, **values)
    Naming.objects.create(notice=notice, article=other, confidence=0.5, sure=False, why=[HOSTILE])
    Bond.objects.create(correction=one, article=other)
    change = {"kind": "number", "before": HOSTILE, "after": "19", "where": "killed"}
    Carried.objects.create(
        text=other.text, notice=notice, mark="corrected", confidence=0.9, why=[HOSTILE], changes=[change]
    )
    Sense.objects.create(name=f"sense {number}", version="1")


def _fill_stock(number: int, one: Article, by: User) -> None:
    said = {"said": f"Copyright {number} {HOSTILE}", "words": f"copyright {number} {HOSTILE}"}
    entry = StockEntry.objects.create(state="in", **said)
    StockDecision.objects.create(entry=entry, after="in", reason=HOSTILE, made_by=by)
    counts = {"score": 1.0, "stories": 3, "days": 2, "sources": 2, "articles": 4, "ends": 1.0}
    StockProposal.objects.create(examples=[one.pk], **said, **counts)
    StockRegister.objects.create(name=f"stock-{number:010}", entries=[said["words"]], made_by=by)
    Rest.objects.create(digest=number.to_bytes(16, "big"), words=7)


def _fill_schemes(number: int, one: Article, by: User) -> None:
    """Schemes of another release; the one in force is the archive's own."""
    other = Scheme.objects.create(id=f"s{number}", name=f"Scheme {number} {HOSTILE}"[:60], definition={"a": HOSTILE})
    report = {"moved": number, "largest": [{"headline": HOSTILE}], "regrouped": {"split": {"today": 1, "then": 2}}}
    values = {"adopted_by": by, "reason": f"Reason {number} {HOSTILE}", "report": report}
    Adoption.objects.create(scheme=other, replaced=other, **values)
    Adoption.objects.create(scheme=entered(CLUSTERING), replaced=other, **values)
    Unmatched.objects.create(scheme=other, text_id=one.text_id)
    _fill_trials(number, other, one, by)


def _fill_trials(number: int, scheme: Scheme, one: Article, by: User) -> None:
    named = {"headline": HOSTILE, "articles": 2, "id": story_of(one).pk, "article": one.pk}
    report = {"moved": 1, "articles": 2, "regrouped": {"joined": {"today": 2, "then": 1}}, "largest": [named]}
    report |= {"joins": [{"story": named, "parts": [named, named]}], "splits": [{"story": named, "parts": [named]}]}
    values = {"scheme": scheme.pk, "definition": {"a": HOSTILE}, "name": f"{number} {HOSTILE}", "reason": HOSTILE}
    states = {"done": {"report": report, "finished_at": timezone.now()}, "failed": {"trouble": HOSTILE}, "waiting": {}}
    for state, more in states.items():
        Trial.objects.create(act="look", state=state, asked_by=by, **values, **more)


def _fill_reviews(one: Article, other: Article, by: User) -> None:
    values = {"queue": "near", "state": "decided", "verdict": "same", "decided_by": by, "scheme": "t1"}
    review = Review.objects.create(digest=one.original_id, other_digest=other.original_id, **values)
    ReviewSkip.objects.create(review=review, user=by)


def _fill_rulings(number: int, one: Article, by: User) -> None:
    name = f"{one.original_id}#1"
    before = {"stories": {str(story_of(one).pk): [name]}}
    after = {"stories": {str(story_of(one).pk): [name, f"{'0' * 64}#1"]}}
    ruling = Ruling.objects.create(
        kind="same", use="merge", reason=f"Reason {number} {HOSTILE}", made_by=by, before=before, after=after
    )
    RuledArticle.objects.create(ruling=ruling, original_digest=one.original_id)
    RuledStory.objects.create(ruling=ruling, story=story_of(one))
    _fill_corrections(one, by)


def _fill_corrections(one: Article, by: User) -> None:
    value = {"headline": f"{one.headline}, corrected"}
    before = {"article": {"headline": one.headline}}
    ruling = Ruling.objects.create(
        kind="article", use="correct", value=value, reason=HOSTILE, made_by=by, before=before, after={"article": value}
    )
    RuledArticle.objects.create(ruling=ruling, original_digest=one.original_id)
    Reading.objects.create(article=one, values={"headline": one.headline})
