"""Tests that read the whole system: what linters cannot see."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from django.apps import apps
from django.db import models

from chungtay.gathering.registers.activities.wordindexes import ACTIVITIES
from chungtay.gathering.registers.commendations.certificates.looks import LONGEST
from chungtay.gathering.registers.community.wordindexes import POINTS, TEAMS
from chungtay.gathering.registers.standards.wordindexes import ENTRIES

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "chungtay"
ORDER = [
    "places",
    "audit",
    "actors",
    "sources",
    "indicators",
    "forms",
    "ledger",
    "checks",
    "programmes",
    "lists",
    "community",
    "activities",
    "forces",
    "tallies",
    "standards",
    "commendations",
    "intake",
    "approval",
    "warehouse",
    "analysis",
    "dashboards",
    "studies",
    "reviews",
    "issuing",
    "publishing",
]
FORBIDDEN_WORDS = {
    *("religion", "ethnic", "opinion", "political_view", "birth", "address", "phone", "id_number"),
    *("suspect_name", "informant", "tipster", "full_name_of", "victim_name"),
}
# Names of bodies' offices and of places are not names of people.
ALLOWED_FIELDS = {("places", "full_name")}


def own_models() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if m.__module__.startswith("chungtay.")]


def test_every_key_between_rooms_points_downward_and_has_no_reverse_name() -> None:
    wrong = []
    for model in own_models():
        for field in model._meta.get_fields():
            if not isinstance(field, models.ForeignKey):
                continue
            target = field.related_model._meta.app_label
            if target == model._meta.app_label:
                continue
            if ORDER.index(target) > ORDER.index(model._meta.app_label) or not field.remote_field.hidden:
                wrong.append(f"{model.__name__}.{field.name} -> {target}")
    assert wrong == []


def test_no_table_has_a_column_that_could_identify_a_person() -> None:
    columns = {(m._meta.app_label, f.name) for m in own_models() for f in m._meta.get_fields() if f.concrete}
    wrong = {c for c in columns if any(word in c[1] for word in FORBIDDEN_WORDS)} - ALLOWED_FIELDS
    assert wrong == set()


def test_the_awards_hold_no_text_but_what_is_named_here_and_one_column_for_a_name() -> None:
    texts = {
        f"{model.__name__}.{field.name}"
        for model in own_models()
        if model._meta.app_label in ("standards", "commendations")
        for field in model._meta.get_fields()
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
    }
    names = {"Award.name", "Award.name_key"}
    documents = {"Round.plan", "Round.document", "Round.minutes", "Round.decision", "RoundStep.document", "Limit.plan"}
    documents |= {"Entry.decision", "EntryStep.document", "Scope.document", "Bringing.file_name"}
    # Of units, never of persons; marks are numbers of criteria with a verdict each, a rating is a member's key.
    names |= {"Entry.name", "Entry.name_key", "Entry.marks", "Entry.rating"}
    screened = {"EntryStep.reason", "Award.told", "Award.consent", "RoundStep.reason"}
    # What every certificate of a giver bears: choices of a list, and screened lines of offices.
    chosen = {f"CertificateTemplate.{name}" for name in ("paper", "border", "colour")}
    lines = {f"CertificateTemplate.{name}" for name in LONGEST}
    assert texts == names | documents | screened | chosen | lines


def test_the_other_registers_hold_no_text_but_what_is_named_here() -> None:
    texts = {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in own_models()
        if model._meta.app_label in ("lists", "community", "activities", "forces", "tallies")
        for field in model._meta.get_fields()
        if isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices
    }
    # Of kinds, points, teams and activities, screened when they are written; of scales, which are data.
    names = {f"community.{name}.name" for name in ("KindName", "ModelPoint", "ModelTeam")}
    names |= {f"{name}_key" for name in names} | {"forces.Team.name", "activities.Activity.venue"}
    names |= {"activities.Activity.title", "activities.Activity.title_key"}
    named = ("ModelKind", "RatingScale", "RatingGrade")
    names |= {f"community.{name}.name_{lang}" for name in named for lang in ("vi", "en")}
    reasons = {"community.Step.reason", "community.Step.struck_why", "community.Assessment.struck_why"}
    reasons |= {"community.Assessment.remark", "activities.Activity.reason", "activities.ActivityVersion.reason"}
    reasons |= {"forces.TeamStep.reason", "community.TeamStrike.reason"}
    documents = {f"{name}.document" for name in ("community.Step", "community.Assessment", "forces.TeamStep")}
    # What a row was before, in the columns named above; what was told of a list, by code and how often.
    earlier = {"community.Edit.before", "activities.ActivityVersion.told", "lists.BroughtList.told"}
    # Numbers of the rows that went along when two kinds became one.
    earlier |= {"community.KindUniting.names", "community.KindUniting.kinds"}
    files = {f"{app}.Bringing.file_name" for app in ("community", "activities", "forces")} | {
        "lists.BroughtList.file_name"
    }
    heads = {"lists.BroughtList.columns", "lists.ListColumns.heads"}
    keys = {"ModelKind.member", "RatingGrade.member", "RatingScale.code", "Step.end_reason"}
    keys = {f"community.{name}" for name in keys} | {
        f"lists.{name}.register" for name in ("BroughtList", "ListColumns")
    }
    keys |= {"activities.Activity.part", "activities.Activity.partners", "tallies.TallySheet.topic"}
    keys |= {"tallies.TallySheet.regime", "tallies.TallyLine.measure", "tallies.TallyLine.member"}
    assert texts == names | reasons | documents | earlier | files | heads | keys


def test_the_words_of_a_search_are_those_of_units_and_never_of_persons() -> None:
    indexes = {(index.table, index.words) for index in (POINTS, TEAMS, ACTIVITIES, ENTRIES)}
    texts = "".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    assert texts.count("= WordIndex(") == len(indexes)
    assert indexes == {
        ("community_modelpoint", "name_key"),
        ("community_modelteam", "name_key"),
        ("activities_activity", "title_key"),
        ("standards_entry", "name_key"),
    }
    assert "NOT {row}is_sensitive" in POINTS.kept


def test_no_file_of_the_package_reaches_models_by_name_at_run_time() -> None:
    wrong = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "get_model"
    ]
    assert wrong == []


DJANGOS_SIGNALS = r"^django\b.*signals"
"""Not those of `results.analysis`, which are questions about figures."""


def test_the_ledgers_signals_are_only_djangos_own() -> None:
    allowed = {"post_migrate", "connection_created"}
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and re.search(DJANGOS_SIGNALS, node.module or ""):
                found |= {alias.name for alias in node.names}
    assert found <= allowed


def test_every_variable_of_the_settings_stands_in_the_example_file() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    text = (SOURCE / "config" / "settings.py").read_text(encoding="utf-8")
    tree = ast.parse(text)
    names = {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("text", "flag", "kept_secret")
        and isinstance(node.args[0], ast.Constant)
    }
    assert names
    assert [n for n in sorted(names) if f"CHUNGTAY_{n}=" not in example] == []
