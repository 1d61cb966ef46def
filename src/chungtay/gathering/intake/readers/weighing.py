"""How much each telling phrase of a sentence says of one number: nearer ones more, and the nearest verb governs."""

from collections.abc import Iterable

from chungtay.gathering.intake.readers.marks import Cue, Mark
from chungtay.gathering.intake.readers.scene import Scene

_TERRITORIES = {"tỉnh", "huyện", "xã", "phường", "quận", "trấn", "hiện", "bàn"}
_DOING = {"triển", "xây", "thực", "duy", "áp", "ra", "có", "đạt", "được"}
_PRESENT = {"attendance", "person", "member", "delegate"}
_OUTCOMES = {"mediated", "unmediated"}
# What is said in the next clause is seldom said of this one's numbers.
_AFTER_CLAUSE = 0.3
# Nor is what stands behind another number said of this one.
_AFTER_OTHER = 0.25
_GOVERNING = 0.72
_SHARED_LEFT = 0.6
# Those who do something, the words that assert what they do, and what is left of it past other numbers.
_SUBJECT_KINDS, _ASSERTS, _SUBJECT_LEFT = {"household", "person", "org", "site"}, {"đều", "đã", "cũng"}, 0.8
_LISTED = {"site", "org", "household", "percent"}
_VERBS = {
    "solve",
    "occur",
    "find",
    "fine",
    "arrest",
    "mediate",
    "recover",
    "seize",
    "inform",
    "train",
    "praise",
    "help",
    "raise",
    "pledge",
    "surrender",
    "warn",
    "reform",
    "give",
    "write",
    "issue",
    "convert",
    "deploy",
    "install",
    "launch",
}
# A predicate that a whole list shares at its end ('53/53 thôn; 5/5 trường và 100% xã đạt chuẩn').
_SHARED = {"standard", "reached", "pledge", "rating", "drug_free"}
# 'Về tai nạn giao thông, …': what a sentence opens with is what its numbers are about.
_TOPICS = {"về", "trên", "trong", "đối", "công", "lĩnh"}
_TOPIC_TOKENS, _TOPIC = 14, 0.75
_SUBJECTS = {"accident", "mediate", "drug", "train", "legal_aid", "patrol", "inform"}
_GROUPS, _GROUP_NAME = {"tổ", "đội", "nhóm", "ban", "clb", "bộ"}, 7
_MEETINGS = {"session", "class", "shift"}


def weights(scene: Scene, mark: Mark, others: list[Mark], cues: list[Cue], around: Iterable[Cue]) -> dict[str, float]:
    """How much each label says of a number, 0 to 1. `others` are the figures of its sentence, `cues` its phrases."""
    found: dict[str, float] = _stances(scene, mark, others)
    for cue in around:
        found[cue.label] = max(found.get(cue.label, 0.0), 0.15)
    paired = _pair(scene, mark, others)
    topic = _topic_end(scene, mark)
    verbs = [cue for cue in cues if cue.label in _VERBS]
    if paired is not None:
        # What the sessions were about is said with them; a verb before them governs no further.
        verbs.append(Cue(paired.number.first, paired.number.last, "session"))
    if any(cue.label in {"standard", "rating"} and cue.first >= mark.unit_end for cue in cues):
        # What met a standard was counted for that and does not tell the size of the place.
        found.pop("owned", None)
    for cue in cues:
        factor = _factor(scene, mark, others, cue, verbs)
        if cue.last <= topic and cue.label in _SUBJECTS:
            factor = max(factor, _TOPIC)
        if paired is not None and paired.number.last <= cue.first and cue.last <= paired.unit_end + 3:
            factor = max(factor, 0.9)
        if factor > found.get(cue.label, 0.0):
            found[cue.label] = factor
    return found


def _topic_end(scene: Scene, mark: Mark) -> int:
    """Token after the topic that the number's sentence opens with, or its first token."""
    part = scene.sentence_of(mark.number.first)
    if scene.key(part.first) not in _TOPICS:
        return part.first
    stop = min(part.first + _TOPIC_TOKENS, mark.number.first)
    return next((at for at in range(part.first, stop) if scene.key(at) in {",", ":"}), part.first)


def _stances(scene: Scene, mark: Mark, others: list[Mark]) -> dict[str, float]:
    """What stands straight before the number tells: 'tại 12 xã' where, 'huyện A có 12 xã' of what a place consists."""
    at = mark.number.first
    if ("member" in mark.kinds and _in_group(scene, at)) or _of_group(scene, mark) or _joins_model(scene, mark):
        return {"grouped": 1.0}
    if scene.key(at - 1) in {"tại", "ở"} or (scene.key(at - 1) == "trên" and "site" in mark.kinds):
        return {"located": 1.0}
    if _goes_on_there(scene, mark, others):
        return {"located": 1.0}
    if scene.key(at - 1) == "(" and scene.key(at - 2) in {"”", '"', "»"}:
        return {"located": 1.0, "model": 0.8}
    if scene.key(at - 1) == "có" and "hiện" in {scene.key(at - step) for step in range(2, 5)} and "model" in mark.kinds:
        return {"running": 1.0}
    owner = scene.tokens[at - 2] if at >= 2 else None
    # 'Toàn tỉnh có 31 xã triển khai …' counts those that did so, not what the province consists of.
    if scene.key(mark.unit_end) in _DOING:
        return {}
    if scene.key(mark.unit_end) in _ASSERTS or scene.key(mark.unit_end + 1) in _ASSERTS:
        return {"acting": 1.0}
    if scene.key(at - 1) in {"có", "gồm"} and owner is not None and (owner.capital or owner.key in _TERRITORIES):
        return {"owned": 1.0}
    return {"joined": 1.0} if scene.key(at - 1) in {"với", "động"} else {}


def _goes_on_there(scene: Scene, mark: Mark, others: list[Mark]) -> bool:
    """'Tại 37 thôn, 6 trường học': the second of two counts of where something was done."""
    before = next((o for o in reversed(others) if o.unit_end <= mark.number.first), None)
    if before is None or not {"site", "org"} & set(mark.kinds) or not {"site", "org"} & set(before.kinds):
        return False
    joined = mark.number.first - before.unit_end == 1 and scene.key(before.unit_end) in {",", "và"}
    return joined and scene.key(before.number.first - 1) in {"tại", "ở"}


def _in_group(scene: Scene, at: int) -> bool:
    """'9 tổ tuần tra với 36 thành viên', 'mỗi đội có từ 10 - 15 thành viên': what the group consists of."""
    joint = next((i for i in range(at - 1, at - 4, -1) if scene.key(i) in {"với", "gồm", "có"}), None)
    return joint is not None and any(scene.key(i) in _GROUPS for i in range(joint - _GROUP_NAME, joint))


def _joins_model(scene: Scene, mark: Mark) -> bool:
    """'Mô hình “…” với 41 chủ nhà trọ tham gia': those who join it, not those who hear of something."""
    at = mark.number.first
    if not {"person", "household"} & set(mark.kinds):
        return False
    if (scene.key(at - 2), scene.key(at - 1)) == ("gia", "của"):
        return True
    joint = next((i for i in range(at - 1, at - 4, -1) if scene.key(i) in {"với", "có"}), None)
    if joint is None or scene.key(mark.unit_end) not in {"tham", "đăng"}:
        return False
    quoted = scene.quote_of(joint - 2) if joint > 1 else None
    last = quoted[0] if quoted is not None and quoted[1] == joint - 1 else joint
    names = {scene.key(i) for i in range(max(0, last - _GROUP_NAME), last)}
    return bool(names & (_GROUPS | {"hình", "quản"}))


def _of_group(scene: Scene, mark: Mark) -> bool:
    """'18 đồng chí trong tổ tự quản'."""
    end = mark.unit_end
    return "person" in mark.kinds and scene.key(end) in {"trong", "thuộc"} and scene.key(end + 1) in _GROUPS - {"bộ"}


def _pair(scene: Scene, mark: Mark, others: list[Mark]) -> Mark | None:
    """'20 lớp tập huấn … cho 900 lượt cán bộ': those present share what the sessions were about."""
    if not _PRESENT & set(mark.kinds):
        return None
    lead = {scene.key(mark.number.first - step) for step in (1, 2, 3)}
    before = [o for o in others if o.number.first < mark.number.first]
    if not before or not lead & {"cho", "với", "hút", "có"} or not _MEETINGS & set(before[-1].kinds):
        return None
    return before[-1]


def _factor(scene: Scene, mark: Mark, others: list[Mark], cue: Cue, verbs: list[Cue]) -> float:
    if cue.first >= mark.number.first and cue.last <= mark.unit_end:
        return 1.0
    if "money" in mark.kinds:
        # 'Xử phạt 4 vụ, 15 đối tượng với số tiền …': counts between a verb and its sum of money do not part them.
        others = [other for other in others if "money" in other.kinds]
    if cue.last <= mark.number.first:
        return _before(scene, mark, others, cue, verbs)
    return _behind(scene, mark, others, cue) if cue.first >= mark.unit_end else 0.5


def _before(scene: Scene, mark: Mark, others: list[Mark], cue: Cue, verbs: list[Cue]) -> float:
    first = mark.number.first
    between = sum(1 for other in others if cue.last <= other.number.first < first)
    governs = cue.label in _VERBS and not any(cue.last < verb.last <= first for verb in verbs)
    factor: float = _decay(first - cue.last) * 0.65**between
    if governs:
        # One verb before a list is the verb of all its members until another one comes.
        factor = max(factor, _GOVERNING * 0.95**between)
    # An outcome right behind the number before is that number's ('262 vụ hòa giải thành, 99 không thành').
    if cue.label in _OUTCOMES and any(other.number.last <= cue.first <= other.unit_end + 1 for other in others):
        factor *= 0.5
    return factor * (0.5 if scene.crosses(cue.last, first, ";") else 1.0)


def _behind(scene: Scene, mark: Mark, others: list[Mark], cue: Cue) -> float:
    end = mark.unit_end
    listed = [other for other in others if end <= other.number.first < cue.first]
    between = len(listed)
    alike = all(_LISTED & set(other.kinds) for other in (mark, *listed))
    if cue.label in _SHARED and between and alike:
        return _SHARED_LEFT
    if between and _predicates(scene, mark, cue):
        return _SUBJECT_LEFT
    factor = _decay(cue.first - end) * 0.7**between
    comma = scene.crosses(end, cue.first, ",")
    # A verb straight before the next number is that number's ('hòa giải 31 vụ, thành 27 vụ').
    if comma and any(0 <= other.number.first - cue.last <= 1 for other in others):
        factor *= 0.4
    if cue.label not in _SHARED:
        if scene.crosses(end, cue.first, ";"):
            return factor * _AFTER_CLAUSE
        if between:
            return factor * _AFTER_OTHER
    return factor * (0.45 if between or comma else 0.95)


def _predicates(scene: Scene, mark: Mark, cue: Cue) -> bool:
    """'100% hộ có đất dọc 18 km đường biên đều đăng ký …': the verb of those who are counted, past other numbers."""
    if not _SUBJECT_KINDS & set(mark.kinds) or scene.key(cue.first - 1) not in _ASSERTS:
        return False
    return not any(scene.crosses(mark.unit_end, cue.first, sign) for sign in (",", ";"))


def _decay(distance: int) -> float:
    for limit, factor in ((2, 1.0), (5, 0.9), (10, 0.75), (18, 0.6), (40, 0.45)):
        if distance <= limit:
            return factor
    return 0.25
