"""Making very many objects that hold each other in no circles: nobody need look for circles among them meanwhile.

On a day on which every commune reports, the tail is a third of a million figures; looking through them again and again
took as long as making them.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_inside = 0


@contextmanager
def acyclic() -> Iterator[None]:
    """No search for circles of garbage until all threads have left such a block. Python does it again afterwards, if it
    did before."""
    global _inside
    with _lock:
        if _inside or gc.isenabled():
            _inside += 1
            counted = True
            gc.disable()
        else:
            counted = False
    try:
        yield
    finally:
        with _lock:
            if counted:
                _inside -= 1
                if not _inside:
                    gc.enable()
