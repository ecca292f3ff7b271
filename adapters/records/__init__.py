"""The records in a relational database: SQLite embedded, PostgreSQL for a team, with the same code.

`open.open_records` is the one way in; the other modules fulfil one protocol of `services.ports` each.
"""
