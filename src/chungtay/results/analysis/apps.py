from pathlib import Path

from django.apps import AppConfig
from django.conf import settings


class AnalysisConfig(AppConfig):
    name = "chungtay.results.analysis"
    label = "analysis"

    def ready(self) -> None:
        """Pictures know no settings: they are told where drawings are kept."""
        from chungtay.results.analysis.pictures.kept import keep_in

        keep_in(lambda: (Path(settings.PICTURES_DIR), settings.SECRET_KEY.encode()))
