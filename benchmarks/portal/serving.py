"""The house as it is served, with one more address: a page that Django's own cache keeps, of the same bytes as ours."""

from __future__ import annotations

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chungtay.config.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.cache import cache_page


@cache_page(3600)
def bare(request: HttpRequest) -> HttpResponse:
    """So many bytes of markup."""
    return HttpResponse("<p>chung tay</p>" * (int(request.GET["bytes"]) // 16))


application = get_wsgi_application()
# The addresses of the house name models, which are there only now.
urlpatterns: list[Any] = [path("bare/", bare), path("", include("chungtay.config.urls"))]
settings.ROOT_URLCONF = __name__
