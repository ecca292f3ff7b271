"""The REST API under /api/v1, a module by noun, each with a `router`; shapes are those of the command line."""
