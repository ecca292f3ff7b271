"""Programs of others that do part of what ours does, measured beside it."""
