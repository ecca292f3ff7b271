"""What does it say? Readers find candidates, reconcile chooses, and every value keeps the place that shows it."""
