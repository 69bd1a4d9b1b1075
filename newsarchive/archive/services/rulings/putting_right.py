"""An editor says that one article corrects another, which nothing printed on it says; or that it does not."""

from __future__ import annotations

from django.contrib.auth.models import User

from newsarchive.archive.models import Article, RuledArticle, Ruling
from newsarchive.archive.queries import putting_right, standings, telling
from newsarchive.archive.queries.carrying import carried_in
from newsarchive.archive.queries.turned import recorded, turned
from newsarchive.archive.services import placing
from newsarchive.archive.services.rulings.deciding import Decision, Refused, close, entered, in_lane

A, B = RuledArticle.Side.A, RuledArticle.Side.B


def rule_on_correction(
    correction_id: int, wrong_id: int, corrects: bool = True, *, by: User | None, reason: str
) -> Ruling:
    """Say that an article corrects another of its story: then that carries to copies as a marked correction does. Or
    say that neither corrects the other, so that nobody is asked again.

    The latest ruling on two articles counts. It rests while they are in two stories. Raises `Refused` where they are
    not in one, print the same text, or that is what holds already.
    """
    with in_lane(reason):
        right, wrong = (_here(pk) for pk in (correction_id, wrong_id))
        story = putting_right.story_of(right, wrong)
        if story is None:
            raise Refused("The two articles are not in one story. Merge their stories first.")
        if right.text_id == wrong.text_id:
            raise Refused("The two articles print the same text: neither puts anything right.")
        _check_new(putting_right.said_of(right, wrong), right, corrects)
        value = {"mark": "corrected", "set": corrects, "of": putting_right.OF}
        decision = Decision(Ruling.Kind.MARK, Ruling.Use.MARK, by, reason, {A: [right], B: [wrong]}, value)
        ruling, was = entered(decision, {"said": standings.said([story])}), carried_in([story])
        placing.summarise([story])
        marks = recorded(turned(was, carried_in([story])))
        return close(ruling, {"said": standings.said([story]), telling.TURNED: marks}, [story])


def _here(pk: int) -> Article:
    article = Article.objects.filter(pk=pk, text__isnull=False).first()
    if article is None:
        raise Refused(f"Article {pk} is not in the archive, or is in the bin.")
    return article


def _check_new(holds: putting_right.Said | None, right: Article, corrects: bool) -> None:
    if holds and holds.corrects == corrects and (not corrects or holds.correction == right.pk):
        raise Refused(f"Ruling {holds.ruling} says so already.")
