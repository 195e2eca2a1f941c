"""What stands around an hour, and tells it from other numbers."""

import re

ADDRESS = re.compile(r"https?://[^\s<>]{1,500}|www\.[^\s<>]{1,500}|(?<!\S)\S{1,60}@[^\s<>]{1,100}")

OFFSET = re.compile(r"(?:UTC|GMT)[ ]?[+−–-](?:1[0-4]|0?\d):(?:00|15|30|45)(?!\d)")
"""GMT -5:00: no hour"""

JOIN = re.compile(
    r"[ ]{0,3}(?:[-–—−‑~][ ]{0,3}\n?[ ]{0,3}"
    r"|[ \n](?:to|until|till|til|through|à|al?|jusqu[’']à|hasta|bis|até|às)[ \n]{1,2})"
    r"(?:the |las? )?",
    re.IGNORECASE,
)
"""8:30–9:45, de 14h30 à 16h, de las 10:00 hasta las 11:30"""
AND = re.compile(r"[ ](?:and|et|y)[ ](?:las? )?", re.IGNORECASE)
BETWEEN = re.compile(r"\b(?:between|entre|de|from)[ ](?:las? )?\Z", re.IGNORECASE)
"""What comes before, where AND joins: between 9 and 11 a.m."""
FROM = re.compile(
    r"(?:\b(?:from|de|times?|heures?|horas?|horario|horaires?)[ ]?:?|@)[ ]{0,3}\Z", re.IGNORECASE
)
"""What comes before 12.15 to 14, where nothing else says that these are hours."""

CUE = re.compile(
    r"(?:\b(?:at|from|à|dès|de|las?|until|around|vers|by|times?|hours?|heures?|horaires?|hora|horas"
    r"|horario|when|quand|cuándo)[ ]?:?|@)[ ]{0,10}\Z",
    re.IGNORECASE,
)
LABEL = re.compile(r"\b(?:times?|heures?|horaires?|horas?|horario)[ ]?:[ ]{0,10}\Z", re.IGNORECASE)
"""Even before what looks like years: Time: 1900-2030."""
ZONE = re.compile(
    r"[ ]{0,2}\(?(?:[A-Z]{1,2}[SD]?T|[A-Z]ES?T|CES?T|UTC|GMT|Z|h(?:ou)?rs|heure|hora)\b"
    r"|[ ]{1,2}\(?(?:[A-Z][\w.]{1,20}[ ]){1,3}(?:time|Time|TIME)\b"
)
LENGTH = re.compile(
    r"\b(?:dur[ée]e?|duración|duration|length|for|lasts?|pendant|durante|during|ratio|scale|score"
    r"|verset?|verse)[ ]?(?:of|de|is|:)?[ ]{0,3}\Z",
    re.IGNORECASE,
)
LENGTH_BEHIND = re.compile(r"/|[ ](?:of|de|par|per|por|avant|before|antes)\b", re.IGNORECASE)
AMOUNT = re.compile(
    r"[ ]?(?:[%€$£]|(?:USD|EUR|CHF|GBP|million|millions|milliards?|mil|billion|bn|kg|km|mb|gb)\b)",
    re.IGNORECASE,
)
NEXT_DAY = re.compile(
    r"[ ]?\(?(?:\+[ ]?1(?!\d|:)(?:[ ]?(?:day|jour|día))?|next day|the following day"
    r"|(?:le |du )?lendemain|(?:del )?día siguiente)\)?",
    re.IGNORECASE,
)
"""(+1), next day, le lendemain"""
_OTHER_BEFORE = re.compile(
    r"(?:[€$£]|\b(?:pages?|pp?|art|articles?|artículos?|paras?|paragraphs?|párrafos?|sections?"
    r"|chap(?:ter|itre)?s?|rooms?|salles?|salas?|USD|EUR|CHF|version|v|n[o°º])\.?)[ ]?\Z",
    re.IGNORECASE,
)


def is_other_range(text: str, start: int, end: int) -> bool:
    """pp. 12.10-12.30, EUR 10.50–12.50, 10.50–12.50 %"""
    return bool(_OTHER_BEFORE.search(text, max(0, start - 15), start) or AMOUNT.match(text, end))
