"""Addresses for machines. They stand before the portal's, whose last address takes everything."""

from django.urls import path

from chungtay.faces.api.open import log

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
]
