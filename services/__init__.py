"""The middle floor: acts of one actor in one transaction each, a room for each subject; no I/O of its own."""
