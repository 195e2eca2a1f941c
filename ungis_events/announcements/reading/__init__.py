"""A notice in plain text becomes a draft of an event, by rules that a careful reader would use.

Four stages, each a function of what the one before it made, and of nothing else:

    lines.py        text       → Notice        lines with their place in the text
    finders/        Notice     → Marks         dates, hours, zones, labels, venues, links
    candidates/     Marks      → Candidates    what each field could be, and by which rule
    drafting.py     Candidates → Draft         the best of each, and questions

People are read by `speakers/reading.py`, which reads the lists pasted into a roster too.
`checks/` name what contradicts itself among the candidates. `words/` holds the tables that all
read by; a new format is one row there, or one rule with its example beside it. No network, no
clock, no chance: the same text always gives the same draft.
"""

from .drafting import read_announcement

__all__ = ["read_announcement"]
