import re
from pathlib import Path

import pytest

from ungis_events.announcements import reading
from ungis_events.announcements.previewing import preview_of
from ungis_events.announcements.reading import read_announcement
from ungis_events.announcements.vocabulary import explained_rule

NOTICES = sorted((Path(__file__).parent / "notices").glob("*.txt"))


@pytest.mark.parametrize("notice", NOTICES, ids=lambda path: path.stem)
def test_every_rule_that_gave_a_field_is_explained(notice: Path) -> None:
    bases = preview_of(read_announcement(notice.read_text())).bases

    rules = {basis.rule for basis in bases.values() if basis.rule}
    assert {rule for rule in rules if explained_rule(rule) is None} == set()


def test_end_is_explained_as_a_start_is() -> None:
    assert explained_rule("ends.announced") == explained_rule("starts.announced")


def test_rule_without_an_explanation_has_none() -> None:
    assert explained_rule("title.guessed") is None


FIELDS = (
    *("title", "theme", "forum", "kind", "organizers", "starts", "zone", "format", "platform"),
    *("venue", "languages", "registration_url", "join_url", "contact", "topics", "description"),
)


def test_every_rule_of_the_readers_is_explained() -> None:
    folder = Path(reading.__file__).parent / "candidates"
    code = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    rules = set(re.findall(rf'"((?:{"|".join(FIELDS)})\.[a-z-]+)"', code))
    rules = {rule for rule in rules if not rule.endswith(".csv")}

    assert "title.quoted" in rules
    assert {rule for rule in rules if explained_rule(rule) is None} == set()
