"""Who may come in: accounts, signing in, the tokens of programs, and the setting up of an installation."""
