"""Door 3: the terminal, a module per noun; it translates and calls one service."""
