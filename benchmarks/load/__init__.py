"""A month's end at national scale: every commune fills in its form at once, every province approves meanwhile."""
