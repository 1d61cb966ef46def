"""What people do at a month's end, as Locust plays it. Started by `python -m benchmarks.load`, which lays the data.

A reporter arrives some time within the window, signs in, reads her work list, opens the form, types row after row (each
saved by itself, as the page's script does), has it checked, gives reasons where she is asked for them, sends it, and
leaves. A province's desk looks at its queue now and then, opens a report, and approves those without findings.
"""

from __future__ import annotations

import os
import re
from html import unescape
from pathlib import Path
from random import Random
from typing import Any

from gevent import sleep, spawn_later
from locust import FastHttpUser, events, task
from locust.exception import StopUser

from benchmarks.load.nation import FORM, PASSWORD, Actor, cast_of

FOLDER = Path(os.environ["CHUNGTAY_LOAD_DIR"])
WINDOW, THINK = float(os.environ["CHUNGTAY_LOAD_WINDOW"]), float(os.environ["CHUNGTAY_LOAD_THINK"])
LOOKS = 30.0
"""Seconds between two looks of a desk at its queue."""
CAST = cast_of(FOLDER)
PLAYED = CAST["reporters"][: int(os.environ["CHUNGTAY_LOAD_PLAY"])]
REPORTERS, DESKS = iter(PLAYED), iter(CAST["desks"])
LEFT: list[str] = []
"""Reporters who are done; after the last one desks look twice more."""
SENT = (FOLDER / "sent.txt").open("a", encoding="utf-8")
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
_ROW = re.compile(r'name="s-(\d+)" value="(\d+)-')
_ASKED = re.compile(r'name="(why-[^"]+)"')
_CLEAN = re.compile(r'name="clean" value="(\d+)"')
_BATCH = re.compile(r'href="/dot-so-lieu/(\d+)/"')


class _Person(FastHttpUser):
    abstract = True
    insecure = True
    network_timeout = connection_timeout = 60.0
    actor: Actor
    chance: Random

    def thinks(self, about: float) -> None:
        sleep(self.chance.uniform(0.5, 1.5) * about)

    def read(self, path: str, name: str) -> str:
        return str(self.client.get(path, name=name).text or "")

    def says(self, path: str, said: dict[str, Any], name: str, expected: str = "") -> str:
        """A POST with the token of the page read last; what came back. One without `expected` counts as a failure."""
        with self.client.post(path, data=said, name=name, catch_response=True) as answer:
            text = str(answer.text or "")
            if answer.status_code == 200 and expected and expected not in text:
                answer.failure(f"{name}: not the page that was expected")
        return text

    def signs_in(self) -> str:
        token = _TOKEN.search(self.read("/vao/", "vao"))
        if token is None:
            return ""
        said = {"csrfmiddlewaretoken": token[1], "username": self.actor.username, "password": PASSWORD}
        return self.says("/vao/", said, "vao (POST)", 'action="/ra/"')


class Reporter(_Person):
    """One month's form from the door to the way up the line, once."""

    fixed_count = len(PLAYED)

    def on_start(self) -> None:
        self.actor = next(REPORTERS)
        self.chance = Random(self.actor.username)
        sleep(self.chance.uniform(0, WINDOW))

    @task
    def month(self) -> None:
        try:
            self._month()
        finally:
            LEFT.append(self.actor.username)
            if len(LEFT) == len(PLAYED):
                spawn_later(2 * LOOKS, self.environment.runner.quit)
        raise StopUser

    def _month(self) -> None:
        home = self.signs_in()
        self.thinks(THINK)
        token = _TOKEN.search(home)
        if token is None:
            return
        begins = {"csrfmiddlewaretoken": token[1], "mau": FORM, "ky": "2026-11", "dia-ban": self.actor.place}
        page = self.says("/phieu/mo/", begins, "phieu/mo", 'name="s-')
        address = re.search(r'action="(/phieu/\d+/)"', page)
        if address is not None:
            self._fills(address[1], page, token[1])

    def _fills(self, address: str, page: str, token: str) -> None:
        for item, version in _ROW.findall(page):
            self.thinks(THINK)
            cell = {
                "i": item,
                "t": self.actor.typed[item],
                "a": "",
                "n": "",
                "v": version,
                "csrfmiddlewaretoken": token,
            }
            self.says(f"{address}o/", cell, "phieu/o (cell)", '"cells"')
        self.read(f"{address}kiem-tra/", "phieu/kiem-tra")
        self.thinks(THINK)
        sends = {"csrfmiddlewaretoken": token, "do": "send"}
        with self.client.post(address, data=sends, name="phieu (send)", catch_response=True) as answer:
            text = str(answer.text or "")
            if answer.status_code == 422 and "why-" in text:
                answer.success()
        if asked := _ASKED.findall(text):
            self.thinks(THINK)
            sends |= {unescape(name): "Đã đối chiếu với sổ theo dõi" for name in asked}
            text = self.says(address, sends, "phieu (send, with reasons)")
        if 'href="/dot-so-lieu/' in text or "/tra-lai/" in text or "Đã trình" in text:
            print(self.actor.place, file=SENT, flush=True)


class Desk(_Person):
    """A province's approver."""

    fixed_count = len(CAST["desks"])

    def on_start(self) -> None:
        self.actor = next(DESKS)
        self.chance = Random(self.actor.username)
        sleep(self.chance.uniform(0, LOOKS))
        self.signs_in()

    @task
    def looks(self) -> None:
        page = self.read("/dot-so-lieu/cho-duyet/", "dot-so-lieu/cho-duyet")
        if found := _BATCH.search(page):
            self.thinks(THINK)
            self.read(f"/dot-so-lieu/{found[1]}/", "dot-so-lieu (one)")
        token, clean = _TOKEN.search(page), _CLEAN.findall(page)
        if token and clean:
            self.thinks(THINK)
            said = {"csrfmiddlewaretoken": token[1], "do": "clean", "clean": clean}
            self.says("/dot-so-lieu/cho-duyet/", said, "dot-so-lieu/cho-duyet (approve all)")
        self.thinks(LOOKS)


@events.quitting.add_listener
def _closed(**_extra: Any) -> None:
    SENT.close()
