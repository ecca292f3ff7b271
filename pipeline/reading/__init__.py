"""A page read: its own text if that is good, else its picture by the engine, doubts a second time."""
