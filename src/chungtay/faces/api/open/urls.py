"""Addresses for machines. They stand before the portal's, whose last address takes everything."""

from django.urls import path

from chungtay.faces.api.open import data, figures, log, openapi

urlpatterns = [
    path("cong-khai/so/checkpoint", log.checkpoint, name="log_checkpoint"),
    path("cong-khai/so/khoa", log.keys, name="log_keys"),
    path("cong-khai/so/dau", log.heads, name="log_heads"),
    path("cong-khai/so/nhat-quan", log.consistency, name="log_consistency"),
    path("cong-khai/so/tile/entries/<path:rest>", log.entries, name="log_entries"),
    path("cong-khai/so/tile/<int:level>/<path:rest>", log.tile, name="log_tile"),
    path("cong-khai/so/la/<int:position>", log.leaf, name="log_leaf"),
    path("cong-khai/so/chung/<int:position>.tlog-proof", log.proof, name="log_proof"),
    path("cong-khai/so/tim/<str:digest>", log.found, name="log_found"),
    path("cong-khai/du-lieu/danh-muc.jsonld", data.catalogue, name="data_catalogue"),
    path("cong-khai/du-lieu/thay-doi.json", data.changes, name="data_changes"),
    path("cong-khai/du-lieu/chi-tieu/<str:code>.<str:kind>", data.indicator, name="data_indicator"),
    path("cong-khai/du-lieu/dia-ban/<str:key>.<str:kind>", data.place, name="data_place"),
    path("cong-khai/du-lieu/<str:code>.jsonld", data.dataset, name="data_dataset"),
    path("cong-khai/du-lieu/<str:code>/<str:subject>.csv-metadata.json", data.csvw, name="data_csvw"),
    path("cong-khai/du-lieu/<str:code>/<str:subject>.<str:kind>", data.bulk, name="data_bulk"),
    path("api/cong-khai/v1/", figures.index, name="api_index"),
    path("api/cong-khai/v1/openapi.json", openapi.openapi, name="api_openapi"),
    path("api/cong-khai/v1/publications", figures.publications, name="api_publications"),
    path("api/cong-khai/v1/publications/<str:code>", figures.publication, name="api_publication"),
    path("api/cong-khai/v1/indicators", figures.indicators, name="api_indicators"),
    path("api/cong-khai/v1/figures", figures.figures, name="api_figures"),
    path("api/cong-khai/v1/figures/<int:id>", figures.figure, name="api_figure"),
    path("api/cong-khai/v1/points", figures.points, name="api_points"),
    path("api/cong-khai/v1/kinds", figures.kinds, name="api_kinds"),
    path("api/cong-khai/v1/reviews", figures.reviews, name="api_reviews"),
    path("api/cong-khai/v1/changes", data.changes, name="api_changes"),
    path("api/<path:rest>", figures.nothing, name="api_missing"),
]
