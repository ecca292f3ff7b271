"""The tables, for SQLite and PostgreSQL alike; a change here needs a migration beside it (a test compares both).

A table is imported where it is asked, as each takes its time to be made; `whole` has them all.
"""
