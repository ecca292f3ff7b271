"""How well papers were read, measured against their truth: pure counts and shares, each by its usual definition."""
