import pytest

from ungis_events.adapters.texts import take_text


def read(body: str, head: str = "") -> str:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return take_text(page.encode(), "notice.html")


def test_blocks_are_lines_and_lists_have_bullets() -> None:
    body = "<h1>Digital<br>cooperation</h1><p>With <b>all</b>\n of us</p><ul><li>One<li>Two</ul>"

    assert read(body) == "Digital\ncooperation\n\nWith all of us\n\n• One\n• Two"


def test_link_is_followed_by_its_address_unless_it_shows_it() -> None:
    body = (
        '<a href="https://example.org/r"><b>Register</b> here</a>, '
        '<a href="https://example.org/">example.org</a>, <a href="#top">top</a>, '
        '<a href="mailto:desk@example.org">us</a>'
    )

    assert read(body) == (
        "Register here <https://example.org/r>, example.org, top, us <desk@example.org>"
    )


def test_what_no_reader_sees_is_left_out() -> None:
    body = (
        "<nav>Home</nav><script>x()</script><style>p{}</style><!-- old --><svg><text>x</text></svg>"
        '<p>Seen<span hidden>not</span></p><div style="display:none">nor this</div>'
    )

    assert read(body, head="<title>Page</title>") == "Seen"


def test_row_of_a_table_is_a_line_and_columns_of_text_follow_one_another() -> None:
    body = (
        "<table><tr><td><p>9:00</p></td><td>Opening</td></tr>"
        "<tr><td><p>When</p><p>3 May</p></td><td>Where<br>Room XI</td></tr></table>"
    )

    assert [line for line in read(body).split("\n") if line] == [
        "9:00 | Opening", "When", "3 May", "Where", "Room XI",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("page", "name"),
    [
        pytest.param("<p>Genève, niñez</p>".encode(), "a.html", id="UTF-8, not said"),
        pytest.param("<p>Genève, niñez</p>".encode("cp1252"), "a.htm", id="Windows, not said"),
        pytest.param(
            '<html><meta charset="iso-8859-15"><p>Genève, niñez'.encode("iso-8859-15"),
            "a.txt",
            id="said in a meta",
        ),
        pytest.param("<html><p>Genève, niñez".encode("utf-16"), "a.txt", id="UTF-16 by its mark"),
        pytest.param(
            '<?xml version="1.0" encoding="utf-8"?><html><p>Genève, niñez</p></html>'.encode(),
            "a.html",
            id="XHTML",
        ),
        pytest.param('<meta charset="none"><p>Genève, niñez'.encode(), "a.html", id="unknown"),
    ],
)
def test_letters_are_read_by_the_charset_that_a_page_has(page: bytes, name: str) -> None:
    assert take_text(page, name) == "Genève, niñez"


def test_other_scripts_are_read() -> None:
    assert read("<p>مرحبا بالعالم</p><p>数字合作</p>") == "مرحبا بالعالم\n\n数字合作"
