"""Many readers at once, in a process of their own: each asks over one connection again and again, and reads the whole
answer. Prints answers a second, and how many were not what they should be."""

from __future__ import annotations

import asyncio
import sys
from time import perf_counter


async def reader(port: int, path: str, until: float) -> tuple[int, int]:
    """One reader's answers and errors up to a moment."""
    asked = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: identity\r\n\r\n".encode()
    answers = errors = 0
    into = None
    while perf_counter() < until:
        try:
            if into is None:
                out, into = await asyncio.open_connection("127.0.0.1", port)
            into.write(asked)
            head = await out.readuntil(b"\r\n\r\n")
            length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
            await out.readexactly(length)
            if head.startswith(b"HTTP/1.1 200"):
                answers += 1
            else:
                errors += 1
            if b"connection: close" in head.lower():
                into.close()
                into = None
        except (OSError, asyncio.IncompleteReadError, StopIteration):
            errors += 1
            into = None
    if into is not None:
        into.close()
    return answers, errors


async def main(port: int, path: str, readers: int, seconds: float) -> None:
    """All of them."""
    began = perf_counter()
    done = await asyncio.gather(*(reader(port, path, began + seconds) for _ in range(readers)))
    took = perf_counter() - began
    print(sum(answers for answers, _ in done) / took, sum(errors for _, errors in done))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4])))
