"""What reads the bytes of foreign formats. Runs in the guarded child and imports nothing of the house, Django least."""
