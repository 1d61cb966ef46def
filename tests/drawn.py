"""How many drawn examples a property is tried on: few every day, many in the long tests.

Each of these lays a generation down, which costs half a second: daily they show that nothing is broken, the campaign
of `make test-long` looks for what is rare.
"""

import os
from typing import Final

from hypothesis import settings

TIMES: Final = int(os.environ.get("CHUNGTAY_DRAWN_TIMES", "1"))


def drawn(examples: int) -> settings:
    """Settings of a property: so many examples a day, `CHUNGTAY_DRAWN_TIMES` as many in a campaign."""
    return settings(max_examples=examples * TIMES, deadline=None)
