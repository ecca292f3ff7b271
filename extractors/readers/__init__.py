"""One reader a module, each finding candidates by its own means; readers do not know each other."""
