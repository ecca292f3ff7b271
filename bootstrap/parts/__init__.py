"""The parts of an installation, each set up by the settings: embedded ones, or servers when an address is set."""
