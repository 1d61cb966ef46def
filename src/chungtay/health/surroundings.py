"""What this installation is told from outside, and whether the mail server answers."""

from __future__ import annotations

import smtplib
import ssl
import stat
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from chungtay.health.findings import Finding, State, ok
from chungtay.kernel.errors import Both

MAIL_PATIENCE = 3

SETTINGS = Both("Thiết lập", "Settings")
SECRETS = Both("Khóa và quyền của tệp", "Keys and rights of files")
MAIL = Both("Máy chủ thư", "The mail server")
PUBLISHING = Both("Khóa của nhật ký công khai", "The public log's key")


def configured() -> Finding:
    """Whether this is a demonstration, or runs for real without TLS or under an address of nobody's."""
    if settings.DEMO:
        return Finding(
            "settings",
            State.NOTE,
            SETTINGS,
            Both("bản minh họa", "a demonstration"),
            Both(
                "để chạy thật, đặt CHUNGTAY_ENV=production (docs/installation.md)",
                "to run for real set CHUNGTAY_ENV=production (docs/installation.md)",
            ),
        )
    wrong = []
    if not settings.SESSION_COOKIE_SECURE:
        wrong.append(Both("CHUNGTAY_PLAIN_HTTP đang bật: mật khẩu đi không mã hóa", "CHUNGTAY_PLAIN_HTTP is on"))
    if (urlsplit(settings.PUBLIC_URL).hostname or "localhost") in ("localhost", "127.0.0.1"):
        wrong.append(Both("CHUNGTAY_PUBLIC_URL chưa đặt: liên kết trong thư sai", "CHUNGTAY_PUBLIC_URL is not set"))
    wrong += _guards_off()
    if not wrong:
        return ok("settings", SETTINGS, Both("chạy thật, qua TLS", "runs for real, by TLS"))
    found = Both("; ".join(item.vi for item in wrong), "; ".join(item.en for item in wrong))
    todo = Both(
        "sửa /etc/chungtay.env rồi khởi động lại dịch vụ (.env.example giải thích từng dòng)",
        "set it in /etc/chungtay.env and restart the service (.env.example explains each line)",
    )
    return Finding("settings", State.WARNING, SETTINGS, found, todo)


def _guards_off() -> list[Both]:
    """What production has unless somebody wrote it away."""
    wrong = []
    if not settings.SECOND_FACTOR_ROLES:
        vi = "CHUNGTAY_SECOND_FACTOR_ROLES: không vai trò nào cần bước thứ hai"
        wrong.append(Both(vi, "CHUNGTAY_SECOND_FACTOR_ROLES: no role needs a second factor"))
    if not settings.TWO_PEOPLE:
        vi = "CHUNGTAY_TWO_PEOPLE đang tắt: một người mở lại được kỳ đã ban hành"
        wrong.append(Both(vi, "CHUNGTAY_TWO_PEOPLE is off: one person can open an issued term again"))
    return wrong


def secrets_kept() -> Finding:
    """Whether nobody else on the machine can read the database, the originals or the keys."""
    folder = Path(settings.DATA_DIR)
    named = [folder / name for name in (".secret_key", ".master_key", ".log_key")]
    if str(settings.DATABASES["default"]["ENGINE"]).endswith("sqlite3"):
        named.append(Path(str(settings.DATABASES["default"]["NAME"])))
    is_open = folder.is_dir() and folder.stat().st_mode & stat.S_IXOTH
    bare = [path for path in named if is_open and path.is_file() and path.stat().st_mode & stat.S_IROTH]
    if not bare:
        return ok(
            "secrets", SECRETS, Both("chỉ tài khoản chạy dịch vụ đọc được", "read by the service's account alone")
        )
    return Finding(
        "secrets",
        State.WARNING if settings.PRODUCTION else State.NOTE,
        SECRETS,
        Both("tài khoản khác của máy đọc được", "can be read by other accounts of the machine"),
        Both("chạy `chmod 700` cho thư mục CHUNGTAY_DATA_DIR", "run `chmod 700` on the folder CHUNGTAY_DATA_DIR"),
    )


def log_key() -> Finding:
    """Whether anything can be made public."""
    if settings.LOG_KEY:
        return ok("log-key", PUBLISHING, Both("đã có", "there"))
    return Finding(
        "log-key",
        State.NOTE,
        PUBLISHING,
        Both("chưa có: chưa công bố được gì", "missing: nothing can be made public"),
        Both("chạy `chungtay log key` (docs/public-log.md)", "run `chungtay log key` (docs/public-log.md)"),
    )


def mail() -> Finding:
    """Whether the mail server greets us and takes our password; nothing is sent."""
    if not settings.EMAIL_HOST:
        return Finding(
            "mail",
            State.NOTE,
            MAIL,
            Both("chưa đặt: không thư nào được gửi", "none is set: no mail leaves"),
            Both("nếu cần nhắc việc bằng thư, đặt CHUNGTAY_SMTP_URL", "for reminders by mail set CHUNGTAY_SMTP_URL"),
        )
    try:
        _greeted()
    except (OSError, smtplib.SMTPException) as error:
        return Finding(
            "mail",
            State.WARNING,
            MAIL,
            Both(f"không trả lời ({type(error).__name__})", f"does not answer ({type(error).__name__})"),
            Both(
                "xem CHUNGTAY_SMTP_URL, tường lửa, mật khẩu của hộp thư",
                "look at CHUNGTAY_SMTP_URL, the firewall, the mailbox's password",
            ),
        )
    return ok("mail", MAIL, Both("trả lời", "answers"))


def _greeted() -> None:
    if settings.EMAIL_USE_SSL:
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=MAIL_PATIENCE, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=MAIL_PATIENCE)
    with server:
        if settings.EMAIL_USE_TLS:
            server.starttls(context=ssl.create_default_context())
        if settings.EMAIL_HOST_USER:
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        server.noop()
