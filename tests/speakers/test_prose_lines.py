"""Running text: who it gives a part is read, who is only mentioned is left."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ungis_events.speakers.prose_lines import is_running_text, read_prose
from ungis_events.speakers.reading import read_roster


def read(text: str) -> list[tuple[str, str | None, str | None, str]]:
    return [
        (each.name, each.role, each.organization, each.label.part.value if each.label else "")
        for each in read_prose(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "The day will include a welcome address by Ambassador Lea Ek, Permanent Representative "
            "of Norway; keynote reflections by Tom Berg, Acting Director General of UNOG and Ana "
            "Li, Director of FlowFoundation. The debate will be moderated by Bo Ott, journalist "
            "for Le Jour.",
            [
                ("Lea Ek", "Permanent Representative", "Norway", "opening"),
                ("Tom Berg", "Acting Director General", "UNOG", "keynote"),
                ("Ana Li", "Director", "FlowFoundation", "keynote"),
                ("Bo Ott", "journalist", "Le Jour", "moderator"),
            ],
            id="programme",
        ),
        pytest.param(
            "Tom Berg, Climate Envoy of Fiji, will be the guest speaker at the first session.",
            [("Tom Berg", "Climate Envoy", "Fiji", "speaker")],
            id="will-be-the-guest-speaker",
        ),
        pytest.param(
            "Experts on the panel will include: Ana Li of Green Path; Tom Berg of Fjord.",
            [("Ana Li", None, "Green Path", "panellist"), ("Tom Berg", None, "Fjord", "panellist")],
            id="experts-on-the-panel",
        ),
        pytest.param(
            "Les débats seront modérés par la Marocaine Jeanne Roux, professeur de droit.",
            [("Jeanne Roux", "professeur de droit", None, "moderator")],
            id="people-of-a-country",
        ),
        pytest.param(
            "La escritora Vera Lind conversará este martes con el excanciller Juan Paz.",
            [
                ("Vera Lind", "escritora", None, "speaker"),
                ("Juan Paz", "excanciller", None, "speaker"),
            ],
            id="talks-with",
        ),
        pytest.param(
            "The talk is moderated by activist Vera Q. Lind.",
            [("Vera Q. Lind", "activist", None, "moderator")],
            id="initial-behind-an-office",
        ),
        pytest.param(
            "ITU’s director, Vera Lind, will moderate.",
            [("Vera Lind", "director", "ITU", "moderator")],
            id="whose-director",
        ),
        pytest.param(
            "Moderated by UN Women Executive Director, Vera Lind, the meeting lets groups speak.",
            [("Vera Lind", "Executive Director", "UN Women", "moderator")],
            id="office-before-the-name",
        ),
        pytest.param(
            "It opens with remarks from the UN Secretary-General Vera Lind, followed by a session "
            "led by the Secretary-General’s Envoy on Youth Tom Berg.",
            [
                ("Vera Lind", "UN Secretary-General", None, "opening"),
                ("Tom Berg", "Secretary-General’s Envoy on Youth", None, "speaker"),
            ],
            id="followed-by",
        ),
        pytest.param(
            "Join the conversation with H.E. Vera Lind.",
            [("Vera Lind", None, None, "speaker")],
            id="conversation-with",
        ),
        pytest.param(
            "Speakers include Vera Lind (ITU), Tom Berg (ECA) and Ana Li.",
            [
                ("Vera Lind", None, "ITU", "speaker"),
                ("Tom Berg", None, "ECA", "speaker"),
                ("Ana Li", None, None, "speaker"),
            ],
            id="speakers-include",
        ),
        pytest.param(
            "Ms. Vera Lind, Director of UNDP, will deliver a keynote.",
            [("Vera Lind", "Director", "UNDP", "keynote")],
            id="will",
        ),
        pytest.param(
            "La séance sera modérée par Mme Vera Lind, Directrice de la Fondation Léman, avec la "
            "participation de M. Jean Ott, Ambassadeur de France, et de Mme Léa Ek (UIT).",
            [
                ("Vera Lind", "Directrice", "Fondation Léman", "moderator"),
                ("Jean Ott", "Ambassadeur", "France", "speaker"),
                ("Léa Ek", None, "UIT", "speaker"),
            ],
            id="French",
        ),
        pytest.param(
            "Une table ronde animée par Vera Lind réunira Jean Ott (EPFL) et Léa Ek (UIT).",
            [
                ("Vera Lind", None, None, "moderator"),
                ("Jean Ott", None, "EPFL", "speaker"),
                ("Léa Ek", None, "UIT", "speaker"),
            ],
            id="French-together",
        ),
        pytest.param(
            "Palabras de bienvenida a cargo de la embajadora Inés Ruiz. El debate será moderado "
            "por la Sra. Ana Sol, con la participación de Juan Paz, Ministro de Salud de Chile.",
            [
                ("Inés Ruiz", "embajadora", None, "opening"),
                ("Ana Sol", None, None, "moderator"),
                ("Juan Paz", "Ministro de Salud", "Chile", "speaker"),
            ],
            id="Spanish",
        ),
    ],
)
def test_people_with_a_part_are_read(
    text: str, expected: list[tuple[str, str | None, str | None, str]]
) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "We thank Mr. Tom Berg, Director of ITU, for his support.",
        "“We need networks,” said Vera Lind, Director of the Fjord Fund.",
        "According to Tom Berg, Professor at Delft, nothing has changed.",
        "The report of the Special Rapporteur Ana Li follows up on housing.",
        "The Secretary-General, Tom Berg, launched the report in 2021.",
        "Organized in cooperation with UN Women and in partnership with Save the Children.",
        "The discussion will be led by Green Path and Human Rights Watch.",
        "The session was opened by the International Telecommunication Union.",
        "The dialogue between New York and Geneva will go on.",
        "A presentation of the report by the Office for Outer Space Affairs.",
    ],
)
def test_who_is_only_mentioned_is_left(text: str) -> None:
    assert read_roster(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The talks were opened on Monday by the two chairs of the group.", True),
        ("Ms. Vera Lind, Director, ITU: “What will the network of tomorrow be like?”", False),
        ("Ms. Vera Lind, Minister for Health, Wellness and Sport, Dominica", False),
    ],
)
def test_whole_sentences_are_told_from_a_name_with_an_office(text: str, expected: bool) -> None:
    assert is_running_text(text) is expected


def test_sentence_that_a_mail_breaks_at_its_margin_is_read_whole() -> None:
    text = (
        "The opening will include a welcome address by Ambassador Lea Ek, Permanent\n"
        "Representative of Norway; the discussion will be moderated by Tom Berg (ITU)."
    )

    assert [(each.name, each.organization, each.lines) for each in read_roster(text)] == [
        ("Lea Ek", "Norway", (1, 2)),
        ("Tom Berg", "ITU", (1, 2)),
    ]


@given(
    st.lists(
        st.sampled_from(
            (
                *("moderated by ", "with ", "Jane Roe ", "ITU ", "Director ", "of ", "de ", "and "),
                *(", ", "; ", "(", ")", ". ", "remarks ", "will open ", "H.E. ", "“", ": "),
            )
        ),
        max_size=50,
    ).map("".join)
)
@settings(max_examples=200, deadline=None)
def test_any_sentence_is_read_the_same_way_twice(text: str) -> None:
    assert read(text) == read(text)


@pytest.mark.parametrize("piece", ["remarks of ", "with a ", "a, ", "Jane and ", "(", "JANE ROE "])
def test_hostile_paragraphs_are_read_in_a_moment(piece: str) -> None:
    text = "\n".join([(piece * 4000)[:3990]] * 15)

    started = time.process_time()
    read_roster(text)

    assert time.process_time() - started < 1
