"""Where ports meet adapters: settings, logs, and `build(settings)`."""
