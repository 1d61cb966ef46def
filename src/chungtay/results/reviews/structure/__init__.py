"""What a review consists of: sections of blocks, the templates they start from, and the document that is printed.

Everything in here is pure: what people changed is kept by the room's services and comes in as plain data.
"""
