"""The words of refusals: why an act cannot be done now, and what to do instead, in French and English."""
