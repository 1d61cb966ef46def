"""Guarded children that read one workbook after another, so that starting a child is paid once and not per file.

Each file has limits of its own (see `guarded`); a child that dies or hangs over one refuses that file alone and is
replaced. Results come in the order asked, and no more than a few files are held at once.
"""

from __future__ import annotations

import contextlib
import math
import struct
import subprocess
import threading
import time
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import IO, TYPE_CHECKING, TypeVar, cast

from chungtay.gathering.intake.workbooks.guard import PATIENCE, child_command
from chungtay.gathering.intake.workbooks.guarded import LENGTH
from chungtay.gathering.intake.workbooks.precheck import LARGEST
from chungtay.gathering.intake.workbooks.wire import wire_read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType

    from chungtay.gathering.intake.workbooks.parsing import Parsed

Item = TypeVar("Item")
CHILDREN = 2
LONGEST_ANSWER = 256 * 1024 * 1024
LOOK_EVERY = 1.0
AT_ONCE = 3
"""Files that a thread takes at a time: handing over each alone costs a fifth of what the parent does for it."""
_ENVIRONMENT = {"PATH": "", "MALLOC_TRIM_THRESHOLD_": str(128 * 1024**2), "MALLOC_MMAP_THRESHOLD_": str(32 * 1024**2)}
"""Where the C library is GNU's: memory of one file is kept for the next, not given back and asked for again."""
FILES_PER_CHILD = 1000
"""A child is replaced after so many: what a reader leaves behind in memory is bounded, too."""


class Pool:
    """A context: `with Pool() as pool: for item, content, parsed in pool.parsed(items, read): …`"""

    def __init__(self, children: int = CHILDREN) -> None:
        self._threads = ThreadPoolExecutor(children, thread_name_prefix="workbooks")
        self._ahead = children
        self._own = threading.local()
        self._alive: list[_Child] = []
        self._lock = threading.Lock()
        self._ended = threading.Event()

    def __enter__(self) -> Pool:
        threading.Thread(target=self._watch, name="workbooks-clock", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(wait=kind is None, cancel_futures=True)
        for child in self._alive:
            child.close()
        self._threads.shutdown(wait=True)
        self._ended.set()

    def _watch(self) -> None:
        """Kills a child that has been at one file for too long. One clock for all: one per file costs a thread each."""
        while not self._ended.wait(LOOK_EVERY):
            with self._lock:
                for child in self._alive:
                    child.kill_if_late()

    def parsed(self, items: Iterable[Item], read: Callable[[Item], bytes]) -> Iterator[tuple[Item, bytes, Parsed]]:
        """Each item with its bytes and what `parsing.workbook_parse` says of them, in the order given."""
        waiting: deque[Future[list[tuple[Item, bytes, Parsed]]]] = deque()
        coming = iter(items)
        while some := list(islice(coming, AT_ONCE)):
            waiting.append(self._threads.submit(self._some, read, some))
            if len(waiting) > self._ahead:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()

    def _some(self, read: Callable[[Item], bytes], items: list[Item]) -> list[tuple[Item, bytes, Parsed]]:
        return [(item, *self._one(read, item)) for item in items]

    def _one(self, read: Callable[[Item], bytes], item: Item) -> tuple[bytes, Parsed]:
        content = read(item)
        if len(content) > LARGEST:
            return content, {"refused": [["BANGTINH-106", "", f"{len(content) / 1024 / 1024:.0f} MB"]]}
        child = getattr(self._own, "child", None)
        if child is None or child.is_spent:
            child = self._own.child = self._started(child)
        return content, wire_read(child.ask(content))

    def _started(self, before: _Child | None) -> _Child:
        child = _Child()
        with self._lock:
            if before is not None:
                before.close()
                self._alive.remove(before)
            self._alive.append(child)
        return child


class _Child:
    """One guarded process. `is_spent`: it died, was killed over a file, or has read its share."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            child_command("many"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_ENVIRONMENT,
        )
        self._left = FILES_PER_CHILD
        self._late_at = math.inf

    @property
    def is_spent(self) -> bool:
        return self._left <= 0 or self._process.poll() is not None

    def ask(self, content: bytes) -> bytes:
        """What the child answers; b"" where it died or took too long."""
        self._left -= 1
        self._late_at = time.monotonic() + PATIENCE
        try:
            into, out = cast("IO[bytes]", self._process.stdin), cast("IO[bytes]", self._process.stdout)
            # In one piece: a length alone would wake the child for nothing.
            into.write(struct.pack(LENGTH, len(content)) + content)
            into.flush()
            head = out.read(struct.calcsize(LENGTH))
            length = struct.unpack(LENGTH, head)[0] if len(head) == struct.calcsize(LENGTH) else 0
            answer = out.read(length) if length <= LONGEST_ANSWER else b""
        except (BrokenPipeError, ValueError):
            answer, length = b"", 1
        finally:
            self._late_at = math.inf
        if not answer or len(answer) < length:
            self._left = 0
            return b""
        return answer

    def kill_if_late(self) -> None:
        """End the process where it is past its time; whoever waits for it finds its pipe closed."""
        if time.monotonic() > self._late_at:
            self._process.kill()

    def close(self) -> None:
        """End the process, whatever it is at."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(BrokenPipeError):
                cast("IO[bytes]", pipe).close()
