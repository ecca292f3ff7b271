"""The pages, a module by noun. Each has a `router`, and an `AREA` when it stands in the menu; none knows another."""
