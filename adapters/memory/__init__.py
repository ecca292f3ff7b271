"""The honest twin of each outside part but the records: same answers, nothing kept; for `preview` and tests."""
