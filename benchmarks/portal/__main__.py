"""`python -m benchmarks.portal [FOLDER]`: requests a second of public pages beside a bare page of the same bytes that
Django's cache keeps, on one server with two processes and 200 readers; then the first paint on a slow line.

FOLDER is the data of a demonstration (`chungtay demo --no-serve`), which publishes; without it the shelf is empty. Both
pages are asked in turns and the readers take their share of the same cores: what holds on another machine is the ratio.
The CPU time of the server for one answer is told beside it, which no reader disturbs.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import sleep
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

if TYPE_CHECKING:
    from collections.abc import Iterator

READERS, PROCESSES, SECONDS, TURNS = 200, 2, 3.0, 5
CHROMIUM = "/usr/bin/chromium"
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""400 kbit/s and 400 ms there and back, which is what measurements of the web call slow 3G."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@contextmanager
def server(folder: str) -> Iterator[tuple[int, int]]:
    """The port and the process id of the server."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "benchmarks.portal.serving:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(PROCESSES), "--threads", "8", "--keep-alive", "30", "--log-level", "error"]
    environment = {**os.environ, "CHUNGTAY_DATA_DIR": folder}
    running = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                urlopen(f"http://127.0.0.1:{port}/cong-khai/", timeout=5).read()
                break
            except (URLError, OSError):
                sleep(0.1)
        yield port, running.pid
    finally:
        running.terminate()
        running.wait()


def cpu_seconds(pid: int) -> float:
    """CPU seconds of a process's children, of which gunicorn's workers are all."""
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=True)
    ticks = 0
    for child in listed.stdout.split():
        fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def asked(port: int, pid: int, path: str) -> tuple[float, float, int]:
    """Answers a second, the server's CPU seconds for one answer, errors."""
    before = cpu_seconds(pid)
    command = [sys.executable, "-m", "benchmarks.portal.asking", str(port), path, str(READERS), str(SECONDS)]
    rate, errors = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(rate), (cpu_seconds(pid) - before) / max(1.0, float(rate) * SECONDS), int(errors)


def compare(port: int, pid: int, path: str) -> None:
    """One page beside the bare one of its size, in turns."""
    size = len(urlopen(f"http://127.0.0.1:{port}{path}").read())
    bare = f"/bare/?bytes={size}"
    turns = [(asked(port, pid, path), asked(port, pid, bare)) for _ in range(TURNS)]
    rates = [median(turn[side][0] for turn in turns) for side in (0, 1)]
    costs = [median(turn[side][1] for turn in turns) for side in (0, 1)]
    errors = sum(turn[0][2] for turn in turns)
    ratio = median(turn[0][0] / turn[1][0] for turn in turns)
    print(f"{path:44} {size:7} B {rates[0]:8.0f} /s {rates[1]:8.0f} /s bare  ratio {ratio:5.2f}", end="  ")
    print(f"CPU {costs[0] * 1000:.2f} / {costs[1] * 1000:.2f} ms  errors {errors}")


def painted(port: int, path: str) -> None:
    """When a phone on a slow line sees something first, and how much came over the line; the median of five."""
    from playwright.sync_api import sync_playwright

    times, weights = [], []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for _ in range(5):
            context = browser.new_context(viewport={"width": 390, "height": 844}, service_workers="block")
            page = context.new_page()
            line = context.new_cdp_session(page)
            line.send("Network.enable")
            line.send("Network.emulateNetworkConditions", SLOW_3G)
            weight: list[float] = []
            line.on("Network.loadingFinished", lambda told, weight=weight: weight.append(told["encodedDataLength"]))
            page.goto(f"http://127.0.0.1:{port}{path}", wait_until="networkidle")
            first = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
            times.append(float(page.evaluate(first)))
            weights.append(sum(weight))
            context.close()
        browser.close()
    print(f"{path:44} first paint {median(times):6.0f} ms, {median(weights) / 1000:.1f} kB in all")


def main(folder: str) -> None:
    """Everything."""
    with server(folder) as (port, pid):
        home = urlopen(f"http://127.0.0.1:{port}/cong-khai/").read().decode()
        news = re.search(r"/cong-khai/cong-bo/[^/\"]+/", home)
        pages = ["/cong-khai/", "/cong-khai/dia-ban/p01@2025/", "/public/not-known/", *([news[0]] if news else [])]
        print(f"{READERS} readers, {PROCESSES} processes, {os.cpu_count()} cores; medians of {TURNS} turns")
        for path in pages:
            compare(port, pid, path)
        if Path(CHROMIUM).exists():
            for path in pages:
                painted(port, path)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(sys.argv[1])
    else:
        with tempfile.TemporaryDirectory(prefix="chungtay-bench-") as made:
            setup = [sys.executable, "-m", "chungtay.faces.commands.main", "setup"]
            subprocess.run(setup, env={**os.environ, "CHUNGTAY_DATA_DIR": made}, check=True)
            main(made)
