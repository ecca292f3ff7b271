"""The processes of a small office on one machine: which, in which order, kept running and ended together."""
