"""Chung Tay: reports come in, become figures with evidence, and come out as reviews."""

__version__ = "2026.11.0"
