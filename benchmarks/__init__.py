"""Measurements side by side: what the product costs next to the barest thing that does part of the same work."""
