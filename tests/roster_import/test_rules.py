from ungis_events.roster_import.rules import propose, roster_mark
from ungis_events.speakers.models import Speaker
from ungis_events.speakers.reading import ReadSpeaker
from ungis_events.speakers.rules import name_key

VERA = ReadSpeaker("Vera Lind", organization="ITU")


def taken(*people: ReadSpeaker, on_roster: tuple[str, ...] = ()) -> list[bool]:
    keys = {name_key(name) for name in on_roster}
    return [proposal.is_taken for proposal in propose(people, keys, {})]


def test_people_are_proposed_unless_it_is_doubted_that_they_are_people() -> None:
    assert taken(VERA, ReadSpeaker("Coffee Corner", is_sure=False), ReadSpeaker("")) == [
        True,
        False,
        False,
    ]


def test_nobody_is_proposed_twice() -> None:
    assert taken(VERA, ReadSpeaker("LIND Vera")) == [True, False]


def test_who_stands_on_the_roster_is_told_and_not_proposed() -> None:
    (proposal,) = propose([VERA], {name_key("LIND Vera")}, {})

    assert not proposal.is_taken
    assert [str(doubt) for doubt in proposal.doubts] == ["Stands on the roster already."]


def test_name_alone_makes_nobody_the_same_person() -> None:
    here = {name_key("Vera Lind"): Speaker(id=1, name="Vera Lind", organization="ITU")}
    there = {name_key("Vera Lind"): Speaker(id=1, name="Vera Lind", organization="A choir")}

    assert propose([VERA], (), here)[0].is_same
    assert not propose([VERA], (), there)[0].is_same
    assert propose([VERA], (), there)[0].known is there[name_key("Vera Lind")]


def test_address_makes_the_same_person() -> None:
    known = Speaker(id=1, name="Vera Lind", email_key="vera@example.org")
    person = ReadSpeaker("Vera Lind", email="Vera@example.org")

    assert propose([person], (), {name_key("Vera Lind"): known})[0].is_same


def test_mark_changes_with_the_people_on_the_roster_and_not_with_their_order() -> None:
    one, two = Speaker(id=1, name="A"), Speaker(id=2, name="B")

    assert roster_mark([one, two]) == roster_mark([two, one])
    assert roster_mark([one, two]) != roster_mark([one])
