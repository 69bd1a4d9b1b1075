"""Addresses of the archive's pages."""

from django.urls import path

from newsarchive.archive.views import articles, looking, overview, passages, portions, receipts, site, stories, uploads

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
