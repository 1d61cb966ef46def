"""Exploring: one question of an analyst, kept whole in an address, and the grid of cells that answers it."""
