"""Papers written apart, by people who knew neither rules nor generator: each has words and a look of its own.

`seen/` may be looked at by whoever writes rules; `unseen/` may not: only its figures are read.
"""
