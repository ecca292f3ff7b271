"""Door 1: Prefect runs the same loop the inline engine runs, and records it."""
