"""Stories, the versions and texts they are made of, and what relates those."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Left
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.html import format_html

from newsarchive.archive.admin.base import LookOnly, Narrowing, either, list_link, row_link, veil_of
from newsarchive.archive.admin.desk import base as desk
from newsarchive.archive.admin.desk import history
from newsarchive.archive.admin.desk.merging import STORIES_AT_ONCE, MergeDesk, merge_address, unfit_to_merge
from newsarchive.archive.admin.desk.saying import SAID
from newsarchive.archive.admin.desk.splitting import SplitDesk
from newsarchive.archive.models import Article, Fingerprint, Match, Membership, Story, Text, Version
from newsarchive.archive.queries import rulings as seen

MEMBERS_A_PAGE = 100


class Living(Narrowing):
    """Stories that were merged away, or lost all their articles, keep their rows for their addresses' sake; few want
    to see them.
    """

    title = "living or merged"
    parameter_name = "merged"
    words = (("yes", "merged into another"), ("empty", "left without articles"), ("any", "all"))
    otherwise = "living"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Story]) -> QuerySet[Story]:
        if self.value() == "any":
            return queryset
        if self.value() == "yes":
            return queryset.filter(merged_into__isnull=False)
        counted = {"article_count": 0} if self.value() == "empty" else {"article_count__gt": 0}
        return queryset.filter(merged_into=None, **counted)


COUNTS = ("article_count", "version_count", "source_count")


@admin.register(Story)
class StoryAdmin(LookOnly):
    list_display = ("__str__", "marked", "dated_on", "dated_by", "articles", "versions", "sources")
    list_filter = (Living,)
    date_hierarchy = "dated_on"
    actions = ("merge",)
    search_help_text = "Words of a member's headline or body, or the story's number."
    readonly_fields = ("where_to", "versions_link", "lead_link", "marked")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    *("headline", "lede", ("dated_on", "dated_by"), ("lead_link", "versions_link")),
                    *("marked", "where_to"),
                )
            },
        ),
        ("Counts", {"fields": ((*COUNTS, "updates"), ("created_at", "changed_at"))}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*self.readonly_fields, "created_at", "changed_at")

    def found(self, term: str, request: HttpRequest) -> Q:
        # A story that was merged has no members of its own: it is found by those it went to.
        member = Q(pk__in=seen.stories_saying(term))
        if request.GET.get(Living.parameter_name):
            member |= Q(merged_into__in=seen.stories_saying(term))
        return either([member, *self.by_number(term)])

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Where they lead to is told where stories that lead elsewhere are listed."""
        return (*self.list_display, "where_to") if request.GET.get(Living.parameter_name) else self.list_display

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return super().get_actions(request) if desk.may_rule(request) else {}

    @admin.action(description="Merge the selected stories…")
    def merge(self, request: HttpRequest, queryset: QuerySet[Story]) -> HttpResponse:
        """Nothing happens yet: this leads to the page where the stories lie side by side."""
        desk.demand_right(request, self)
        chosen = list(queryset.values_list("pk", flat=True)[: STORIES_AT_ONCE + 1])
        trouble = unfit_to_merge(chosen)
        if trouble:
            self.message_user(request, trouble, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        return HttpResponseRedirect(merge_address(chosen))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("merge/", view(MergeDesk.of(self)), name="archive_story_merge"),
            path("<int:pk>/take-out/", view(SplitDesk.of(self)), name="archive_story_take_out"),
            *(path(f"<int:pk>/{last}/", view(page.of(self)), name=f"archive_story_{last}") for last, page in SAID),
        ]
        return own + super().get_urls()

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        story = self.get_object(request, object_id)
        extra = _members_page(request, story) if story and self.has_view_permission(request, story) else {}
        return super().change_view(request, object_id, form_url, extra | (extra_context or {}))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        story = self.get_object(request, object_id)
        extra = history.page(request, story) if story and self.has_view_permission(request, story) else {}
        return super().history_view(request, object_id, extra | (extra_context or {}))

    @admin.display(description="articles")
    def articles(self, story: Story) -> int:
        return story.article_count

    @admin.display(description="versions")
    def versions(self, story: Story) -> int:
        return story.version_count

    @admin.display(description="sources")
    def sources(self, story: Story) -> int:
        return story.source_count

    @admin.display(description="marks")
    def marked(self, story: Story) -> str:
        return ", ".join(story.marks_now) or "–"

    @admin.display(description="merged into")
    def where_to(self, story: Story) -> str:
        return row_link(Story, story.merged_into_id)

    @admin.display(description="lead")
    def lead_link(self, story: Story) -> str:
        return row_link(Article, story.lead_article_id)

    @admin.display(description="versions")
    def versions_link(self, story: Story) -> str:
        return list_link(Version, "versions", story__id__exact=story.pk)


def _members_page(request: HttpRequest, story: Story) -> dict[str, Any]:
    """One page of the story's members, with what its template needs to offer taking some out."""
    pages = Paginator(seen.member_articles(story), MEMBERS_A_PAGE)
    page = pages.get_page(request.GET.get("members"))
    return {
        "members_page": page,
        "members": seen.lines(page.object_list, story, veil_of(request)),
        "member_pages": pages.get_elided_page_range(page.number),
        "may_rule": desk.may_rule(request) and story.merged_into_id is None,
    }


@admin.register(Version)
class VersionAdmin(LookOnly):
    list_display = ("__str__", "story", "lead_link", "texts_link")
    list_select_related = ("story",)
    ordering = ("-id",)
    fields = readonly_fields = ("story", "lead_link", "texts_link")
    numbers = ("pk", "story_id")
    search_help_text = "The number of a version or a story."

    @admin.display(description="lead")
    def lead_link(self, version: Version) -> str:
        return row_link(Text, version.lead_id)

    @admin.display(description="texts")
    def texts_link(self, version: Version) -> str:
        return list_link(Membership, "texts", version__id__exact=version.pk)


@admin.register(Text)
class TextAdmin(LookOnly):
    list_display = ("beginning", "length", "added_at", "story_link", "articles_link")
    ordering = ("-id",)
    heavy = ("words",)
    fields = readonly_fields = (
        *("beginning", "length", "hex_digest", "added_at", "story_link"),
        *("articles_link", "matches_link", "signatures_link"),
    )
    digests = ("digest",)
    search_help_text = "The text's number or its whole digest."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Text]:
        start = Left("words", 200, output_field=CharField())
        return super().get_queryset(request).annotate(start=start).select_related("membership")

    @admin.display(description="text")
    def beginning(self, text: Text) -> str:
        return text.start or "–"

    @admin.display(description="digest")
    def hex_digest(self, text: Text) -> str:
        return bytes(text.digest).hex()

    @admin.display(description="story")
    def story_link(self, text: Text) -> str:
        membership = getattr(text, "membership", None)
        return row_link(Story, membership and membership.story_id)

    @admin.display(description="articles")
    def articles_link(self, text: Text) -> str:
        return list_link(Article, "articles", text__id__exact=text.pk)

    @admin.display(description="matches")
    def matches_link(self, text: Text) -> str:
        smaller = list_link(Match, "with later texts", text__id__exact=text.pk)
        return format_html("{}, {}", smaller, list_link(Match, "with earlier texts", other__id__exact=text.pk))

    @admin.display(description="signatures")
    def signatures_link(self, text: Text) -> str:
        return list_link(Fingerprint, "signatures", text__id__exact=text.pk)


@admin.register(Membership)
class MembershipAdmin(LookOnly):
    list_display = ("__str__", "text_link", "version_link", "story")
    list_select_related = ("story",)
    ordering = ("-text_id",)
    fields = readonly_fields = ("text_link", "version_link", "story")
    numbers = ("text_id", "version_id", "story_id")
    search_help_text = "The number of a text, a version or a story."

    @admin.display(description="text")
    def text_link(self, membership: Membership) -> str:
        return row_link(Text, membership.text_id)

    @admin.display(description="version")
    def version_link(self, membership: Membership) -> str:
        return row_link(Version, membership.version_id)


@admin.register(Match)
class MatchAdmin(LookOnly):
    list_display = ("__str__", "text_link", "other_link", "likeness", "contained", "other_contained", "scheme")
    ordering = ("-id",)
    fields = readonly_fields = ("text_link", "other_link", "likeness", "contained", "other_contained", "scheme")
    numbers = ("text_id", "other_id")
    search_help_text = "A text's number."

    @admin.display(description="text")
    def text_link(self, match: Match) -> str:
        return row_link(Text, match.text_id)

    @admin.display(description="other")
    def other_link(self, match: Match) -> str:
        return row_link(Text, match.other_id)
