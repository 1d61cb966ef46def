"""What machines of anybody may read: the public log, open data, the figures of the shelf; nothing else is reached."""
