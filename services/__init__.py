"""The middle floor: acts of one actor in one transaction each; no I/O of its own."""
