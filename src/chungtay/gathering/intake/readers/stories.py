"""Sentences that tell one case and not what a body counted: their numbers are details of persons and are no figures.

A sentence with an age, an abode, an hour or the search of a house opens a story; it goes on until a sentence speaks
of a period, a place's total or the programme. A story's title and first lines come before what gives it away, so
what stands before the first telling sentence belongs to it too, unless a statistic came first.
"""

import re
from collections.abc import Sequence

from chungtay.gathering.intake.readers.scene import Scene

_TELLING = re.compile(
    r"\(?(?:SN|sinh năm|sinh ngày)\s*:?\s*\d{1,4}|\(\s?\d{1,2} tuổi|\b\d{1,2} tuổi,"
    r"|\b\d{1,2} tuổi\b[^.]{0,40}\b(?:trú|ngụ|quê)\b"
    r"|\b(?:trú|ngụ) (?:tại|ở|xã|phường|thôn|ấp|quận|huyện)\b|\btuyên phạt\b|\bHĐXX\b|\bbị cáo\b"
    r"|\b(?:[Kk]hoảng|[Hh]ồi|[Ll]úc|[Vv]ào) \d{1,2} ?(?:giờ|h)\b[^.]{0,60}\bngày \d|\b\d{1,2}h\d{0,2} ngày \d"
    r"|\bvừa (?:phối hợp|triệt phá|bắt|phát hiện|khởi tố|triệt xóa)\b[^.]{0,120}\b(?:đường dây|đối tượng|bị can)\b"
    r"|\b(?:Gia đình|Nhà|nhà|gia đình) tôi\b|\bkhai nhận\b|\bBKS\b|\bbiển kiểm soát\b|\b[Kk]hám xét\b|\bkẻ gian\b"
    r"|\b(?:người|đối tượng|nghi can|bị can|nghi phạm) (?:gồm|là|tên)?:? ?[A-ZĐ][^\W\d_]+ [A-ZĐ][^\W\d_]+ [A-ZĐ]"
)
_LEANING = re.compile(
    r"\b[Tt]ại hiện trường\b|\b[Tt]ại chỗ,|\bđột kích\b|\bđột nhập\b|\bđồng bọn\b|\bcầm đầu\b"
    r"|\btrinh sát\b|\bmật phục\b"
    r"|\b(?:phát hiện|bắt quả tang|bắt giữ) (?:một|1|hai|2) (?:đối tượng|nam|nữ|người|thanh niên)\b"
)
_COUNTING = re.compile(
    r"mô hình|toàn (?:tỉnh|huyện|xã|thành phố|quốc|lực lượng)|cả nước|[Tt]rong (?:năm|\d+ năm|quý|tháng|\d+ tháng)"
    r"|\d+ năm qua|phong trào|cùng kỳ|so với (?:tháng|năm|thời gian)|tỷ lệ|tỉ lệ|thống kê|[Tt]ừ đầu năm"
    r"|\bTrên địa bàn\b|\d (?:tổ|câu lạc bộ|CLB|nhóm)\b[^.,;]{0,20}tự quản"
    r"|tháng (?:đầu|cuối) năm|nguồn tin|bình quân|các đơn vị, địa phương|tiêu chí"
)
# What a body counts and a story's first lines do not.
_TALLIED = re.compile(
    r"\d (?:vụ|buổi|lớp|đợt|tổ|ca|cuộc|lượt|tin|nguồn tin|hộ|văn bản|ý kiến|suất|tập thể|trường hợp|thành viên)\b"
    r"|[Hh]òa giải|tuyên truyền|cảm hóa|ký cam kết|[Đđ]ăng tải"
)


def stories(scenes: Sequence[Scene]) -> list[set[int]]:
    """For each paragraph the indexes of its sentences that tell a single case."""
    told: list[set[int]] = [set() for _ in scenes]
    waiting: list[tuple[int, int]] | None = []
    telling = False
    for at, scene in enumerate(scenes):
        for index, part in enumerate(scene.sentences):
            words = scene.words(part.first, part.last)
            counts = _COUNTING.search(words) is not None
            if _TELLING.search(words) or (not counts and waiting is None and _LEANING.search(words)):
                telling = True
                for paragraph, sentence in waiting or ():
                    told[paragraph].add(sentence)
                waiting = None
            elif counts or (waiting is not None and _TALLIED.search(words)):
                telling, waiting = False, None
            elif waiting is not None:
                waiting.append((at, index))
            if telling:
                told[at].add(index)
    return told
