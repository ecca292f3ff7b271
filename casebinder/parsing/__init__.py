"""A case type read from its rule file, section by section; all that is wrong with it is told at once."""
