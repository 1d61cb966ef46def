"""`chungtay effects`: the studies of effect that are done; `again`: each of them once more, to the digit; `resume`:
those whose process was ended before they were."""

from __future__ import annotations

import argparse

from chungtay.faces.commands.terminal import table


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with which study."""
    parser.add_argument(
        "do", choices=("list", "again", "resume"), help="xem / làm lại / làm tiếp; show / do again / go on"
    )
    parser.add_argument("id", nargs="?", type=int, help="số của đánh giá / number of the study")


def run(options: argparse.Namespace) -> int:
    """1 where a study does not come out as it was kept; 2 where there is none."""
    from chungtay.results.analysis.studies.queries import studies_done, studies_left
    from chungtay.results.analysis.studies.services import study_again, study_carry_out

    if options.do == "resume":
        for left in studies_left():
            print(f"#{left} {study_carry_out(id=left).state}")
        return 0
    studies = [study for study in studies_done() if options.id in (None, study.pk)]
    if not studies:
        print("không có đánh giá nào / there is no study")
        return 2 if options.id is not None else 0
    rows, missed = [], 0
    for study in studies:
        told = [str(study.pk), study.kind.name_vi, study.outcome, study.place.full_name, study.label]
        if options.do == "again":
            again = study_again(study=study)
            missed += not (again.same_panel and again.same_result)
            told += [_same(again.same_panel), _same(again.same_result)]
        rows.append([*told, f"#{study.transaction}", study.code_version])
    more = ["số liệu / panel", "kết quả / result"] if options.do == "again" else []
    head = ["#", "loại / kind", "kết quả / outcome", "địa bàn / place", "nhãn / label", *more]
    print(table([*head, "giao dịch / transaction", "phiên bản / version"], rows))
    return int(missed > 0)


def _same(same: bool) -> str:
    return "như cũ / same" if same else "KHÁC / DIFFERS"
