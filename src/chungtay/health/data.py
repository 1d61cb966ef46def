"""What stands in the database and beside it: schema, chain, warehouse, snapshots, tasks that wait."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from chungtay.health import marks
from chungtay.health.findings import Finding, State, ok
from chungtay.kernel.errors import Both
from chungtay.kernel.numbers import number_words
from chungtay.ledger import queries as ledger
from chungtay.reference.audit.queries import ORIGIN_DAYS, origin_oldest
from chungtay.reference.indicators.queries import catalogue_waiting
from chungtay.results.warehouse import queries as warehouse
from chungtay.results.warehouse.services import generation_is_due

SLOW_SECONDS = 0.25
LAST_LINKS = 200
AHEAD = timedelta(seconds=30)
WAITS = timedelta(minutes=15)
LAID_DOWN = timedelta(hours=26)
_OLDEST_POSTGRESQL = 140_000

DATABASE = Both("Cơ sở dữ liệu", "The database")
SCHEMA = Both("Bảng của phiên bản này", "Tables of this version")
CLOCK = Both("Giờ của sổ cái và cơ sở dữ liệu", "The time of ledger and database")
CATALOGUE = Both("Danh mục chỉ tiêu", "The catalogue")
ORIGINS = Both("Nơi đến trong nhật ký", "Origins in the audit")
CHAIN = Both("Chuỗi băm của sổ cái", "The ledger's chain")
WAREHOUSE = Both("Kho tổng số", "The warehouse")
SNAPSHOTS = Both("Bản chốt của các báo cáo", "Snapshots of reviews")
TASKS = Both("Việc chờ làm nền", "Work that waits for the worker")


def database() -> Finding:
    """It answers, and how fast."""
    begun = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    took = time.perf_counter() - begun
    name = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    found = Both(f"{name}, trả lời trong {took * 1000:.0f} ms", f"{name}, answers in {took * 1000:.0f} ms")
    if connection.vendor == "postgresql" and connection.cursor().connection.info.server_version < _OLDEST_POSTGRESQL:
        return Finding(
            "database", State.WARNING, DATABASE, found, Both("nâng lên PostgreSQL 15", "upgrade to PostgreSQL 15")
        )
    if took > SLOW_SECONDS:
        todo = Both(
            "xem tải của máy chủ cơ sở dữ liệu và mạng tới đó", "look at the database server's load and the way to it"
        )
        return Finding("database", State.WARNING, DATABASE, found, todo)
    return ok("database", DATABASE, found)


def waiting_migrations() -> int | None:
    """How many migrations were not run; None where the database does not answer."""
    from django.db import DatabaseError
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return None


def schema() -> Finding:
    """Whether `setup` was run for this version."""
    waiting = waiting_migrations()
    if waiting == 0:
        return ok("schema", SCHEMA, Both("đủ", "complete"))
    found = (
        Both("cơ sở dữ liệu không trả lời", "the database does not answer")
        if waiting is None
        else Both(f"còn {waiting} bước chưa chạy", f"{waiting} steps were not run")
    )
    return Finding("schema", State.FAILED, SCHEMA, found, Both("chạy `chungtay setup`", "run `chungtay setup`"))


def clock_beside() -> Finding:
    """Whether the ledger's last entry is later than now, or the database's clock is another."""
    apart, ahead = timedelta(0), timedelta(0)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            apart = abs(_aware(cursor.fetchone()[0]) - timezone.now())
    last = ledger.transaction_moment(ledger.transaction_now())
    if last is not None:
        ahead = last - timezone.now()
    if max(apart, ahead) <= AHEAD:
        return ok("clock-beside", CLOCK, Both("khớp", "agree"))
    seconds = round(max(apart, ahead).total_seconds())
    return Finding(
        "clock-beside",
        State.FAILED,
        CLOCK,
        Both(f"lệch {seconds} giây", f"{seconds} seconds apart"),
        Both(
            "đặt lại giờ của các máy; số liệu vẫn đúng thứ tự, nhưng “biết đến ngày” của lúc lệch sẽ sai ngày",
            "set the machines' clocks; figures keep their order, but days of that time are told wrongly",
        ),
    )


def _aware(moment: datetime) -> datetime:
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def chain(*, is_whole: bool) -> Finding:
    """The whole chain with its figures, or its last links and when the whole was verified last."""
    report = ledger.chain_verify() if is_whole else ledger.chain_end_verify(LAST_LINKS)
    if report.first_break is not None:
        at = report.first_break.sequence
        return Finding(
            "chain",
            State.FAILED,
            CHAIN,
            Both(f"hỏng ở mắt xích {at}", f"broken at link {at}"),
            Both(
                "dừng nhận báo cáo, giữ nguyên máy, chạy `chungtay verify` để biết đợt nào, rồi báo cấp trên; "
                "không sửa trong cơ sở dữ liệu",
                "stop taking reports, leave the machine as it is, run `chungtay verify` to see which batch, and tell "
                "the body above; mend nothing in the database",
            ),
        )
    if is_whole:
        marks.mark_set(marks.VERIFIED, links=report.links)
        count = number_words(report.links), number_words(report.links, "en")
        return ok("chain", CHAIN, Both(f"{count[0]} mắt xích, nguyên vẹn", f"{count[1]} links, whole"))
    mark = marks.mark_get(marks.VERIFIED)
    links = f"{report.links} mắt xích cuối còn khớp", f"the last {report.links} links hold"
    if mark is None:
        return ok("chain", CHAIN, Both(f"{links[0]}; chưa kiểm tra trọn", f"{links[1]}; never verified whole"))
    on = timezone.localtime(mark.at)
    return ok(
        "chain", CHAIN, Both(f"{links[0]}; trọn chuỗi: {on:%d/%m/%Y %H:%M}", f"{links[1]}; whole: {on:%d/%m/%Y %H:%M}")
    )


def laid_down() -> Finding:
    """Whether there is a generation, and whether it is followed."""
    latest, now = warehouse.generation_latest(), ledger.transaction_now()
    if latest is None:
        state = State.WARNING if now else State.NOTE
        return Finding(
            "warehouse",
            state,
            WAREHOUSE,
            Both("chưa dựng", "not built yet"),
            Both("chạy `chungtay warehouse build`", "run `chungtay warehouse build`"),
        )
    behind, hours = now - latest.transaction_number, (timezone.now() - latest.created_at) // timedelta(hours=1)
    found = Both(
        f"dựng cách đây {hours} giờ, sau đó có {number_words(behind)} giao dịch",
        f"built {hours} hours ago, {number_words(behind, 'en')} transactions since",
    )
    if behind and generation_is_due() and timezone.now() - latest.created_at > LAID_DOWN:
        todo = Both(
            "số liệu vẫn đúng nhưng chậm dần: xem tiến trình nền, hoặc chạy `chungtay warehouse follow`",
            "figures stay right but slower: look at the worker, or run `chungtay warehouse follow`",
        )
        return Finding("warehouse", State.WARNING, WAREHOUSE, found, todo)
    return ok("warehouse", WAREHOUSE, found)


def frozen() -> Finding:
    """Whether the latest snapshots are there whole."""
    count, broken = warehouse.snapshots_state(most=20)
    if broken:
        return Finding(
            "snapshots",
            State.FAILED,
            SNAPSHOTS,
            Both(f"{broken} bản thiếu hoặc hỏng tệp", f"{broken} lack files or are damaged"),
            Both(
                "lấy lại thư mục warehouse/snapshots từ bản sao lưu, hoặc từ kho chung: `chungtay warehouse mirror`",
                "take the folder warehouse/snapshots from the backup, or from the shared store: "
                "`chungtay warehouse mirror`",
            ),
        )
    return ok("snapshots", SNAPSHOTS, Both(f"{count} bản, đủ tệp", f"{count}, all files there"))


def tasks() -> Finding:
    """How long the oldest task waits, and how many failed within a day."""
    from django_tasks_db.models import DBTaskResult

    now = timezone.now()
    oldest = DBTaskResult.objects.filter(status="READY").order_by("enqueued_at").first()
    waits = now - oldest.enqueued_at if oldest else timedelta(0)
    failed = DBTaskResult.objects.filter(status="FAILED", finished_at__gte=now - timedelta(days=1)).count()
    if waits > WAITS:
        minutes = waits // timedelta(minutes=1)
        return Finding(
            "tasks",
            State.FAILED if settings.PRODUCTION else State.WARNING,
            TASKS,
            Both(f"việc lâu nhất đã chờ {minutes} phút", f"the oldest has waited {minutes} min"),
            Both(
                "xem tiến trình nền: `systemctl status chungtay-worker`",
                "look at the worker: `systemctl status chungtay-worker`",
            ),
        )
    if failed:
        return Finding(
            "tasks",
            State.WARNING,
            TASKS,
            Both(f"{failed} việc hỏng trong 24 giờ qua", f"{failed} failed within 24 hours"),
            Both(
                "xem `journalctl -u chungtay-worker`; người gửi có thể bấm làm tiếp trên trang của việc đó",
                "look at `journalctl -u chungtay-worker`; whoever began them can go on from their page",
            ),
        )
    return ok("tasks", TASKS, Both("không có việc nào bị kẹt", "none is stuck"))


def catalogue() -> Finding:
    """Whether the catalogue of this version waits for two people."""
    if not catalogue_waiting():
        return ok("catalogue", CATALOGUE, Both("của phiên bản này", "of this version"))
    return Finding(
        "catalogue",
        State.WARNING,
        CATALOGUE,
        Both("danh mục mới chờ hai người đồng ý, danh mục cũ vẫn dùng", "the new one waits for two people"),
        Both(
            "mở “Tài khoản”, “Việc cần hai người”, xong chạy `chungtay setup --catalogue`",
            "open “Account”, “Deeds of two people”, then run `chungtay setup --catalogue`",
        ),
    )


def origins() -> Finding:
    """Whether where things were done from is forgotten in time; the worker does it daily."""
    oldest = origin_oldest()
    if oldest is None or timezone.now() - oldest < timedelta(days=ORIGIN_DAYS + 2):
        return ok("origins", ORIGINS, Both(f"không quá {ORIGIN_DAYS} ngày", f"not beyond {ORIGIN_DAYS} days"))
    return Finding(
        "origins",
        State.WARNING,
        ORIGINS,
        Both(f"có địa chỉ quá {ORIGIN_DAYS} ngày", f"addresses older than {ORIGIN_DAYS} days"),
        Both(
            "khởi động `chungtay work`, hoặc chạy `chungtay privacy forget`",
            "start `chungtay work`, or run `chungtay privacy forget`",
        ),
    )
