"""The rules by which a batch is checked, each a pure function with a stable code.

reports = run(view)            # one report per rule: findings, how often it held, where it could not be told
drafts = findings(reports)     # just what is broken, in order of rule
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.checks.rules import across, of_forms, repeats, rights, series, sums, times, values
from chungtay.checks.rules.verdicts import FindingDraft, Outcome, Rule, RuleReport, Severity, draft
from chungtay.checks.rules.view import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chungtay.checks.rules.view import BatchView

BLOCK, WARN, NOTE = Severity.BLOCK, Severity.WARN, Severity.NOTE

RULES: tuple[Rule, ...] = (
    Rule(
        "KT-001",
        BLOCK,
        Words("Các phần không cộng thành tổng", "Parts do not make the whole"),
        Words(
            "Các phân tổ phải cộng đúng bằng tổng. Nếu còn thiếu phần thì chỉ báo lỗi khi phần đã biết vượt tổng.",
            "Cells of one breakdown add up to the whole. With parts missing, only known parts above it are wrong.",
        ),
        sums.parts_make_the_whole,
    ),
    Rule(
        "KT-002",
        BLOCK,
        Words("Phần lớn hơn tổng", "A part exceeds its whole"),
        Words(
            "Số đếm nằm trong một số khác không thể lớn hơn số đó, khi cùng địa bàn và cùng thời gian.",
            "What is counted within something else cannot exceed it in the same place and time.",
        ),
        sums.part_within_whole,
    ),
    Rule(
        "KT-003",
        WARN,
        Words("Kỳ ngắn nhiều hơn kỳ dài", "A shorter period exceeds a longer one"),
        Words(
            "Các kỳ ngắn không trùng nhau cộng lại không thể vượt kỳ dài bao trùm chúng.",
            "Sub-periods that do not overlap cannot add up to more than the period around them.",
        ),
        sums.shorter_within_longer,
    ),
    Rule(
        "KT-004",
        WARN,
        Words("Các địa bàn bên trong vượt địa bàn bao quanh", "Places within exceed the place around them"),
        Words(
            "Số của các xã cộng lại vượt số mà tỉnh nêu cho cùng thời gian: hai số đều được giữ, nhưng cần xem lại.",
            "The figures of places within exceed the total stated around them: both are kept, but need a look.",
        ),
        sums.places_within_place,
    ),
    Rule(
        "KT-005",
        BLOCK,
        Words("Một số được nêu hai lần", "One count is stated twice"),
        Words(
            "Hai số cùng chỉ tiêu, phân tổ, địa bàn và kỳ trong một báo cáo sẽ bị cộng hai lần.",
            "Two figures of one report for the same indicator, cell, place and period would be counted twice.",
        ),
        repeats.stated_once,
        waivable=False,
    ),
    Rule(
        "KT-006",
        WARN,
        Words("Hai báo cáo nêu hai số khác nhau", "Two reports differ"),
        Words(
            "Một báo cáo khác đã duyệt nêu số khác cho cùng nội dung, địa bàn và kỳ.",
            "Another approved report states a different number for the same thing, place and period.",
        ),
        repeats.reports_agree,
    ),
    Rule(
        "KT-007",
        BLOCK,
        Words("Đơn vị tính không phải của chỉ tiêu", "The unit is not the indicator's"),
        Words(
            "Tỷ lệ, số tiền, khối lượng và số đếm không cộng được với nhau.",
            "Percentages, money, weights and counts cannot be added to one another.",
        ),
        values.unit_is_of_the_indicator,
        waivable=False,
    ),
    Rule(
        "KT-008",
        BLOCK,
        Words("Số đếm có phần lẻ", "A count has a fraction"),
        Words("Người, vụ, mô hình được đếm bằng số nguyên.", "People, cases and models are counted in whole numbers."),
        values.whole_things_have_no_fraction,
    ),
    Rule(
        "KT-009",
        BLOCK,
        Words("Tỷ lệ vượt một trăm phần trăm", "A ratio exceeds one"),
        Words(
            "Tử số nằm trong mẫu số nên không thể lớn hơn.",
            "The numerator is part of the denominator and cannot exceed it.",
        ),
        values.part_of_a_ratio_is_no_greater,
    ),
    Rule(
        "KT-010",
        BLOCK,
        Words("Số âm", "A negative count"),
        Words("Số đếm không nhỏ hơn 0.", "Nothing is counted fewer than zero times."),
        values.counts_are_not_negative,
    ),
    Rule(
        "KT-011",
        WARN,
        Words("Có thể thừa hoặc thiếu số 0", "Perhaps a zero too many or too few"),
        Words(
            "Số gấp đúng 10, 100, 1.000 lần (hoặc bằng 1/10, 1/100, 1/1.000) mức thường thấy của các kỳ trước.",
            "The number is 10, 100 or 1,000 times (or a tenth, hundredth, thousandth of) what earlier periods had.",
        ),
        series.no_zero_too_many,
    ),
    Rule(
        "KT-012",
        NOTE,
        Words("“Hơn”, “gần” đi với số chính xác", "A bound word on an exact number"),
        Words(
            "Số chính xác đến hàng đơn vị mà vẫn kèm “hơn” hoặc “gần”: giữ cả hai như văn bản gốc.",
            "A number exact to one unit carries “more than” or “nearly”: both are kept as written.",
        ),
        values.bound_word_on_exact_number,
    ),
    Rule(
        "KT-013",
        BLOCK,
        Words("Tin về an ninh chính trị dưới cấp tỉnh", "Political-security tips below province"),
        Words(
            "Số tin về an ninh chính trị chỉ được nêu cho tỉnh, thành phố hoặc toàn quốc, để không ai bị suy ra.",
            "Tips on political security are stated for provinces or the country only, so that nobody can be inferred.",
        ),
        rights.members_keep_their_floor,
        waivable=False,
    ),
    Rule(
        "KT-014",
        BLOCK,
        Words("Số đếm về tin báo, mâu thuẫn quá nhỏ", "A tally of tips or disputes is too fine"),
        Words(
            "Dưới cấp tỉnh chỉ có một tổng cho mỗi xã và kỳ, không theo thôn, theo ngày hay theo hai tiêu thức.",
            "Below province there is one total per commune and period: no village, no day, no crossing.",
        ),
        rights.tallies_stay_coarse,
        waivable=False,
    ),
    Rule(
        "KT-015",
        BLOCK,
        Words("Giao chỉ tiêu cho nội dung không được giao", "A target where none may be set"),
        Words(
            "Chỉ tiêu về tin báo, mâu thuẫn, người được giúp đỡ làm hỏng chính số liệu và quyền của người dân.",
            "Targets on tips, disputes or persons helped spoil the figures and the rights of residents.",
        ),
        rights.no_quotas,
        waivable=False,
    ),
    Rule(
        "KT-016",
        WARN,
        Words("Tỷ lệ không khớp với tử số và mẫu số", "A rate disagrees with its counts"),
        Words(
            "Tỷ lệ được tính lại từ tử số và mẫu số mà cùng báo cáo nêu.",
            "The rate is worked out again from the numerator and denominator in the same report.",
        ),
        values.rate_agrees_with_its_counts,
    ),
    Rule(
        "KT-017",
        BLOCK,
        Words("Phân tổ không phải của chỉ tiêu", "The breakdown is not the indicator's"),
        Words(
            "Mỗi chỉ tiêu chỉ phân theo một tiêu thức, với các mục có trong danh mục.",
            "Each indicator is broken down one way, by the members that the catalogue lists.",
        ),
        values.cell_is_of_the_indicator,
        waivable=False,
    ),
    Rule(
        "KT-018",
        BLOCK,
        Words("Kết quả của thời gian chưa đến", "A result of days yet to come"),
        Words(
            "Việc chưa diễn ra thì chưa có kết quả. Báo cáo năm hoặc cả giai đoạn được lập trước khi hết kỳ.",
            "What has not happened has no result. Reports of a year or a term may be written before it ends.",
        ),
        times.nothing_counted_yet_to_come,
    ),
    Rule(
        "KT-019",
        WARN,
        Words("Số ngoài kỳ báo cáo", "A number from outside the report's period"),
        Words(
            "Số của kỳ khác đã có, hoặc sẽ có, trong báo cáo của kỳ ấy: nêu lại ở đây có thể bị hiểu là số mới.",
            "Another period has its own report: stated again here, its number may be taken for a new one.",
        ),
        times.counted_in_the_reports_own_time,
    ),
    Rule(
        "KT-021",
        BLOCK,
        Words("Các dòng không cộng thành dòng tổng", "Rows do not make the row that sums them"),
        Words(
            "Biểu mẫu quy định các dòng này cộng lại bằng dòng tổng. Còn thiếu dòng thì chưa kết luận.",
            "The form says that these rows make up their total. With rows missing nothing is concluded.",
        ),
        of_forms.sums_of_the_form,
    ),
    Rule(
        "KT-022",
        BLOCK,
        Words("Một dòng vượt dòng bao nó", "A row exceeds the row around it"),
        Words(
            "Biểu mẫu quy định dòng này không lớn hơn dòng kia, khi cùng địa bàn và kỳ.",
            "The form says that the one row is no greater than the other.",
        ),
        of_forms.limits_of_the_form,
    ),
    Rule(
        "KT-023",
        WARN,
        Words("Hai dòng không đi với nhau", "Two rows do not go together"),
        Words(
            "Biểu mẫu quy định khi dòng này như vậy thì dòng kia phải có hoặc phải như thế.",
            "The form says what one row asks of another.",
        ),
        of_forms.conditions_of_the_form,
    ),
    Rule(
        "KT-024",
        WARN,
        Words("Số ngoài khoảng của biểu mẫu", "A number outside the form's range"),
        Words(
            "Biểu mẫu nêu khoảng mà số này thường nằm trong; ngoài khoảng vẫn có thể đúng nhưng cần lý do.",
            "The form names the range in which the number lies; outside it may be right, and needs a reason.",
        ),
        of_forms.bounds_of_the_form,
    ),
    Rule(
        "KT-025",
        BLOCK,
        Words("Còn dòng chưa trả lời", "Rows are not answered"),
        Words(
            "Không có gì, không thống kê được và chưa báo cáo là ba điều khác nhau: để trống thì không ai biết là gì.",
            "None, not counted and not reported are three different things: an empty row says none of them.",
        ),
        of_forms.every_row_is_answered,
        waivable=False,
    ),
    Rule(
        "KT-026",
        WARN,
        Words("Khác các kỳ trước", "Unlike earlier periods"),
        Words(
            "So với ít nhất 8 kỳ trước của chính đơn vị, cả khi tăng lẫn khi giảm hoặc bỗng bằng 0. Đây là câu hỏi, "
            "không phải kết luận: cứ vài trăm số đúng thì có một số bị hỏi.",
            "Beside eight or more earlier periods of the same body, up or down or suddenly 0. It is a question and no "
            "verdict: one right number in some hundreds is asked about.",
        ),
        series.like_earlier_periods,
    ),
    Rule(
        "KT-027",
        WARN,
        Words("Hai cơ quan nêu hai số khác nhau", "Two bodies differ"),
        Words(
            "Công an, Mặt trận hoặc cơ quan khác nêu số khác cho cùng nội dung, địa bàn và kỳ. Cả hai số được giữ.",
            "Police, Front or another body states a different number for the same thing. Both are kept.",
        ),
        across.bodies_agree,
    ),
    Rule(
        "KT-028",
        WARN,
        Words("Các kỳ ngắn cộng lại khác kỳ dài", "The shorter periods do not make the longer one"),
        Words(
            "Khi đã có đủ các tháng (quý) của một kỳ dài, tổng của chúng phải bằng số nêu cho kỳ dài.",
            "Where all months (quarters) of a longer period were reported, they add up to it.",
        ),
        across.months_make_the_longer_period,
    ),
    Rule(
        "KT-029",
        NOTE,
        Words("Gửi sau hạn", "Sent after it was due"),
        Words(
            "Hạn là ngày làm việc sau ngày chốt số liệu, theo cấp. Gửi muộn vẫn được nhận và được ghi là muộn.",
            "Due on a working day after the cut-off, by level. A late report is taken in, and counted as late.",
        ),
        of_forms.sent_in_time,
    ),
    Rule(
        "KT-030",
        NOTE,
        Words("Khác sổ theo dõi", "Not what the register counts"),
        Words(
            "Số ghi trên phiếu khác số đếm từ các dòng của sổ theo dõi cho cùng đơn vị, địa bàn và kỳ.",
            "The form states another number than the registers count for the same body, place and period.",
        ),
        of_forms.as_registered,
    ),
)
_BY_CODE = {rule.code: rule for rule in RULES}


def rule_get(code: str) -> Rule:
    """The rule with a code; KeyError for a code that was never given out."""
    return _BY_CODE[code]


def run(view: BatchView) -> tuple[RuleReport, ...]:
    """Every rule over one batch. What touches neither a figure of the batch nor it as a whole is left out."""
    return tuple(_report(rule, view) for rule in RULES)


def _report(rule: Rule, view: BatchView) -> RuleReport:
    broken, passed, untestable = [], 0, []
    for verdict in rule.judge(view):
        if verdict.times:
            passed += verdict.times
            continue
        if verdict.where is None:
            for item in verdict.items:
                if item.number is not None:
                    break
            else:
                continue
        if verdict.outcome is Outcome.PASS:
            passed += 1
        elif verdict.outcome is Outcome.FAIL:
            broken.append(draft(rule, verdict))
        else:
            untestable.append(verdict)
    return RuleReport(rule, tuple(broken), passed, tuple(untestable))


def findings(reports: Iterable[RuleReport]) -> list[FindingDraft]:
    """What is broken, in order of rule and then of figure."""
    return [found for report in reports for found in sorted(report.findings, key=lambda f: f.positions)]
