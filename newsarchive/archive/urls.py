"""Addresses of the archive's pages."""

from django.urls import path

from newsarchive.archive.views import articles, overview, passages, site, stories, uploads

urlpatterns = [
    path("", stories.story_list, name="stories"),
    path("stories/<int:pk>/", stories.story_detail, name="story"),
    path("articles/<int:pk>/", articles.article_detail, name="article"),
    path("articles/<int:pk>/original", articles.original, name="original"),
    path("overview/", overview.overview, name="overview"),
    path("sources/", overview.sources, name="sources"),
    path("sources/<int:pk>/", overview.source, name="source"),
    path("agencies/", overview.agencies, name="agencies"),
    path("agencies/<int:pk>/", overview.agency, name="agency"),
    path("help/", site.help_page, name="help"),
    path("articles/<int:pk>/original/text/", articles.original_text, name="original-text"),
    path("articles/<int:pk>/citation.<str:form>", articles.cite, name="cite"),
    path("passages/<int:pk>/", passages.passage_detail, name="passage"),
    path("upload/", uploads.upload, name="upload"),
    path("uploads/", uploads.uploads, name="uploads"),
    path("uploads/<int:pk>/", uploads.receipt, name="receipt"),
    path("health/", site.health, name="health"),
    path("favicon.ico", site.favicon),
]
