"""How a link stands in plain text."""

import re

_FURNITURE = re.compile(r"^(?:https?://|mailto:)|/$")


def address_behind(words: str, address: str) -> str:
    """What to write behind the words of a link: ` <https://…>`; nothing where they say it."""
    if not words.strip() or not address.lower().startswith(("http://", "https://", "mailto:")):
        return ""
    if address.lower().startswith("mailto:"):
        address = address[7:].split("?")[0]
    if _FURNITURE.sub("", words.strip()) == _FURNITURE.sub("", address):
        return ""
    return f" <{address}>"
