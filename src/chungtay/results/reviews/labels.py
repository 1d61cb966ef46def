"""The words of the page around a review, in both languages. The document's own words stand in the composition."""

from chungtay.results.reviews.composition import Text

DEMO_MARK = Text("BẢN MINH HỌA – KHÔNG PHẢI VĂN BẢN CHÍNH THỨC", "ILLUSTRATION – NOT AN OFFICIAL DOCUMENT")
NATION = Text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SOCIALIST REPUBLIC OF VIET NAM")
MOTTO = Text("Độc lập - Tự do - Hạnh phúc", "Independence - Freedom - Happiness")
SITUATION = Text("I. ĐẶC ĐIỂM TÌNH HÌNH", "I. SITUATION")
RESULTS = Text("II. KẾT QUẢ THỰC HIỆN", "II. RESULTS")
ASSESSMENT = Text("III. ĐÁNH GIÁ CHUNG", "III. ASSESSMENT")
RECIPIENTS = Text("Nơi nhận:", "Recipients:")
ANNEX = Text("PHỤ LỤC I", "ANNEX I")
ANNEX_NUMBER = Text("PHỤ LỤC", "ANNEX")
ANNEX_TITLE = Text("SỐ LIỆU VÀ NGUỒN SỐ LIỆU", "FIGURES AND THEIR SOURCES")
NOTES = Text("Ghi chú về số liệu", "Notes on the figures")
TABLE = Text("Bảng", "Table")
PUBLIC_MARK = Text("Bản công khai", "Public rendition")

COLUMNS = (
    Text("TT", "No."),
    Text("Chỉ tiêu", "Indicator"),
    Text("Đơn vị tính", "Unit"),
    Text("Kết quả", "Result"),
    Text("Báo cáo nhận được", "Reports received"),
    Text("Số liệu đối chiếu", "Other claim"),
    Text("Kỳ", "Period"),
)
ANNEX_COLUMNS = (
    Text("Mã", "No."),
    Text("Chỉ tiêu, địa bàn, kỳ", "Indicator, place, period"),
    Text("Số liệu", "Figure as recorded"),
    Text("Câu trong nguồn (đã che thông tin cá nhân)", "Sentence in the source (personal data masked)"),
    Text("Nguồn, lô, ngày duyệt", "Source, batch, approval"),
)
SOURCES = Text("DANH MỤC NGUỒN", "LIST OF SOURCES")
SOURCE_COLUMNS = (
    Text("Nguồn", "Source"),
    Text("Tên văn bản", "Title"),
    Text("Số, ký hiệu", "Number"),
    Text("Cơ quan ban hành", "Issued by"),
)
PUBLIC_ANNEX_COLUMNS = (Text("Chỉ tiêu", "Indicator"), Text("Nguồn", "Source"))
CHART_COLUMNS = {
    "places": Text("Địa bàn", "Place"),
    "parts": Text("Loại", "Kind"),
    "indicators": Text("Chỉ tiêu", "Indicator"),
}
CHART_FIGURE = Text("Số liệu", "Figure")
MAP_COLUMNS = (Text("Tình trạng", "State"), Text("Số tỉnh, thành phố", "Provinces"), Text("Tên", "Names"))
APART = Text("Số của từng nơi, không cộng được", "Each place's own number, not to be added")
APART_COLUMNS = (
    Text("Chỉ tiêu", "Indicator"),
    Text("Địa bàn", "Place"),
    Text("Số liệu", "Figure"),
    Text("Kỳ", "Period"),
)
MODELS = Text("Mô hình theo loại", "Models by kind")
MODEL_COLUMNS = (
    Text("Loại mô hình", "Kind of model"),
    Text("Số điểm", "Points"),
    Text("Báo cáo nhận được", "Reports received"),
)
COMMENDATIONS = Text("Khen thưởng theo hình thức và đối tượng", "Commendations by form and recipient")
COMMENDATION_COLUMNS = (
    Text("Hình thức", "Form"),
    Text("Tổng số", "All"),
    Text("Tập thể", "Collectives"),
    Text("Hộ gia đình", "Households"),
    Text("Cá nhân", "Individuals"),
    Text("Không tách đối tượng", "Not told apart"),
)
EFFECTS = Text("Điều biết được về hiệu quả từng loại mô hình", "What is known of the effect of each kind of model")
EFFECT_COLUMNS = (
    Text("Loại mô hình", "Kind of model"),
    Text("Điều biết được (so với các xã tương tự chưa triển khai)", "What is known (beside communes alike without it)"),
    Text("Kết quả được xem, thời gian", "Outcome and time looked at"),
    Text("Số xã", "Communes"),
    Text("Căn cứ", "Stands on"),
)
NOT_STUDIED = Text("Chưa đánh giá", "Not studied")
COMMUNES_BEGUN = Text("{} triển khai, {} so sánh", "{} with it, {} compared")
CONDITIONS = Text("thiếu điều kiện {}", "wanting: conditions {}")
STUDY = Text("đánh giá số {}, giao dịch {}, số liệu {}", "study {}, transaction {}, data {}")
PROOF = Text("Số liệu có từ hai nguồn báo cáo trở lên", "Figures claimed in two ways or more")
PROOF_COLUMNS = (
    Text("Chỉ tiêu, địa bàn", "Indicator, place"),
    Text("Số in trong báo cáo", "Figure printed"),
    Text("Số khác", "Other figure"),
    Text("Chênh lệch", "Difference"),
)
OWN_CLAIM = Text("tự báo cáo", "own total")
SUM_BELOW = Text("cộng từ dưới", "sum from below")
OWN_TOTAL = Text("tự tổng hợp", "own total")
COMMUNES = Text("cấp xã", "communes")
PARTS_ONLY = Text("chỉ nêu chi tiết", "parts only")
SOURCE = Text("nguồn", "source")
BATCH = Text("lô", "batch")
BATCHES = Text("lô", "batches")
APPROVED = Text("duyệt", "approved")
FORM_OF = Text("biểu mẫu của", "form of")
FORMS_OF = Text("biểu mẫu của {} cơ quan", "forms of {} bodies")
FIGURES = Text("{} số liệu", "{} figures")
OF_PLACES = Text("{} địa bàn", "{} places")
NO_SENTENCE = Text(
    "Số nhập theo biểu mẫu, không có câu văn; từng số xem trên trang làm việc.",
    "Entered in forms, so there is no sentence; each figure can be opened on the desk.",
)
