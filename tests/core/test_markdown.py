import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ungis_events.core.markdown import to_html, to_text


def test_paragraphs_emphasis_lists_and_links_become_html() -> None:
    text = "One *two*\n\n- three\n- [four](https://example.org/a?b=1&c=2)"

    assert to_html(text) == (
        "<p>One <em>two</em></p>\n<ul>\n<li>three</li>\n"
        '<li><a href="https://example.org/a?b=1&amp;c=2" rel="noopener nofollow">four</a></li>\n'
        "</ul>\n"
    )


def test_headings_stand_below_those_of_the_page() -> None:
    assert to_html("# One\n\n## Two\n\n### Three") == (
        "<h3>One</h3>\n<h3>Two</h3>\n<h3>Three</h3>\n"
    )


def test_tags_that_were_typed_are_shown_as_typed() -> None:
    assert to_html("a <b>c</b>") == "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n"
    assert to_text("a <b>c</b>") == "a <b>c</b>"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox)",
        "![x](https://example.org/pixel.gif)",
        '[x](https://example.org "onmouseover=alert(1)")',
        '<https://example.org/"onclick=alert(1)>',
        "<svg/onload=alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        "```html\n<script>alert(1)</script>\n```",
        "<style>*{display:none}</style>",
        "<iframe srcdoc='<script>alert(1)</script>'>",
    ],
)
def test_nothing_typed_can_run(text: str) -> None:
    assert_harmless(to_html(text))


@settings(deadline=None, max_examples=300)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=8),
            st.sampled_from(
                ["<script>", "</script>", "<img ", "onerror=", "[a](", "javascript:", ")", '"', "'",
                 "`", "&lt;", "&#x6A;", "\n", "\n\n", "- ", "|", "> ", "<!--", "-->", "<a href="]
            ),
        )
    )
)  # fmt: skip
def test_no_mixture_of_pieces_can_run(pieces: list[str]) -> None:
    assert_harmless(to_html("".join(pieces)))


def assert_harmless(html: str) -> None:
    tags = re.findall(r"<[^>]*>", html)
    for tag in tags:
        assert re.fullmatch(
            r"</?(p|br|em|strong|ul|ol|li|blockquote|h3|h4|hr|code|pre|table|thead|tbody|tr|th|td)>"
            r'|</a>|<a (href="(https?:|mailto:|[^":]*("|[/?#]))[^"]*"? ?)?(title="[^"]*" )?'
            r'rel="noopener nofollow">',
            tag,
        ), tag


def test_plain_text_keeps_words_lists_and_addresses() -> None:
    text = (
        '# About\n\nTom & *Jerry* say "a < b".\n\n- one\n- two\n\n'
        "See [the note](https://example.org/?a=1&b=2) or <https://example.org/>."
    )

    assert to_text(text) == (
        'About\n\nTom & Jerry say "a < b".\n\n- one\n- two\n\n'
        "See the note (https://example.org/?a=1&b=2) or https://example.org/."
    )


@pytest.mark.parametrize("text", ["&amp;lt;b&amp;gt;", "1 &lt; 2", "R&D", "\u00a0"])
def test_plain_text_undoes_entities_once(text: str) -> None:
    expected = {
        "&amp;lt;b&amp;gt;": "&lt;b&gt;",
        "1 &lt; 2": "1 < 2",
        "R&D": "R&D",
        "\u00a0": "",
    }

    assert to_text(text) == expected[text]


@settings(deadline=None)
@given(st.text(alphabet=st.characters(categories=["L", "N", "Zs"]), max_size=60))
def test_plain_words_pass_unchanged(words: str) -> None:
    tidy = " ".join(words.split())

    assert " ".join(to_text(tidy).split()) == tidy
