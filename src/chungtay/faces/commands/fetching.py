"""Reading what a public log hands out, from a command: over http or https, with an end to how long and how much."""

from __future__ import annotations

from collections.abc import Callable
from urllib.error import URLError
from urllib.request import Request, urlopen

from chungtay.kernel.errors import Both, Refusal

_SECONDS = 20
_MOST_BYTES = 32 * 1024 * 1024


def fetcher(address: str) -> Callable[[str], bytes]:
    """What stands below an address. Refusal MO-101 for one that is no web address, MO-102 where nothing comes back."""
    base = address.rstrip("/") + "/"
    if not base.startswith(("http://", "https://")):
        raise Refusal.of(
            "MO-101",
            address,
            expected=Both("https://…/cong-khai/so", "https://…/cong-khai/so"),
            vi="Đây không phải địa chỉ web",
            en="This is no web address",
        )

    def fetch(path: str) -> bytes:
        try:
            with urlopen(Request(base + path), timeout=_SECONDS) as answer:  # noqa: S310 - http and https alone, above
                content: bytes = answer.read(_MOST_BYTES + 1)
        except (URLError, TimeoutError, OSError) as failed:
            raise Refusal.of(
                "MO-102",
                base + path,
                read=str(failed)[:200],
                todo=Both("Kiểm tra địa chỉ và mạng, rồi thử lại", "Check the address and the network, then try again"),
                vi="Không đọc được địa chỉ này",
                en="This address cannot be read",
            ) from failed
        return content[:_MOST_BYTES]

    return fetch
