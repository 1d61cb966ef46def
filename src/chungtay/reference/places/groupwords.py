"""Words by which a group of places would be about who lives there: faith, ethnicity, origin, opinion, clan.

The rules on rights leave no group, filter or map of that sort. The kinds of groups are a closed list; this page keeps
such a group from coming in under the name of another kind. Names are compared word by word, without marks and case.
A list of words is no judge of meaning: it stops what is written plainly, in Vietnamese or English, with or without
marks, and never replaces the eyes of those who keep the groups. No Django here.
"""

import unicodedata

from chungtay.kernel.text import nfc, tone_key
from chungtay.reference.places.names import name_key

FAITH = (
    "tôn giáo; tín ngưỡng; công giáo; thiên chúa; ki tô; cơ đốc; tin lành; phật giáo; phật tử; hòa hảo; "
    "hồi giáo; ấn giáo; bà la môn; chăm bà ni; giáo dân; giáo xứ; giáo phận; giáo hạt; giáo hội; "
    "giáo phái; giáo điểm; đạo phật; đạo thiên chúa; đạo cao đài; "
    "đạo tin lành; lương giáo; thánh thất; thờ cúng; chức sắc; tà đạo; "
    "religion; religions; religious; faith; faiths; catholic; catholics; christian; christians; protestant; "
    "protestants; evangelical; buddhist; buddhists; buddhism; muslim; muslims; islam; islamic; hindu; hindus; parish; "
    "parishes; diocese; dioceses; church; churches; pagoda; pagodas; mosque; mosques; believers; caodai; caodaist; "
    "worship"
)
ETHNICITY = (
    "dân tộc; sắc tộc; tộc người; thiểu số; dtts; đồng bào; bộ tộc; chủng tộc; khmer; khơ me; hmong; h mông; "
    "người mông; người kinh; người tày; người mường; người nùng; người gia rai; người ê đê; "
    "người ba na; người xơ đăng; người cơ ho; người chăm; người hrê; người ra glai; người mnông; người m nông; "
    "người xtiêng; người bru; người vân kiều; người khơ mú; người cơ tu; người giáy; người tà ôi; người chơ ro; "
    "người xinh mun; người hà nhì; người chu ru; người la chí; người phù lá; người la hủ; người lô lô; người chứt; "
    "người pà thẻn; người cơ lao; người bố y; người si la; người pu péo; người sán dìu; người sán chay; "
    "jrai; ê đê; bahnar; ethnic; ethnicity; ethnicities; minority; minorities; tribe; tribes; tribal; "
    "montagnard; montagnards; indigenous; race; races; racial"
)
ORIGIN = (
    "quê quán; nguyên quán; nguồn gốc; gốc kinh; người gốc; xuất thân; nơi sinh; nhập cư; "
    "ngoại tỉnh; việt kiều; quốc tịch; lý lịch; dòng tộc; gia tộc; tộc họ; origin; origins; hometown; "
    "birthplace; descent; ancestry; migrant; migrants; migration; immigrant; immigrants; native; natives; nationality; "
    "nationalities; clan; clans; lineage"
)
OPINION = (
    "chính kiến; phản động; chống đối; bất mãn; biểu tình; đảng phái; "
    "opinion; opinions; dissident; dissidents; dissent; protester; protesters; protestors; reactionary; extremist; "
    "extremists; ideology; political views; loyalty"
)
# Other marks make everyday words of these (có đảo, Đông Hồ, bất động sản): they count with their own marks or none.
_OWN_MARKS_OR_NONE = (
    "có đạo; theo đạo; xóm đạo; họ đạo; xứ đạo; đạo hồi; thánh đường; nhà thờ; thờ tự; cao đài; tín đồ; giáo khu; "
    "giáo họ; dòng họ; di cư; di dân; gốc hoa; bất đồng; cực đoan; quan điểm; tư tưởng; người dao; người hoa; "
    "người thái; người thượng"
)
# Without marks these are everyday words too (chưa, người lao động, người có công): they count with their own alone.
_OWN_MARKS = "chùa; người lào; người thổ; người cống; người mạ; người mảng"


def _phrases(text: str) -> frozenset[str]:
    return frozenset(name_key(phrase) for phrase in text.split("; "))


_PLAIN = frozenset().union(*map(_phrases, (FAITH, ETHNICITY, ORIGIN, OPINION)))
_CAREFUL = {tone_key(phrase): name_key(phrase) for phrase in _OWN_MARKS_OR_NONE.split("; ")}
_MARKED = frozenset(tone_key(phrase) for phrase in _OWN_MARKS.split("; "))


def forbidden_words(name: str) -> list[str]:
    """The words of a name (or key) that say who lives in the places, as they are compared; empty where there are none.

    Two words written as one ('conggiao') are the same two words.
    """
    # Letters may come decomposed, and marks that nobody sees may stand between them.
    seen = "".join(character for character in nfc(name) if unicodedata.category(character) != "Cf")
    words = "".join(character if character.isalnum() or character in "'’" else " " for character in seen).split()
    runs = {" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, min(i + 3, len(words)) + 1)}
    found = {phrase for run in runs if (phrase := _forbidden(run))}
    joined = {phrase.replace(" ", ""): phrase for phrase in _PLAIN if " " in phrase}
    return sorted(found | {joined[key] for word in words if (key := name_key(word)) in joined})


def _forbidden(run: str) -> str:
    key, tones = name_key(run), tone_key(run)
    if key in _PLAIN or tones in _MARKED or tones in _CAREFUL:
        return key
    return key if tones == key and key in _CAREFUL.values() else ""
