"""Several people at once, each in a browser of their own, before one desk that is really served over HTTP.

The server's threads only read requests and write answers; Django answers them one after the other in the test's own
thread. So everybody works inside the test's transaction, which the ledger's guards let go again, and the same holds on
SQLite in memory and on PostgreSQL.
"""

from __future__ import annotations

from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from queue import Queue
from socketserver import ThreadingMixIn
from threading import Thread
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

CHROMIUM = Path("/usr/bin/chromium")
PATIENCE = 60


class Server(ThreadingMixIn, WSGIServer):
    """A thread for each connection: browsers open some that they never speak on."""

    daemon_threads = True


class Handler(WSGIRequestHandler):
    """Says nothing of what it was asked."""

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are no news."""


Ask = tuple[dict[str, Any], "Queue[Answer]"]
Answer = tuple[str, list[tuple[str, str]], bytes]


def played(people: Iterable[str], scenario: Callable[[Mapping[str, Any], str], None], **options: Any) -> list[str]:
    """Play a scenario on the pages of people, by name, and the desk's address; gives what their consoles complained of.

    A page that was refused is a complaint of the browser's, and is left out: scenarios look at it themselves.
    """
    from playwright.sync_api import sync_playwright

    asked: Queue[Ask | None] = Queue()
    complaints: list[str] = []
    failures: list[BaseException] = []

    def application(environ: dict[str, Any], start: Any) -> list[bytes]:
        reply: Queue[Answer] = Queue()
        length = int(environ.get("CONTENT_LENGTH") or 0)
        environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(length))
        asked.put((environ, reply))
        status, heads, body = reply.get(timeout=PATIENCE)
        start(status, heads)
        return [body]

    def heard(name: str, said: Any) -> None:
        if said.type == "error" and "Failed to load resource" not in said.text:
            complaints.append(f"{name}: {said.text}")

    def run(address: str) -> None:
        try:
            with sync_playwright() as play:
                browser = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
                pages = {}
                for name in people:
                    pages[name] = page = browser.new_context(**options).new_page()
                    page.set_default_timeout(PATIENCE * 500)
                    page.on("console", lambda said, name=name: heard(name, said))
                    page.on("pageerror", lambda error, name=name: complaints.append(f"{name}: {error}"))
                scenario(pages, address)
                browser.close()
        except BaseException as failure:
            failures.append(failure)
        finally:
            asked.put(None)

    server = make_server("127.0.0.1", 0, application, server_class=Server, handler_class=Handler)
    threads = [
        Thread(target=server.serve_forever, daemon=True),
        Thread(target=run, args=[f"http://127.0.0.1:{server.server_port}"]),
    ]
    for thread in threads:
        thread.start()
    with connections_kept():
        desk = StaticFilesHandler(WSGIHandler())
        while (ask := asked.get(timeout=PATIENCE)) is not None:
            ask[1].put(_answered(desk, ask[0]))
    threads[1].join()
    server.shutdown()
    server.server_close()
    if failures:
        raise failures[0]
    return complaints


@contextmanager
def connections_kept() -> Iterator[None]:
    """No request closes the connection that holds the test's transaction, as it would between two visitors."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def _answered(desk: Any, environ: dict[str, Any]) -> Answer:
    began: list[tuple[str, list[tuple[str, str]]]] = []
    answer = desk(environ, lambda status, heads, trouble=None: began.append((status, heads)))
    try:
        body = b"".join(answer)
    finally:
        answer.close()
    return *began[0], body
