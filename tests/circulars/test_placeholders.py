"""What stands in braces: refused when it would not be filled in, harmless whatever it becomes."""

from html.parser import HTMLParser

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from ungis_events.circulars.composing import as_html, as_line, as_text
from ungis_events.circulars.rules import LINKS, PLACEHOLDERS, pieces_of, placeholder_problem

ADDRESS = "https://example.org/join/1-abc?a=1&b=2"
VALUES = {name: f"<{name}>" for name in PLACEHOLDERS} | dict.fromkeys(LINKS, ADDRESS)
NASTY = "*x* <b>[y](javascript:alert(1)) {given_name} \"'&amp; `z` http://a.b ](x) \n# h"

MARKS = r"""[ ]( ) < > * _ ` {{ }} { } " \ | --- ![ href=" &#113;00y q00y qz00y [a](< <https://"""

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
bodies = st.lists(
    st.one_of(
        texts,
        st.sampled_from([f"{{{name}}}" for name in PLACEHOLDERS]),
        st.sampled_from(MARKS.split(" ")),
        st.sampled_from(
            ["\n\n", "\n", "    ", "# ", "- ", "> ", "[a](https://x/", "[{title}](https://x/)"]
        ),
    ),
    max_size=30,
).map("".join)
values = st.fixed_dictionaries(
    {
        name: st.just(ADDRESS) if name in LINKS else st.one_of(texts, st.just(NASTY))
        for name in PLACEHOLDERS
    }
)


class Tags(HTMLParser):
    """The tags of a page and what their attributes say, read by a parser that is not ours."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.words = ""
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    @property
    def names(self) -> list[str]:
        return [tag for tag, _ in self.found if tag not in ("bdi", "a")]

    @property
    def addresses(self) -> list[str]:
        return [value or "" for _, attrs in self.found for name, value in attrs if name == "href"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param("Hello {first_name}", "There is no {first_name}.", id="unknown"),
        pytest.param("Hello {Given_Name}", "There is no {Given_Name}.", id="capitals"),
        pytest.param("Hello { given_name }", "There is no { given_name }.", id="blanks"),
        pytest.param("Hello {}", "There is no {}.", id="empty"),
        pytest.param("Hello {given_name", "A { stands alone.", id="not closed"),
        pytest.param("Hello given_name}", "A } stands alone.", id="not opened"),
        pytest.param("{given_\nname}", "A { stands alone.", id="over two lines"),
        pytest.param("{{given_name}", "A } stands alone.", id="one brace written twice"),
    ],
)
def test_what_would_not_be_filled_in_is_named_with_what_there_is(text: str, sentence: str) -> None:
    problem = str(placeholder_problem(text))

    assert problem.startswith(sentence)
    assert "{given_name}, {family_name}, {full_name}" in problem


@pytest.mark.parametrize(
    "text", ["", "plain", "{{ and }}", "{{given_name}}", *(f"{{{name}}}" for name in PLACEHOLDERS)]
)
def test_what_is_filled_in_is_accepted(text: str) -> None:
    assert placeholder_problem(text) is None


def test_a_subject_takes_no_links() -> None:
    problem = str(placeholder_problem("Join: {join_link}", links=False))

    assert problem.startswith("A subject holds no links: put {join_link} into the message.")
    assert "{own_link}" not in problem


def test_values_are_put_in_as_they_are_in_plain_text_and_escaped_in_html() -> None:
    values = VALUES | {"full_name": "*x* <b>&"}

    assert as_text("Dear **{full_name}**,", values) == "Dear *x* <b>&,"
    assert (
        as_html("Dear **{full_name}**,", values)
        == "<p>Dear <strong><bdi>*x* &lt;b&gt;&amp;</bdi></strong>,</p>\n"
    )
    assert as_line("Dear {full_name}", values) == "Dear *x* <b>&"


def test_two_braces_are_one() -> None:
    assert as_text("{{given_name}} {{{title}}}", VALUES) == "{given_name} {<title>}"


def test_a_link_of_words_leads_there_in_both_parts() -> None:
    body = "[Join **now**]({join_link})"

    assert Tags(as_html(body, VALUES)).addresses == [ADDRESS]
    assert Tags(as_html(body, VALUES)).words == "Join now\n"
    assert as_text(body, VALUES) == f"Join now ({ADDRESS})"


def test_an_address_alone_is_a_link_in_html_and_an_address_in_text() -> None:
    tags = Tags(as_html("Here: {join_link}.", VALUES))

    assert (tags.addresses, tags.words) == ([ADDRESS], f"Here: {ADDRESS}.\n")
    assert as_text("Here: {join_link}.", VALUES) == f"Here: {ADDRESS}."


def test_an_address_in_the_words_of_a_link_is_no_link_in_a_link() -> None:
    tags = Tags(as_html("[{title}: {join_link}](https://example.org/)", VALUES))

    assert tags.addresses == ["https://example.org/"]
    assert tags.words == f"<title>: {ADDRESS}\n"


def test_a_name_never_becomes_the_beginning_of_an_address() -> None:
    values = VALUES | {"given_name": "javascript:alert(1)"}

    tags = Tags(as_html("[x]({given_name}) [y](https://example.org/{given_name})", values))

    assert tags.addresses == [
        "javascript%3Aalert%281%29",
        "https://example.org/javascript%3Aalert%281%29",
    ]


def test_something_may_follow_an_address() -> None:
    tags = Tags(as_html("[x]({event_link}#files)", VALUES | {"event_link": "https://e.org/a"}))

    assert tags.addresses == ["https://e.org/a#files"]


def test_an_empty_value_leaves_no_double_blank() -> None:
    assert as_text("{honorific} {family_name}", VALUES | {"honorific": ""}) == "<family_name>"


def test_words_that_look_like_our_tokens_stay_words() -> None:
    assert as_text("q00y qz00y {given_name}", VALUES) == "q00y qz00y <given_name>"


@given(bodies, values)
@example("[a](<{join_link}", dict.fromkeys(PLACEHOLDERS, NASTY) | dict.fromkeys(LINKS, ADDRESS))
def test_no_value_and_no_body_raises_or_lets_markup_through(
    body: str, filled: dict[str, str]
) -> None:
    harmless = {name: "a" for name in PLACEHOLDERS} | dict.fromkeys(LINKS, ADDRESS)

    tags, plain = Tags(as_html(body, filled)), Tags(as_html(body, harmless))

    assert tags.names == plain.names
    assert len(tags.addresses) == len(plain.addresses)
    assert not any(
        address.lower().startswith(("javascript:", "data:", "vbscript:"))
        for address in tags.addresses
    )
    as_text(body, filled)
    assert "\n" not in as_line(body, filled)


@given(values)
def test_plain_text_holds_every_value_as_it_is(filled: dict[str, str]) -> None:
    body = " | ".join(f"{{{name}}}|" for name in PLACEHOLDERS)

    assert as_text(body, filled) == " | ".join(f"{filled[name]}|" for name in PLACEHOLDERS)


@given(bodies)
def test_a_text_is_the_sum_of_its_pieces(text: str) -> None:
    written = {"words": "{}", "brace": "{}", "placeholder": "{{{}}}", "unknown": "{{{}}}"}
    assume("{{" not in text and "}}" not in text)

    assert "".join(written[kind].format(words) for kind, words in pieces_of(text)) == text
