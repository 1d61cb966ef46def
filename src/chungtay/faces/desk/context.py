"""What every page of the desk knows."""

from django.conf import settings
from django.http import HttpRequest


def desk(request: HttpRequest) -> dict[str, object]:
    """Whether this instance is a demonstration: then every page says so."""
    return {"is_demo": settings.DEMO}
