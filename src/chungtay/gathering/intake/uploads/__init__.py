"""Many workbooks at once: listed from a folder or a zip, read by a pool of guarded children, taken up in groups."""
