"""The language of a page is chosen by its reader, not by the browser."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class ChosenLanguageMiddleware(LocaleMiddleware):
    """Vietnamese until somebody asks for English: office machines often come with an English browser."""

    def process_request(self, request: HttpRequest) -> None:
        """Take the language of the address, or else of the cookie that the language switch sets."""
        asked = _by_address(request) or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = dict(settings.LANGUAGES)
        translation.activate(asked if asked in known else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Pages whose address says the language are the same for every browser, so that anybody may keep them."""
        return response if _by_address(request) else super().process_response(request, response)


def _by_address(request: HttpRequest) -> str:
    spoken = settings.LANGUAGE_BY_ADDRESS.items()
    return next((language for prefix, language in spoken if request.path_info.startswith(prefix)), "")


def address_behind_proxy(request: HttpRequest) -> str:
    """Whose tries at the door are counted together where a proxy stands before us.

    The last address of X-Forwarded-For is the one that our own proxy saw; those before it are what the visitor wrote.
    With two proxies in a row it is the outer one's, and all visitors are counted as one again.
    """
    seen: str = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    return seen or str(request.META.get("REMOTE_ADDR", ""))
