"""The middle floor: acts of one actor in one transaction each, rights, audit and outbox; no input or output of its own."""
