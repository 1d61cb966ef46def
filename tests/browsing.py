"""Several people at once, each in a browser of their own, before one desk that is really served over HTTP.

The server's threads only read requests and write answers; Django answers them one after the other in the test's own
thread. So everybody works inside the test's transaction, which the ledger's guards let go again, and the same holds on
SQLite in memory and on PostgreSQL.
"""

from __future__ import annotations

import atexit
from contextlib import ExitStack, contextmanager, suppress
from functools import cache, cached_property
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


class Booth:
    """The thread in which scenarios are played, one after the other, in one browser that is launched by the first.

    Everybody in a scenario still has cookies, storage and cache of their own, thrown away at its end.
    """

    def __init__(self) -> None:
        self._asked: Queue[Callable[[], None] | None] = Queue()
        self._browser: Any = None
        self._thread = Thread(target=self._work, daemon=True)
        self._thread.start()
        atexit.register(self.close)

    @property
    def browser(self) -> Any:
        """Chromium, to be used in this thread alone; launched anew where it died."""
        if self._browser is None or not self._browser.is_connected():
            options = {"executable_path": str(CHROMIUM), "args": ["--no-sandbox"]}
            self._browser = self._play.chromium.launch(**options)
        return self._browser

    @cached_property
    def _play(self) -> Any:
        from playwright.sync_api import sync_playwright

        return self._held.enter_context(sync_playwright())

    def ask(self, job: Callable[[], None]) -> None:
        """Have something done after all that was asked before."""
        self._asked.put(job)

    def close(self) -> None:
        """Let the browser go."""
        self._asked.put(None)
        self._thread.join(PATIENCE)

    def _work(self) -> None:
        with ExitStack() as self._held:
            while (job := self._asked.get()) is not None:
                job()
            if self._browser is not None:
                self._browser.close()


@cache
def booth_of_all_tests() -> Booth:
    """One for each process."""
    return Booth()


Ask = tuple[dict[str, Any], "Queue[Answer]"]
Answer = tuple[str, list[tuple[str, str]], bytes]


def played(people: Iterable[str], scenario: Callable[[Mapping[str, Any], str], None], **options: Any) -> list[str]:
    """Play a scenario on the pages of people, by name, and the desk's address; gives what their consoles complained of.

    A page that was refused is a complaint of the browser's, and is left out: scenarios look at it themselves.
    """
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

    def run(booth: Booth, address: str) -> None:
        contexts: list[Any] = []
        try:
            pages = {}
            for name in people:
                contexts.append(booth.browser.new_context(**options))
                pages[name] = page = contexts[-1].new_page()
                page.set_default_timeout(PATIENCE * 500)
                page.on("console", lambda said, name=name: heard(name, said))
                page.on("pageerror", lambda error, name=name: complaints.append(f"{name}: {error}"))
            scenario(pages, address)
        except BaseException as failure:
            failures.append(failure)
        finally:
            for context in contexts:
                with suppress(Exception):
                    context.close()
            asked.put(None)

    server = make_server("127.0.0.1", 0, application, server_class=Server, handler_class=Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    booth = booth_of_all_tests()
    booth.ask(lambda: run(booth, f"http://127.0.0.1:{server.server_port}"))
    with connections_kept():
        desk = StaticFilesHandler(WSGIHandler())
        while (ask := asked.get(timeout=PATIENCE)) is not None:
            ask[1].put(_answered(desk, ask[0]))
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
