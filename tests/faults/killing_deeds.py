"""`python killing_deeds.py FOLDER TIMES SEED SECONDS`: kills whoever submits, decides, freezes and releases, anywhere.

A child does one deed after another and keeps a journal of what it begins and what it has done; it is ended by SIGKILL.
What stands in the database afterwards must be what a plain Python model makes of the journal, where the one deed that
was begun may be there or not, but never half. Meanwhile a reader asks the last snapshot, and is answered every time.

It goes on where it was ended itself: FOLDER/counts.json holds how often it killed, and what was found of the deeds cut
off. The database is the one that the settings name; it must be empty, or left by an earlier run in the same folder.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
import traceback
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

COMMUNES, MONTHS = 4, 3
ROWS = ("communication.sessions", "communication.participations", "campaigns.launches")
PROGRAMME = "09/CTr-BCA-MTTW"
DEEDS = ("submit", "submit", "submit", "approve", "approve", "return", "approve-many", "freeze", "release")


@dataclass
class Model:
    """What must stand: reports by commune and month, one version after another, and what was decided of each."""

    reports: list[tuple[int, int, tuple[int, ...]]] = field(default_factory=list)
    status: list[str] = field(default_factory=list)
    snapshots: int = 0
    releases: int = 0
    is_moved: bool = False
    """Whether the ledger moved since the last snapshot: of one that did not, the same snapshot is given again."""

    def apply(self, deed: dict[str, Any]) -> None:
        """One deed of the journal."""
        match deed["deed"]:
            case "submit":
                self.reports.append((deed["commune"], deed["month"], tuple(deed["values"])))
                self.status.append("submitted")
                self.is_moved = True
            case "approve" | "return" | "approve-many":
                for report in deed["reports"]:
                    self.status[report] = "returned" if deed["deed"] == "return" else "approved"
                self.is_moved = True
            case "freeze":
                self.snapshots += self.is_moved
                self.is_moved = False
            case "release":
                self.releases += 1

    def total(self, month: int) -> int:
        """What counts in a month: of each commune the last version that was approved, its first row."""
        last = {
            commune: values[0]
            for (commune, of, values), status in zip(self.reports, self.status, strict=True)
            if of == month and status == "approved"
        }
        return sum(last.values())

    def plain(self) -> tuple[Any, ...]:
        """To be compared with what stands."""
        totals = tuple(self.total(month) for month in range(MONTHS))
        return self.reports, self.status, totals, self.snapshots, self.releases


class Office:
    """The communes of a province, who reports and who approves; read anew in every process."""

    def __init__(self) -> None:
        from chungtay.kernel.periods import decree_month
        from chungtay.reference.actors.queries import user_get

        self.reporters = [user_get(f"xa{i}") for i in range(COMMUNES)]
        self.approver = user_get("tinh")
        self.months = [decree_month(2025, 8 + month) for month in range(MONTHS)]

    def reports(self) -> list[Any]:
        """All batches in the order in which they were sent."""
        from chungtay.ledger.queries import batches_visible

        return list(batches_visible(self.approver).order_by("pk"))

    def do(self, deed: dict[str, Any], reports: list[Any]) -> None:
        """One deed, by the services that the pages call."""
        from chungtay import flow
        from chungtay.ledger.types import DecisionKind

        match deed["deed"]:
            case "submit":
                self._submit(deed)
            case "approve":
                flow.batch_decide(by=self.approver, batch=reports[deed["reports"][0]], kind=DecisionKind.APPROVED)
            case "return":
                flow.batch_return(by=self.approver, batch=reports[deed["reports"][0]], reason="Xem lại")
            case "approve-many":
                ids = [reports[i].pk for i in deed["reports"]]
                done = flow.batches_decide(by=self.approver, batch_ids=ids, kind=DecisionKind.APPROVED)
                assert not done.refused, done.refused
            case "freeze":
                self.freeze()
            case "release":
                review = flow.review_compose(by=self.approver, snapshot=self.snapshots()[-1])
                flow.review_release(by=self.approver, review=review)

    def _submit(self, deed: dict[str, Any]) -> None:
        from chungtay import flow
        from chungtay.kernel.quantities import Quantity
        from chungtay.ledger.types import Claim

        by, period = self.reporters[deed["commune"]], self.months[deed["month"]]
        claims = [
            Claim(code, by.body.place_id, period, Quantity.read(value))
            for code, value in zip(ROWS, deed["values"], strict=True)
        ]
        flow.figures_submit(
            by=by,
            body=by.body,
            form_code="monthly-commune",
            place=by.body.place,
            period=period,
            claims=claims,
            is_illustration=True,
        )

    def freeze(self) -> Any:
        """A snapshot of the year."""
        from chungtay import flow
        from chungtay.gathering.programmes.queries import programme_get
        from chungtay.kernel.periods import parse_period

        place, period = self.approver.body.place, parse_period("2025")
        return flow.snapshot_freeze(by=self.approver, programme=programme_get(PROGRAMME), place=place, period=period)

    def snapshots(self) -> list[Any]:
        """All snapshots, first to last."""
        from chungtay.results.warehouse.queries import snapshots_visible

        return list(snapshots_visible(self.approver).order_by("pk"))

    def plain(self) -> tuple[Any, ...]:
        """What stands, in the shape of `Model.plain`."""
        from chungtay.ledger.queries import batch_statuses, figures_of_batches
        from chungtay.results.publishing.queries import releases_all

        homes = {user.body_id: i for i, user in enumerate(self.reporters)}
        starts = {period.start: i for i, period in enumerate(self.months)}
        batches = self.reports()
        ids = [batch.pk for batch in batches]
        states, figures = batch_statuses(ids), figures_of_batches(ids)
        reports = [
            (
                homes[batch.body_id],
                starts[batch.start],
                tuple(int(figure.claim.quantity.value) for figure in figures.get(batch.pk, ())),
            )
            for batch in batches
        ]
        status = [str(states[batch.pk]) for batch in batches]
        totals = tuple(self.asked(month) for month in range(MONTHS))
        return reports, status, totals, len(self.snapshots()), releases_all().count()

    def asked(self, month: int, snapshot: Any = None) -> int:
        """The province's total of a month, as pages ask for it."""
        from chungtay.results.warehouse.queries import answer
        from chungtay.results.warehouse.questions import Question

        place = self.approver.body.place.key
        period = self.months[month]
        rows = answer(
            Question(indicators=(ROWS[0],), place=place, period=period), user=self.approver, snapshot=snapshot
        )
        return sum(int(row.total.value) for row in rows if row.total is not None)


def prepare() -> None:
    """A province, its communes, the programme, and a first snapshot for the reader."""
    from chungtay.faces.commands.setup import prepare as prepared
    from chungtay.gathering.programmes.services import programmes_load
    from chungtay.reference.actors.queries import body_get
    from chungtay.reference.actors.services import account_create, body_create
    from chungtay.reference.forms.queries import form_get
    from chungtay.reference.forms.services import obligation_create
    from chungtay.reference.places.queries import place_get, places_in_force

    prepared()
    names = {"name_vi": "A", "name_en": "A"}
    for code, line in (("BCA", "police"), ("MTTW", "front")):
        body_create(code=code, line=line, level="centre", place=place_get("vn"), **names)
    programmes_load()
    hanoi, names = place_get("p01@2025"), {**names, "line": "police"}
    above = body_create(code="CA-T", level="province", place=hanoi, parent=body_get("BCA"), **names)
    account_create(username="tinh", password=None, display_name="Tỉnh", body=above, role="approver")
    for i, place in enumerate(places_in_force(hanoi, level="commune", since=hanoi.valid_from)[:COMMUNES]):
        body = body_create(code=f"CA-X{i}", level="commune", place=place, parent=above, **names)
        account_create(username=f"xa{i}", password=None, display_name=f"Xã {i}", body=body, role="reporter")
        obligation_create(form=form_get("monthly-commune"), body=body, place=place, valid_from=date(2025, 7, 1))
    Office().freeze()


def one_after_another(journal: Path, seed: int, *, ends_where_it_fails: bool = False) -> None:
    """Deeds until killed, or until one fails for want of a disk or a database: written down before and after."""
    from chungtay.kernel.errors import Refusal

    chance, office = random.Random(seed), Office()
    with journal.open("a", encoding="ascii", buffering=1) as lines:
        while True:
            reports = office.reports()
            deed = drawn(chance, office, reports)
            if deed is None:
                continue
            lines.write(json.dumps({"begun": deed}) + "\n")
            try:
                office.do(deed, reports)
            except Refusal as refusal:  # nothing may be left of it
                lines.write(json.dumps({"refused": refusal.code}) + "\n")
            except Exception as error:
                if ends_where_it_fails:
                    return
                lines.write(json.dumps({"broken": f"{type(error).__name__}: {error}"[:300]}) + "\n")
            else:
                lines.write(json.dumps({"done": deed}) + "\n")


def drawn(chance: random.Random, office: Office, reports: list[Any]) -> dict[str, Any] | None:
    """The next deed that makes sense."""
    from chungtay.ledger.queries import batch_statuses

    what = chance.choice(DEEDS)
    if what == "submit":
        values = [chance.randint(1, 999) for _ in ROWS]
        return {
            "deed": what,
            "commune": chance.randrange(COMMUNES),
            "month": chance.randrange(MONTHS),
            "values": values,
        }
    if what in ("freeze", "release"):
        return {"deed": what}
    states = batch_statuses([batch.pk for batch in reports])
    waiting = [i for i, batch in enumerate(reports) if states[batch.pk] == "submitted"]
    if not waiting:
        return None
    chosen = waiting[-3:] if what == "approve-many" else [chance.choice(waiting)]
    return {"deed": what, "reports": chosen}


def reading(told: Path) -> None:
    """Ask the first snapshot and the live total until told to stop; how often, and what failed, is written down."""
    office, asked, failed = Office(), 0, 0
    snapshot = office.snapshots()[0]
    stop: list[int] = []
    signal.signal(signal.SIGTERM, lambda *_: stop.append(1))
    while not stop:
        try:
            assert office.asked(0, snapshot) == 0
            office.asked(0)
        except Exception as error:
            failed += 1
            told.with_suffix(".txt").write_text(f"{type(error).__name__}: {error}"[:500])
        asked += 1
        time.sleep(0.1)
    told.write_text(json.dumps({"asked": asked, "failed": failed}))


def forked(work: Any) -> int:
    """A process of its own that does this and nothing else."""
    pid = os.fork()
    if pid:
        return pid
    os.setsid()
    code = 1
    try:
        work()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def replayed(journal: Path) -> tuple[Model, dict[str, Any] | None, Counter[str]]:
    """The model of what is known to be done, the deed that was begun last if it has no end, and how all ended."""
    model, open_deed, ends = Model(snapshots=1), None, Counter[str]()
    for line in journal.read_text(encoding="ascii").splitlines():
        [(end, about)] = json.loads(line).items()
        assert end != "broken", about
        open_deed = about if end == "begun" else None
        if end in ("done", "settled"):
            model.apply(about)
        if end != "begun":
            ends[f"{end} {about if end == 'refused' else about['deed']}"] += 1
    return model, open_deed, ends


def judged(journal: Path) -> None:
    """Whether what stands is what must stand; the deed that was cut off is settled in the journal either way."""
    from chungtay.ledger.queries import chain_verify
    from chungtay.results.warehouse.queries import snapshots_state

    model, cut, _ = replayed(journal)
    found, end = Office().plain(), "dropped"
    if found != model.plain():
        assert cut is not None, (model.plain(), found)
        model.apply(cut)
        assert found == model.plain(), (cut, model.plain(), found)
        end = "settled"
    if cut is not None:
        with journal.open("a", encoding="ascii") as lines:
            lines.write(json.dumps({end: cut}) + "\n")
    report = chain_verify()
    assert report.first_break is None, report
    assert snapshots_state(most=1000)[1] == 0


def killed(journal: Path, chance: random.Random) -> None:
    """Let deeds begin, some number of them, and kill in the midst of the last, or soon after."""
    size, wanted, until = journal.stat().st_size, chance.randint(1, 4), time.monotonic() + 60
    child = forked(lambda: one_after_another(journal, chance.getrandbits(32)))
    while journal.read_bytes()[size:].count(b'"begun"') < wanted and time.monotonic() < until:
        time.sleep(0.002)
    time.sleep(chance.uniform(0, 0.3))
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)


def main(folder: Path, times: int, seed: int, seconds: float) -> None:
    """Kill until it was killed so often in all runs together, or the time is over."""
    from chungtay.faces.commands.main import setup_django

    setup_django()
    # Imported before anything is forked, so that a kill falls into the work; nothing here opens a database.
    import chungtay.flow
    import chungtay.results.publishing.queries  # noqa: F401

    kept, journal, told = folder / "counts.json", folder / "journal.jsonl", folder / "reader.json"
    if not kept.exists():
        done_in_child(prepare)
        journal.touch()
        kept.write_text('{"kills": 0, "asked": 0}')
    counts, until = json.loads(kept.read_text()), time.monotonic() + seconds
    reader = forked(lambda: reading(told))
    try:
        while counts["kills"] < times and time.monotonic() < until:
            killed(journal, random.Random(seed * 1_000_003 + counts["kills"]))
            done_in_child(lambda: judged(journal))
            counts["kills"] += 1
            kept.write_text(json.dumps(counts))
    finally:
        with suppress(ProcessLookupError):
            os.kill(reader, signal.SIGTERM)
        os.waitpid(reader, 0)
    answered = json.loads(told.read_text())
    assert answered["failed"] == 0, (answered, told.with_suffix(".txt").read_text())
    counts["asked"] += answered["asked"]
    kept.write_text(json.dumps(counts))
    sys.stdout.write(json.dumps({**counts, **dict(sorted(replayed(journal)[2].items()))}))


def done_in_child(work: Any) -> None:
    """Done in a process of its own, which must come to its end: this one opens no database, for it is forked."""
    child = forked(work)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
