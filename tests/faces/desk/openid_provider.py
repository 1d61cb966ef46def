"""A provider of identities of its own: Django OAuth Toolkit in a process beside the test, on a port that is free.

Called as `python openid_provider.py FOLDER BACK`: prints its address when it answers. One person, `lan`, and one client
that may come back to the address BACK.
"""

from __future__ import annotations

import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

PASSWORD, CLIENT, SECRET = "mot-cau-de-nho-o-noi-khac", "chung-tay", "bi-mat-cua-chung-tay-o-noi-khac"


class Quiet(WSGIRequestHandler):
    """Says nothing of what it was asked."""

    def log_message(self, format: str, *args: object) -> None:
        """Requests are no news."""


def main(folder: str, back: str) -> None:
    """Set up, tell the address, answer until killed."""
    server = make_server("127.0.0.1", 0, None, handler_class=Quiet)
    issuer = f"http://127.0.0.1:{server.server_port}/o"
    key = rsa.generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    configure(folder, issuer, key.decode())
    import django
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    django.setup()
    from django.urls import include, path

    globals()["urlpatterns"] = [path("in/", come_in), path("o/", include("oauth2_provider.urls"))]
    call_command("migrate", verbosity=0)
    fill(back)
    server.set_app(get_wsgi_application())
    sys.stdout.write(f"{issuer}\n")
    sys.stdout.flush()
    server.serve_forever()


def configure(folder: str, issuer: str, key: str) -> None:
    """The settings of a small Django site that is a provider."""
    from django.conf import settings

    settings.configure(
        SECRET_KEY="only-for-this-test",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="__main__",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{folder}/provider.sqlite3"}},
        INSTALLED_APPS=[
            *("django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "oauth2_provider"),
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        LOGIN_URL="/in/",
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_ISS_ENDPOINT": issuer,
            "OIDC_RSA_PRIVATE_KEY": key,
            "PKCE_REQUIRED": True,
            "SCOPES": {"openid": "who somebody is"},
        },
    )


def fill(back: str) -> None:
    """One person and one client."""
    from django.contrib.auth.models import User
    from oauth2_provider.models import Application

    User.objects.create_user("lan", password=PASSWORD)
    Application.objects.create(
        client_id=CLIENT,
        client_secret=SECRET,
        client_type="confidential",
        authorization_grant_type="authorization-code",
        redirect_uris=back,
        algorithm="RS256",
        skip_authorization=True,
    )


def come_in(request: object) -> object:
    """The provider's own door."""
    from django.contrib.auth import authenticate, login
    from django.http import HttpResponse

    found = authenticate(username="lan", password=request.GET.get("password"))  # type: ignore[attr-defined]
    if found is None:
        return HttpResponse(status=403)
    login(request, found)  # type: ignore[arg-type]
    return HttpResponse("in")


if __name__ == "__main__":
    main(*sys.argv[1:])
