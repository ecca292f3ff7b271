"""The records in a relational database: SQLite embedded, PostgreSQL for a team, with the same code.

`open.open_records` is the one way in; the other modules fulfil one protocol of `services.ports` each. What is
asked often is put together once, as a constant: to do it anew costs up to ten times what the database needs to answer.
"""
