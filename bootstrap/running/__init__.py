"""What runs: batches taken in and captured by an engine, what follows an act, what happens by the clock."""
