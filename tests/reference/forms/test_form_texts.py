"""Form versions as text: what is shipped, what comes back as it went out, and mistakes with their lines."""

from datetime import date

import pytest

from chungtay.kernel.errors import Refusal
from chungtay.kernel.periods import day, decree_month
from chungtay.reference.forms.asking import period_asked
from chungtay.reference.forms.files import form_texts, form_write, forms_read

GOOD = """forms:
  - code: trial
    version: 1
    name_vi: "Thử"
    name_en: "Trial"
    regime: decree_month
    valid_from: 2026-10-15
    owed_by: police:commune
    due: {commune: 2}
    sections:
      - rows:
          - tips.received
          - tips.useful
    rules:
      - {kind: at_most, part: tips.useful, whole: tips.received}
"""


def problems_of(text: str) -> list[tuple[str, str]]:
    with pytest.raises(Refusal) as refusal:
        forms_read(text)
    return [(p.code, p.where.split(":")[0]) for p in refusal.value.problems]


@pytest.mark.parametrize("form", form_texts(), ids=lambda form: f"{form.code}-{form.version}")
def test_a_form_comes_back_from_its_file_as_it_was(form):
    assert forms_read(form_write(form)) == [form]


def test_the_monthly_form_asks_for_no_context_and_nothing_about_persons_who_erred():
    monthly = [code for form in form_texts() if form.code == "monthly-commune" for code in form.indicators]
    assert not [code for code in monthly if code.startswith(("context.", "reintegration."))]


def test_a_good_text_is_read():
    [form] = forms_read(GOOD)
    assert (form.level, form.valid_from) == ("commune", date(2026, 10, 15))
    assert [row.key for row in form.rows] == ["tips.received|", "tips.useful|"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("tips.useful\n    rules", "tips.usefull\n    rules", ("BIEUMAU-013", "dòng 13")),
        ("tips.useful\n    rules", '"tips.useful|sex=female"\n    rules', ("BIEUMAU-013", "dòng 13")),
        ("tips.useful\n    rules", "tips.received\n    rules", ("BIEUMAU-014", "dòng 13")),
        (
            "tips.useful\n    rules",
            '"tips.useful|tip_category=political_security"\n    rules',
            ("BIEUMAU-015", "dòng 13"),
        ),
        ("police:commune", "committee:village", ("BIEUMAU-015", "dòng 12")),
        ("whole: tips.received", "whole: patrols.shifts", ("BIEUMAU-016", "dòng 15")),
        ("commune: 2", "commune: 0", ("BIEUMAU-017", "dòng 9")),
        ("{commune: 2}", "{province: 2}", ("BIEUMAU-017", "dòng 9")),
        ("decree_month", "weekly", ("BIEUMAU-012", "dòng 6")),
        ("2026-10-15", "2026-02-30", ("BIEUMAU-012", "dòng 7")),
        ("version: 1", "version: one", ("BIEUMAU-012", "dòng 3")),
        ('name_en: "Trial"', 'name_de: "Versuch"', ("BIEUMAU-011", "dòng 5")),
        ("{commune: 2}", "{commune: 2", ("BIEUMAU-010", "dòng 10")),
        ("- tips.received", "- &a tips.received\n          - *a", ("BIEUMAU-010", "dòng 13")),
        ("- tips.received", "- " + "[" * 20 + "]" * 20, ("BIEUMAU-010", "dòng 12")),
    ],
)
def test_a_mistake_is_told_with_its_code_and_line(old, new, expected):
    assert old in GOOD
    assert expected in problems_of(GOOD.replace(old, new))


def test_all_mistakes_are_told_at_once():
    text = GOOD.replace("tips.useful\n    rules", "tips.none\n    rules").replace("commune: 2", "commune: 0")
    assert {code for code, _ in problems_of(text)} == {"BIEUMAU-013", "BIEUMAU-016", "BIEUMAU-017"}


def test_a_part_kept_to_provinces_is_not_told_by_the_difference_of_the_others():
    cells = "".join(f'\n          - "tips.received|tip_category={m}"' for m in ("crime", "social_evils", "other"))
    text = GOOD.replace("- tips.received", "- tips.received" + cells)
    assert ("BIEUMAU-015", "dòng 15") in problems_of(text)
    assert forms_read(text.replace("police:commune", "police:province").replace("commune: 2", "province: 2"))


def test_what_happens_is_asked_for_the_period_and_what_exists_for_its_last_day():
    november = decree_month(2026, 11)
    assert period_asked("tips.received", november) == november
    assert period_asked("models.points", november) == day(november.end)
    assert period_asked("models.kinds", november) == day(november.end)
