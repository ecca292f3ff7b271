"""Machine-readable zones of identity papers: found, read by their own alphabet, proved by check digits."""
