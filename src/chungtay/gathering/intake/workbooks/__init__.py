"""Forms as workbooks: written out, filled in offline, read back cell by cell; and bodies' own workbooks.

workbook_write(sheet)                  # writer: the bytes of an .xlsx, stamped
parsed = workbook_parse(content)       # parsing: run in a guarded child, plain JSON values
reading = workbook_read(parsed)        # reading: what stands in which cell, or a Refusal BANGTINH-1xx
"""
