"""Addresses of the archive's pages."""

from django.urls import path

from newsarchive.archive.views import articles, looking, portions, receipts, site, stories, uploads

urlpatterns = [
    path("", stories.story_list, name="stories"),
    path("stories/<int:pk>/", stories.story_detail, name="story"),
    path("articles/<int:pk>/", articles.article_detail, name="article"),
    path("articles/<int:pk>/original", articles.original, name="original"),
    path("upload/", uploads.upload, name="upload"),
    path("upload/begin/", portions.begin, name="upload-begin"),
    path("upload/look/", looking.look, name="upload-look"),
    path("uploads/", uploads.uploads, name="uploads"),
    path("uploads/<int:pk>/", receipts.receipt, name="receipt"),
    path("uploads/<int:pk>/receipt.csv", receipts.receipt_csv, name="receipt-csv"),
    path("uploads/<int:pk>/retry/", receipts.retry, name="upload-retry"),
    path("uploads/<int:pk>/more/", uploads.more, name="upload-more"),
    path("uploads/<int:pk>/files/", portions.add, name="upload-add"),
    path("uploads/<int:pk>/there/", portions.there, name="upload-there"),
    path("uploads/<int:pk>/end/", portions.end, name="upload-end"),
    path("uploads/<int:pk>/held/", looking.held, name="upload-held"),
    path("uploads/<int:pk>/hand-in/", looking.hand_in, name="upload-hand-in"),
    path("uploads/<int:pk>/drop/", looking.drop, name="upload-drop"),
    path("health/", site.health, name="health"),
    path("favicon.ico", site.favicon),
]
