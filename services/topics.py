"""The topics of the outbox: what kind of thing changed, and is to be shown or kept anew outside the records.

The relay (`services.upkeep.project`) renders the present state of what the key names; a row carries nothing else.
"""

BATCH, DOCUMENT, CASE = "batch", "document", "case"
"""A key is the identifier of the thing."""
RULES = "rules"
"""A key is the digest of a rule text that came into force."""
REFERENCE = "reference"
"""A key is the name of a reference table."""
JOURNAL = "journal"
"""A key is `FIRST-LAST`: the places in the chain of audit events that were sealed together."""
