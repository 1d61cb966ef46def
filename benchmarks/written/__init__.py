"""Invented reports that know their own figures: texts in many registers, each with what a careful clerk would note."""
