"""What every register does with a list: filter and page it, send it out, take one in."""
