"""What becomes of cases inside the transaction of whatever changed: matched, bound, judged, decided by rule."""
