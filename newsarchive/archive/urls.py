"""Addresses of the archive's pages."""

from django.urls import path

from newsarchive.archive.views import articles, compare, site, stories, story, uploads

urlpatterns = [
    path("", stories.story_list, name="stories"),
    path("stories/<int:pk>/", story.story_detail, name="story"),
    path("stories/<int:pk>/matrix/", story.story_matrix, name="matrix"),
    path("compare/<int:one>/<int:other>/", compare.compare, name="compare"),
    path("articles/<int:pk>/", articles.article_detail, name="article"),
    path("articles/<int:pk>/original", articles.original, name="original"),
    path("upload/", uploads.upload, name="upload"),
    path("uploads/", uploads.uploads, name="uploads"),
    path("uploads/<int:pk>/", uploads.receipt, name="receipt"),
    path("health/", site.health, name="health"),
    path("favicon.ico", site.favicon),
]
