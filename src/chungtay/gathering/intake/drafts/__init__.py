"""Forms being filled in: drafts, their cells and the history of each, until they are sent."""
