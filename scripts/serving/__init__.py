"""Real servers as plain processes on the loopback: PostgreSQL, two kinds of S3 storage, Elasticsearch, Prefect.

`make servers`, the demonstration on servers and the integration suites start them here; nothing is mocked anywhere.
"""
