"""What analysis keeps: questions that officers keep for themselves, and requests to look at the source book."""

from chungtay.results.analysis.models.book_checks import Answer, BookCheck
from chungtay.results.analysis.models.explorations import SavedExploration

__all__ = ["Answer", "BookCheck", "SavedExploration"]
