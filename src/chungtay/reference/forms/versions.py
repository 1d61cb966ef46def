"""Making form versions on the desk: nothing is ever changed, a new version begins and the one before it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.utils import timezone

from chungtay.kernel.errors import Both, Problem, Refusal
from chungtay.kernel.periods import Regime
from chungtay.reference.forms.calendar import is_divided, period_of, periods_from
from chungtay.reference.forms.files import form_texts, forms_read
from chungtay.reference.forms.following import follow
from chungtay.reference.forms.models import Form, FormItem, FormSection, Obligation
from chungtay.reference.forms.policies import check_define
from chungtay.reference.forms.queries import forget_items, form_items
from chungtay.reference.forms.services import form_store
from chungtay.reference.forms.texts import FormText, RowText, SectionText, form_problems, problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chungtay.reference.actors.models import User
    from chungtay.reference.forms.types import ItemFacts
    from chungtay.reference.places.models import Place


def form_text(form: Form) -> FormText:
    """A form version of the database as a text."""
    parts: list[SectionText] = []
    for item in form_items(form):
        if not parts or (item.section_vi, item.section_en) != (parts[-1].name_vi, parts[-1].name_en):
            parts.append(SectionText(item.section_vi, item.section_en, ()))
        parts[-1] = replace(parts[-1], rows=(*parts[-1].rows, _row(item)))
    return FormText(
        code=form.code,
        version=form.version,
        name_vi=form.name_vi,
        name_en=form.name_en,
        regime=Regime(form.regime),
        valid_from=form.valid_from,
        valid_to=form.valid_to,
        due=dict(form.due),
        sections=tuple(parts),
        owed_by=form.owed_by,
        rules=tuple(form.rules),
        guidance_vi=form.guidance_vi,
        guidance_en=form.guidance_en,
        status=form.status,
    )


def _row(item: ItemFacts) -> RowText:
    return RowText(item.indicator, item.cell, item.allows_precision, item.must_answer)


def form_draft(form: Form, *, today: date | None = None) -> FormText:
    """The text that a next version begins with: the same rows, from the first day of the next period on."""
    text = form_text(form)
    on = max(today or timezone.localdate(), form.valid_from)
    begin = period_of(text.regime, on).end + timedelta(days=1) if is_divided(text.regime) else on + timedelta(days=1)
    latest = Form.objects.filter(code=form.code).order_by("-version").first() or form
    return replace(text, version=latest.version + 1, valid_from=begin, valid_to=None)


def form_from_file(content: str) -> FormText:
    """The one form version of a file; Refusal with every mistake and its line, BIEUMAU-010 where it holds several."""
    found = forms_read(content)
    if len(found) != 1:
        raise _refusal(
            "BIEUMAU-010",
            read=str(len(found)),
            expected="1",
            todo=Both("tách tệp, mỗi tệp một biểu mẫu", "split the file, one form in each"),
            vi="tệp nạp vào có đúng một biểu mẫu",
            en="a file holds one form when it is imported",
        )
    return found[0]


def version_problems(text: FormText, scope: Place | None, *, today: date | None = None) -> list[Problem]:
    """Everything that stands in the way of making this version now: of the text, and beside the versions before it."""
    return [*form_problems(text), *_beside_earlier(text, scope, today or timezone.localdate())]


@transaction.atomic
def version_make(*, by: User, text: FormText, scope: Place | None) -> Form:
    """A new form, or the next version of a known one, which ends the version before it on the day before it begins.

    Its number is the next one, whatever the text says. Where a new form says who owes it, they owe it from its first
    day. NotAllowed BIEUMAU-005; Refusal with every problem, BIEUMAU-011 to -019.
    """
    check_define(by, scope)
    if problems := version_problems(text, scope):
        raise Refusal(problems)
    before = _versions(text.code).last()
    number = before.version + 1 if before else 1
    form = form_store(replace(text, version=number), scope)
    if before is not None and (before.valid_to is None or before.valid_to >= form.valid_from):
        before.valid_to = form.valid_from - timedelta(days=1)
        before.save(update_fields=["valid_to"])
    if form.owed_by:
        # Who owes a known form is known: a form tried out in a few communes does not spread with its next version.
        follow(form, everywhere=before is None)
    return form


def is_shipped(form: Form) -> bool:
    """Whether the version comes with the software."""
    return any((text.code, text.version) == (form.code, form.version) for text in form_texts())


@transaction.atomic
def version_withdraw(*, by: User, form: Form) -> None:
    """Take back the latest version of a form while nothing has been made with it; the one before goes on.

    NotAllowed BIEUMAU-005; Refusal BIEUMAU-020 where it is in use, is not the latest, or comes with the software.
    """
    check_define(by, form.scope)
    earlier = list(_versions(form.code).filter(version__lt=form.version))
    if is_shipped(form) or _versions(form.code).filter(version__gt=form.version).exists():
        raise _in_use(form)
    try:
        # A savepoint: what was deleted before the refusal stays.
        with transaction.atomic():
            owed = Obligation.objects.filter(form=form)
            if earlier:
                owed.update(form=earlier[-1])
            else:
                owed.delete()
            FormItem.objects.filter(form=form).delete()
            FormSection.objects.filter(form=form).delete()
            form.delete()
    except ProtectedError:
        raise _in_use(form) from None
    if earlier and earlier[-1].valid_to == form.valid_from - timedelta(days=1):
        Form.objects.filter(pk=earlier[-1].pk).update(valid_to=None)
    forget_items()


def _versions(code: str) -> QuerySet[Form]:
    return Form.objects.filter(code=code).order_by("version")


def _beside_earlier(text: FormText, scope: Place | None, today: date) -> Iterator[Problem]:
    before = _versions(text.code).last()
    if before is None:
        return
    if before.scope_id != (scope.pk if scope else None):
        yield problem("BIEUMAU-019", "code", 0, text.code, "", *_WORDS["scope"])
        return
    fixed = [("regime", before.regime, text.regime.value)]
    fixed += [("owed_by", before.owed_by, text.owed_by)] if before.owed_by else []
    for key, old, new in fixed:
        if old != new:
            yield problem("BIEUMAU-019", key, 0, new, old, *_WORDS["fixed"])
    if text.valid_from <= before.valid_from:
        yield problem(
            "BIEUMAU-018", "valid_from", 0, _day(text.valid_from), f"> {_day(before.valid_from)}", *_WORDS["later"]
        )
    elif is_divided(text.regime):
        yield from _on_a_first_day(text, today)


def _on_a_first_day(text: FormText, today: date) -> Iterator[Problem]:
    """A period is asked with one version from its first day to its last, and what is being reported now stays."""
    current = period_of(text.regime, today)
    if period_of(text.regime, text.valid_from).start != text.valid_from or text.valid_from < current.start:
        periods = periods_from(text.regime, max(today, text.valid_from))
        days = [period.start for period in islice(periods, 3) if period.start >= current.start]
        expected = ", ".join(_day(on) for on in days)
        yield problem("BIEUMAU-018", "valid_from", 0, _day(text.valid_from), expected, *_WORDS["first_day"])


def _day(on: date) -> str:
    return f"{on:%d/%m/%Y}"


_WORDS = {
    "scope": ("mã này là của biểu mẫu khác", "another form has this code"),
    "fixed": ("mọi phiên bản có chung kỳ và đơn vị báo cáo", "all versions share regime and reporting bodies"),
    "later": ("phiên bản sau bắt đầu sau phiên bản trước", "a later version begins after the one before"),
    "first_day": (
        "phiên bản mới bắt đầu vào ngày đầu một kỳ chưa kết thúc",
        "a new version begins on the first day of a period that is not over",
    ),
}  # fmt: skip


def _in_use(form: Form) -> Refusal:
    return _refusal(
        "BIEUMAU-020",
        read=f"{form.code} v{form.version}",
        expected=Both("phiên bản mới nhất, lập tại đây, chưa ai dùng", "the latest version, made here, not used yet"),
        todo=Both("lập phiên bản mới thay cho nó", "make a new version instead"),
        vi="không thu hồi được phiên bản này",
        en="this version cannot be withdrawn",
    )


def _refusal(code: str, *, read: str, expected: str, todo: str, vi: str, en: str) -> Refusal:
    return Refusal.of(code, Both("biểu mẫu", "form"), read=read, expected=expected, todo=todo, vi=vi, en=en)
