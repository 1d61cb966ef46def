"""The public's pages: readable without an account, a session or script, and without anybody being remembered."""
