"""Addresses of the archive's pages."""

from django.urls import path

from newsarchive.archive.views import articles, saved, site, stories, uploads

urlpatterns = [
    path("", stories.story_list, name="stories"),
    path("stories/<int:pk>/", stories.story_detail, name="story"),
    path("articles/<int:pk>/", articles.article_detail, name="article"),
    path("articles/<int:pk>/original", articles.original, name="original"),
    path("saved/", saved.saved, name="saved"),
    path("saved/<int:pk>/", saved.saved_news, name="saved-news"),
    path("saved/<int:pk>/open/", saved.saved_open, name="saved-open"),
    path("saved/<int:pk>/rename/", saved.saved_rename, name="saved-rename"),
    path("saved/<int:pk>/delete/", saved.saved_delete, name="saved-delete"),
    path("upload/", uploads.upload, name="upload"),
    path("uploads/", uploads.uploads, name="uploads"),
    path("uploads/<int:pk>/", uploads.receipt, name="receipt"),
    path("health/", site.health, name="health"),
    path("favicon.ico", site.favicon),
]
