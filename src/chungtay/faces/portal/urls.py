"""Addresses of the portal. Words in addresses are without marks, Vietnamese under one prefix, English under another."""

from django.urls import include, path

from chungtay.faces.portal.addresses import LANGUAGES, Page, patterns
from chungtay.faces.portal.views import (
    checking,
    data,
    figures,
    home,
    models,
    news,
    places,
    reviews,
    say,
    texts,
    worker,
)

PAGES = (
    Page("home", "", "", home.home),
    Page("search", "tim/", "search/", home.search),
    Page("place", "dia-ban/<str:key>/", "places/<str:key>/", places.place),
    Page("indicators", "chi-tieu/", "indicators/", figures.indicators),
    Page("indicator", "chi-tieu/<str:code>/", "indicators/<str:code>/", figures.indicator),
    Page("figure", "so/<int:id>/", "figures/<int:id>/", figures.figure),
    Page("figure_say", "so/<int:id>/noi/", "figures/<int:id>/say/", say.say_of_figure),
    Page("kinds", "mo-hinh/", "models/", models.kinds),
    Page("kind", "mo-hinh/<str:code>/", "models/<str:code>/", models.kind),
    Page("point", "diem/<slug:id>/", "points/<slug:id>/", models.point),
    Page("point_say", "diem/<slug:id>/noi/", "points/<slug:id>/say/", say.say_of_point),
    Page("publications", "cong-bo/", "publications/", news.publications),
    Page("publication", "cong-bo/<str:code>/", "publications/<str:code>/", news.publication),
    Page("corrections", "sua-lai/", "corrections/", news.corrections),
    Page("unknown", "chua-biet/", "not-known/", news.unknown),
    Page("reviews", "tong-ket/", "reviews/", reviews.reviews),
    Page("review", "tong-ket/<int:id>/", "reviews/<int:id>/", reviews.review),
    Page("how", "so-lieu-lam-the-nao/", "how-figures-are-made/", texts.how),
    Page("never", "khong-bao-gio-thu-thap/", "never-collected/", texts.never),
    Page("crime", "bao-toi-pham/", "report-a-crime/", texts.crime),
    Page("check", "kiem-chung/", "verify/", checking.check),
    Page("check_format", "kiem-chung/dinh-dang/", "verify/format/", checking.check_format),
    Page("check_leaf", "kiem-chung/la/<int:position>/", "verify/leaf/<int:position>/", checking.check_leaf),
    Page("check_digest", "kiem-chung/<str:digest>/", "verify/<str:digest>/", checking.check_digest),
    Page("data", "du-lieu/", "data/", data.data),
    Page("offline", "ngoai-mang/", "offline/", home.offline),
    Page("worker", "sw.js", "sw.js", worker.worker),
)
LAST = Page("missing", "<path:rest>", "<path:rest>", home.missing)
"""What no page has an address for; it stands behind all the others."""

urlpatterns = [
    path(prefix, include((patterns([*PAGES, LAST], language), "portal"), namespace=f"portal_{language}"))
    for language, prefix in LANGUAGES.items()
]
