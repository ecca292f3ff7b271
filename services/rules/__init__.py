"""The rules in force: texts published by digest, read back and compiled."""
