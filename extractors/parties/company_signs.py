"""What tells a company in print: its legal form, how to reach it, its numbers in the register and at the bank."""

import re
from typing import Final

LEGAL_FORM: Final = re.compile(
    r"(?<![\w.])(?:S\.?A\.?R\.?L\.?|S\.?A\.?S\.?U?\.?|E\.?U\.?R\.?L\.?|S\.?A\.?|S\.?N\.?C\.?|S\.?C\.?I\.?|SCOP|SELARL|SELAS|SCP|SCEA|"
    r"EARL|GAEC|GIE|DAC|CLG|& Co\.?|Co\.(?=$|,| Ltd)|"
    r"GmbH(?: & Co\.? KG)?|AG|KG|OHG|UG|e\.K\.|Ltd\.?|LTD\.?|Limited|LIMITED|LLP|LLC|PLC|plc|Inc\.?|Corp\.?|B\.?V\.?|"
    r"N\.?V\.?|SpA|S[àa]rl|"
    r"S\.p\.A\.|Srl|S\.r\.l\.|S\.L\.U?\.?|SPRL|SRL)(?![\w])"
)
"""The form of a company behind its name: French, German, British, Irish, American, Italian, Spanish, Dutch, Belgian."""
FORM_ALONE: Final = re.compile(
    r"^(?:s\.?a\.?r\.?l|s\.?a\.?s\.?u?|s\.?a|e\.?u\.?r\.?l|selas|selarl|scop|sa cooperative|societe [a-z ]{5,40}?)"
    r"\.? (?:au|a) cap(?:ital|\.)"
)
"""The legal form with its capital, under the name or at the foot: `SAS au capital de 8 000 €`."""
CONTACT: Final = re.compile(
    r"\b(?:tel|telephone|phone|fax|e-?mail)\b(?!-)|\bdx \d|"
    r"\b(?:mob|mobile|port|portable|ph|t)\b[\s.:]*[+(0]|www\.|http|@"
)
"""A telephone, fax, mailbox or site, in folded letters."""
REGISTERED: Final = re.compile(
    r"\b(?:siret|siren|rcs|r\.c\.s|iban|ape|naf|capital|amtsgericht|rpm|bce|loi 1901|"
    r"declaration d'activite)\b|\bhr[ab] ?\d|"
    r"\b(?:company (?:no|number|reg)|registered (?:in|office))"
)
"""A number of the register of companies or the bank, in folded letters."""
NUMBERS: Final = re.compile(rf"{CONTACT.pattern}|{REGISTERED.pattern}|\b(?:tva|vat|btw|bic|ust|registered)\b")
"""What a letterhead holds beside its address, and an address that a letter is sent to seldom does."""
