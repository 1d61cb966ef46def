"""The tables of what is public: releases of reviews, the shelf of figures, the log, what residents answered."""

from chungtay.results.publishing.models.answers import AnswerCount, AnswerReply, AnswerSalt, ResidentAnswer
from chungtay.results.publishing.models.log import LogDigest, LogHead, LogLeaf, LogTile
from chungtay.results.publishing.models.releases import Release
from chungtay.results.publishing.models.shelf import PointName, Publication, PublicationWork, PublicFigure, PublicPoint

__all__ = [
    "AnswerCount",
    "AnswerReply",
    "AnswerSalt",
    "LogDigest",
    "LogHead",
    "LogLeaf",
    "LogTile",
    "PointName",
    "PublicFigure",
    "PublicPoint",
    "Publication",
    "PublicationWork",
    "Release",
    "ResidentAnswer",
]
