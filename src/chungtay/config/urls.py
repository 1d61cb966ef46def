"""The address table: each face brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("chungtay.faces.api.open.urls")),
    path("", include("chungtay.faces.portal.urls")),
    path("", include("chungtay.faces.desk.urls")),
]
