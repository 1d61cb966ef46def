"""Kinds, points and teams of community models."""
