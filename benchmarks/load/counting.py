"""After a month's end: is in the ledger what was typed, once, and nothing else?"""

from __future__ import annotations

import json
import os
import sys
from decimal import Decimal
from pathlib import Path

from benchmarks.load.nation import DUE, FORM, cast_of


def main(folder: Path) -> None:
    """Prints how many reports were sent, figures that differ from what was typed, and those that lack or are double."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chungtay.config.settings")
    import django

    django.setup()
    from chungtay.kernel.periods import decree_month
    from chungtay.ledger.models import Batch, Figure
    from chungtay.reference.forms.queries import form_get, form_items

    due = decree_month(*DUE)
    rows = {item.id: (item.indicator, item.cell) for item in form_items(form_get(FORM, due.end))}
    sent = set((folder / "sent.txt").read_text(encoding="utf-8").split())
    batches = {b.place.key: b.pk for b in Batch.objects.filter(end=due.end).select_related("place")}
    wrong = 0
    lacking = len(sent - set(batches)) * len(rows)
    for actor in cast_of(folder)["reporters"]:
        if actor.place not in sent & set(batches):
            continue
        held = Figure.objects.filter(batch_id=batches[actor.place]).values_list("indicator__code", "cell", "value")
        stated = list(held)
        typed = {(*rows[int(item)], Decimal(text)) for item, text in actor.typed.items()}
        lacking += abs(len(stated) - len(typed))
        wrong += len(typed - set(stated))
    print(json.dumps([len(sent), wrong, lacking]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
