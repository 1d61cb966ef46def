import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.gathering.intake.readers import document_open, encodings

TEXT = "báo cáo kết quả thực hiện phong trào của các tổ chức năm 2019: đã hòa giải 45 vụ, nghĩ, nghỉ, kỹ, lũy"
IN_VNI = (
    "baùo caùo keát quaû thöïc hieän phong traøo cuûa caùc "
    "toå chöùc naêm 2019: ñaõ hoøa giaûi 45 vuï, nghó, nghæ, kyõ, luõy"
)
PLACES = {letter: code for code, letter in encodings._tcvn_table().items()}


def in_tcvn3(text: str) -> bytes:
    return bytes(PLACES.get(letter, ord(letter)) for letter in text)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-be"),
        in_tcvn3(TEXT),
        IN_VNI.encode("latin-1"),
    ],
)
def test_a_file_of_any_age_is_read_as_the_same_text(data: bytes) -> None:
    assert document_open(data, "a.txt").text.lstrip("\ufeff") == TEXT


@pytest.mark.parametrize("data", [b"c\xf3 d\xe2u", "El niño está aquí".encode("latin-1"), bytes(range(256))])
def test_letters_that_make_no_vietnamese_are_refused(data: bytes) -> None:
    with pytest.raises(encodings.Unknown):
        encodings.decoded(data)


@given(st.text(alphabet=sorted(PLACES), max_size=30))
def test_every_letter_of_tcvn3_comes_back(text: str) -> None:
    assert encodings.tcvn3(in_tcvn3(text).decode("latin-1")) == text
