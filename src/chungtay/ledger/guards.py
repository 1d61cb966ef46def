"""Triggers that refuse to change or remove a row of the ledger, whoever asks and however.

They stand in the database because a rule in Python does not bind raw SQL, QuerySet.update() or another program.
Installed by a migration, and again after every `migrate`: on SQLite an AlterField copies the table and drops its
triggers without a word.

For tests this means: a TransactionTestCase (`django_db(transaction=True)`) cannot empty the ledger's tables when it
ends and fails; use ordinary tests, which roll back.

Where it stops: an owner of the database can drop a trigger. The chain (`chain.py`) then tells what was changed.
"""

from chungtay.kernel.guarding import Guards

TABLES = ("ledger_transaction", "ledger_batch", "ledger_figure", "ledger_decision", "ledger_link")
"""Every table of this room. By name and not by model: migrations of any age call this too."""

MESSAGE = "Sổ cái chỉ ghi thêm, không sửa, không xóa / The ledger is append-only: no {change} on {table}"

_GUARDS = Guards(TABLES, "ledger_refuse_change", MESSAGE)
install = _GUARDS.install
remove = _GUARDS.remove
