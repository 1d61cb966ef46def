"""What a review says of models' effects: the labels that were known when its snapshot was frozen, and nothing newer.

A study counts where it stands on no later transaction of the ledger than the snapshot: its plan was registered by then,
and plan, transaction and settings give its answer to the digit, whenever it is carried out. Kinds that are kept from
view are never studied.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from chungtay.kernel.periods import Period, Regime
from chungtay.reference.indicators.catalogue import catalogue
from chungtay.results.analysis.effects.labels import Label
from chungtay.results.analysis.studies.queries import studies_known
from chungtay.results.analysis.studies.telling import GATES
from chungtay.results.reviews.composition import NO_TEXT, EffectLine, Sentence, Span, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from chungtay.kernel.errors import Both
    from chungtay.results.analysis.studies.models import Study
    from chungtay.results.warehouse.models import Snapshot

MEMBER = "model_kind="
_LEAST_TOLD = 3
"""Conditions that most often do not hold, named in the text."""


def lines_of(snapshot: Snapshot, cells: Mapping[str, tuple[str, str]]) -> tuple[EffectLine, ...]:
    """A line for each kind that was studied for the snapshot's place; `cells`: names as the snapshot has them."""
    known = studies_known(place=snapshot.place, transaction=snapshot.transaction_number)
    return tuple(_line(study, cells) for study in known)


def _line(study: Study, cells: Mapping[str, tuple[str, str]]) -> EffectLine:
    result: dict[str, Any] = study.result or {}
    member = str(study.plan["member"])
    counts = result.get("counts") or {}
    outcome = catalogue().get(study.outcome)
    return EffectLine(
        study=study.pk,
        member=member,
        kind=Text(*cells.get(MEMBER + member, (study.kind.name_vi, study.kind.name_en or study.kind.name_vi))),
        label=study.label,
        words=_both(Label(study.label).words),
        range=_text(result.get("range")),
        outcome=Text(outcome.name_vi, outcome.name_en) if outcome else Text(study.outcome, study.outcome),
        span=Span.of(Period(study.start, study.end, Regime.SPAN)),
        begun=int(counts.get("begun", 0)),
        compared=int(counts.get("compared", 0)),
        failing=tuple(gate["number"] for gate in result.get("gates", ()) if not gate["holds"]),
        why=tuple(_text(why["read"]) for why in result.get("why", ())),
        transaction=study.transaction,
        panel_digest=study.panel_digest,
    )


def _both(words: Both) -> Text:
    return Text(words.vi, words.en)


def _text(told: Mapping[str, str] | None) -> Text:
    return Text(told["vi"], told["en"]) if told else NO_TEXT


def known_sentences(lines: Sequence[EffectLine]) -> tuple[Sentence, ...]:
    """What is known, in plain words: how many kinds have which label, what stood most often in the way."""
    if not lines:
        return ()
    told = Counter(line.label for line in lines)
    parts = [(told[label.value], label.words) for label in Label if told[label.value]]
    said = [
        _plain(
            f"Đã đánh giá {len(lines)} loại mô hình: {'; '.join(f'{n} loại {w.vi.lower()}' for n, w in parts)}.",
            f"Kinds of model studied: {len(lines)}. {'; '.join(f'{n}: {w.en.lower()}' for n, w in parts)}.",
        )
    ]
    if common := _common(line.failing for line in lines):
        said.append(
            _plain(
                f"Điều kiện thường thiếu nhất: {'; '.join(f'{GATES[g].vi.lower()} ({n} loại)' for g, n in common)}.",
                f"Most often wanting: {'; '.join(f'{GATES[g].en.lower()} ({n} kinds)' for g, n in common)}.",
            )
        )
    said.append(
        _plain(
            "“Chưa thể kết luận” không phải nhận xét xấu: số liệu chưa đủ để nói mô hình có tác động hay không.",
            "“Cannot tell” is no bad mark: what is known does not suffice to say whether a model has an effect.",
        )
    )
    return tuple(said)


def _common(failing: Iterable[tuple[int, ...]]) -> list[tuple[int, int]]:
    counted = Counter(gate for gates in failing for gate in gates)
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:_LEAST_TOLD]


def _plain(vi: str, en: str) -> Sentence:
    return Sentence((vi,), (en,))
