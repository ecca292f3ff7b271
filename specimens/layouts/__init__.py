"""The drawn papers: one module an issuer or a kind of paper, at least two layouts a class.

Wordings are those real issuers use; they are chosen without regard to how the product reads.
"""
