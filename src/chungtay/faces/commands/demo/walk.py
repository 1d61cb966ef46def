"""The way of the demonstration, step by step, through the same functions that the desk uses."""

from __future__ import annotations

import random
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from chungtay import flow, flow_many
from chungtay.faces.commands.demo import (
    activities,
    clock,
    invented,
    plans,
    points,
    published,
    recognised,
    tasks,
    villages,
    word,
)
from chungtay.faces.commands.demo import cast as demo_cast
from chungtay.faces.commands.setup import prepare
from chungtay.gathering.approval.queries import queue_for
from chungtay.gathering.intake import queries as reading_queries
from chungtay.gathering.intake import services as intake
from chungtay.gathering.intake.uploads.listing import bundle_open, listed
from chungtay.gathering.intake.workbooks.outlines import form_sheet
from chungtay.gathering.intake.workbooks.writer import workbook_write
from chungtay.gathering.programmes import queries as programmes
from chungtay.gathering.programmes import services as programme_services
from chungtay.kernel.entries import SHORT
from chungtay.kernel.periods import parse_period
from chungtay.ledger.queries import figures_of_batch
from chungtay.ledger.types import DecisionKind
from chungtay.reference.forms.queries import deadline_of, form_get, form_indicators
from chungtay.reference.places.queries import place_get, population
from chungtay.results.issuing.kinds import FileKind
from chungtay.results.issuing.queries import draft_file
from chungtay.results.reviews import queries as reviews
from chungtay.results.warehouse import services as warehouse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from chungtay.faces.commands.demo.cast import Cast
    from chungtay.faces.commands.demo.progress import Progress
    from chungtay.kernel.periods import Period
    from chungtay.ledger.models import Batch
    from chungtay.ledger.types import Claim
    from chungtay.reference.actors.models import User

PROGRAMME = "09/CTr-BCA-MTTW"
SHOWN_ACCOUNTS = ("duyet.tw", "baocao.hn", "duyet.ht", "baocao.xa", "duyet.xa", "thon.5", "mattran.hn", "quantri.ht")
# Below this confidence the demonstration's officer looks at a candidate alone; see `_confirm`.
SURE = 0.5
AT_ONCE = 35
"""Workbooks brought in by one writing of the ledger."""
BEGUN = date(2025, 12, 1)
"""When the tool was first used: the reports of the years before were entered then."""
LATE, LATE_DAYS = 0.07, 3
"""The share of monthly reports that came after their last day, and how long after."""


def walk(out: Path, progress: Progress) -> list[tuple[str, Path]]:
    """Everything from an empty database to a released review; returns the files to look at."""
    progress.step("Tạo bảng, nạp địa bàn, danh mục, biểu mẫu", "Create tables, load places, catalogue, forms")
    prepare()
    progress.step("Lập cơ quan, tài khoản, chương trình", "Bodies, accounts, programmes")
    cast = demo_cast.create()
    demo_cast.oblige(cast)
    programme_services.programmes_load()
    progress.say(f"{len(cast.bodies)} cơ quan, {len(cast.accounts)} tài khoản")
    progress.step("Viết năm báo cáo Word minh họa", "Write five illustrative Word reports")
    originals = _write_reports(out / "bao-cao", progress)
    progress.step("Đọc, xác nhận, gửi lên", "Read, confirm, send up")
    with clock.entering(BEGUN):
        batches = [_read(cast, report, path, progress) for report, path in originals]
    progress.step("Kiểm tra và duyệt", "Check and approve")
    with clock.entering(BEGUN + timedelta(days=1)):
        _approve(cast, batches, progress)
    progress.step(
        "Một năm số liệu tháng (bịa đặt) của một tỉnh", "An invented year of monthly figures for one province"
    )
    _invent(cast, out / "bang-tinh", progress)
    progress.say(f"{villages.create(cast)} thôn, tổ dân phố của một xã / villages of one commune")
    progress.say(f"{points.create(cast)} điểm mô hình giả định của một tỉnh / invented points of one province")
    progress.say(f"{activities.create(cast)} hoạt động giả định của một xã / invented activities of one commune")
    progress.say(f"{recognised.create(cast)} đăng ký, khen thưởng giả định / invented registrations and awards")
    progress.say(f"{tasks.create(cast) + plans.create(cast)} nhiệm vụ giả định / invented tasks")
    progress.step("Chốt số liệu", "Freeze")
    approver = cast.accounts["duyet.tw"]
    warehouse.generation_build()
    programme = programmes.programme_get(PROGRAMME)
    snapshot = flow.snapshot_freeze(
        by=approver, programme=programme, place=place_get("vn"), period=parse_period("2013/2023")
    )
    progress.say(f"{snapshot.code}, SHA-256 {snapshot.digest[:16]}…")
    progress.step("Lập báo cáo tổng kết", "Compose the review")
    review = flow.review_compose(by=approver, snapshot=snapshot)
    flow.review_release(by=approver, review=review)
    shelf = published.create(cast, programme, snapshot)
    progress.say(
        f"{sum(p.figure_count for p in shelf)} số, {sum(p.point_count for p in shelf)} điểm công bố / made public"
    )
    return _write_review(out, review)


def _write_reports(folder: Path, progress: Progress) -> list[tuple[word.IllustrativeReport, Path]]:
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for report in word.reports():
        path = folder / report.file
        path.write_bytes(word.build(report))
        written.append((report, path))
        progress.say(path.name)
    return written


def _read(cast: Cast, report: word.IllustrativeReport, path: Path, progress: Progress) -> tuple[Batch, str]:
    """Receive one report by its own body's reporter, confirm what was read, submit."""
    reporter = cast.accounts[f"baocao.{report.body.removeprefix('CA-').lower() if report.body != 'BCA' else 'tw'}"]
    started = time.perf_counter()
    reading = flow.report_receive(
        by=reporter,
        body=reporter.body,
        form_code="programme-review",
        place=place_get(report.place),
        period=parse_period(report.period),
        content=path.read_bytes(),
        filename=path.name,
        number=report.number,
        title=report.subject,
        issued_on=report.issued_on,
        is_illustration=True,
    )
    seconds = time.perf_counter() - started
    found = len(reading_queries.candidates_of(reading))
    sure = intake.candidates_confirm_sure(by=reporter, reading_id=reading.pk, threshold=SURE)
    batch = flow.batch_submit(by=reporter, reading=reading)
    progress.say(f"{path.name}: {found} số liệu đọc được, {sure} xác nhận / figures read, confirmed ({seconds:.2f} s)")
    return batch, path.name


def _approve(cast: Cast, batches: list[tuple[Batch, str]], progress: Progress) -> None:
    from chungtay.checks import queries as checks

    for batch, name in batches:
        findings = checks.findings_of(batch.pk)
        flow.batch_decide(by=cast.accounts["duyet.tw"], batch=batch, kind=DecisionKind.APPROVED)
        progress.say(f"{name}: {len(findings)} điều cần xem / findings; đã duyệt / approved")


def _invent(cast: Cast, folder: Path, progress: Progress) -> None:
    """Eleven months that were approved, brought in by the province's desk as they came, and the last one on its way:
    approved, waiting, returned, not sent yet, among them that of the commune whose account can sign in."""
    communes = [(pk, population(user.body.place) or 8000) for pk, user in sorted(cast.commune_reporters.items())]
    untidy = cast.accounts["baocao.xa"].body.place_id
    months = list(invented.commune_months(communes, _rows_asked, untidy))
    past = [month for month in months if month.period != invented.MONTHS[-1]]
    _past(cast, past, folder, progress)
    _last_month(cast, [month for month in months if month.period == invented.MONTHS[-1]])
    figures = sum(len(month.claims) for month in months)
    progress.say(f"{figures} số liệu; kỳ cuối đang trên đường / figures; the last month is on its way")


def _past(cast: Cast, months: list[invented.CommuneMonth], folder: Path, progress: Progress) -> None:
    """Month by month: on its last day what comes in time, some days later the others; approved the day after."""
    chance = random.Random(20261114)  # noqa: S311 - repeatable on purpose
    late = {month for month in range(len(months)) if chance.random() < LATE}
    parts = [
        (period, is_late, [m for n, m in enumerate(months) if m.period == period and (n in late) is is_late])
        for period in invented.MONTHS[:-1]
        for is_late in (False, True)
    ]
    for period, is_late, part in progress.over(parts, len(parts)):
        last = deadline_of(form_get("monthly-commune", period.end), period, "commune")
        name = f"{period.end:%Y-%m}-muon" if is_late else f"{period.end:%Y-%m}"
        _bring(cast, part, folder / name, last + timedelta(days=LATE_DAYS if is_late else 0))
    progress.say(f"{len(months)} bảng tính, báo cáo tháng / workbooks, monthly reports")


def _bring(cast: Cast, months: Sequence[invented.CommuneMonth], folder: Path, day: date) -> None:
    """Workbooks of a month, brought in by the province's desk on a day and approved on the next."""
    if not months:
        return
    by, approver = cast.accounts["baocao.ht"], cast.accounts["duyet.ht"]
    _write_workbooks(cast, months, folder)
    with clock.entering(day):
        bundle = bundle_open(folder)
        files = listed(bundle, folder.name)
        upload = flow_many.upload_begin(by=by, name=folder.name, files=files)
        read = flow_many.reader(bundle, files)
        for _ in flow_many.upload_go_on(by=by, upload=upload, read=read, is_illustration=True, group=AT_ONCE):
            pass
    with clock.entering(day + timedelta(days=1)):
        sent = [batch.pk for batch in queue_for(approver)]
        flow.batches_decide(by=approver, batch_ids=sent, kind=DecisionKind.APPROVED)


def _write_workbooks(cast: Cast, months: Sequence[invented.CommuneMonth], folder: Path) -> None:
    """One workbook per commune, as an officer would have filled it in."""
    folder.mkdir(parents=True, exist_ok=True)
    form = form_get("monthly-commune", months[0].period.end)
    for month in months:
        body = cast.commune_reporters[month.place_id].body
        values = {(f"{c.indicator}|{c.cell}", month.period): _typed(c) for c in month.claims}
        sheet = form_sheet(form, body, body.place, [month.period])
        (folder / f"{body.place.code}.xlsx").write_bytes(workbook_write(sheet, values=values))


def _typed(claim: Claim) -> Decimal | str:
    if claim.quantity is not None:
        return claim.quantity.value
    return next(short for short, absence in SHORT.items() if absence is claim.absence)


def _rows_asked(period: Period) -> set[str]:
    return set(form_indicators(form_get("monthly-commune", period.end)))


def _last_month(cast: Cast, months: list[invented.CommuneMonth]) -> None:
    approver = cast.accounts["duyet.ht"]
    own = cast.accounts["baocao.xa"].body.place_id
    form, period = form_get("monthly-commune", months[0].period.end), months[0].period
    with clock.entering(deadline_of(form, period, "commune")):
        _sent(cast, [m for m in months if m.place_id != own], approver)


def _sent(cast: Cast, months: list[invented.CommuneMonth], approver: User) -> None:
    for number, month in enumerate(months):
        if number % 9 == 8:
            continue  # not sent yet
        reporter = cast.commune_reporters[month.place_id]
        batch = flow.figures_submit(
            by=reporter,
            body=reporter.body,
            form_code="monthly-commune",
            place=reporter.body.place,
            period=month.period,
            claims=month.claims,
            is_illustration=True,
        )
        if number == 7:
            figure = figures_of_batch(batch)[0]
            flow.batch_return(by=approver, batch=batch, marks={figure.id: "Đối chiếu lại với sổ theo dõi"})
        elif number % 3:
            flow.batches_decide(by=approver, batch_ids=[batch.pk], kind=DecisionKind.APPROVED)


def _write_review(out: Path, review: object) -> list[tuple[str, Path]]:
    word_path, page_path = out / "bao-cao-tong-ket-2013-2023.docx", out / "bao-cao-tong-ket-2013-2023.html"
    word_path.write_bytes(draft_file(review, FileKind.DOCX))  # type: ignore[arg-type]
    page_path.write_text(reviews.review_page(review), encoding="utf-8")  # type: ignore[arg-type]
    return [("Báo cáo tổng kết / review (.docx)", word_path), ("Trang / page (.html)", page_path)]
