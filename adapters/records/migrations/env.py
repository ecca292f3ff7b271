"""What Alembic runs: the migrations on the connection that `open.migrate` gives, within its transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
