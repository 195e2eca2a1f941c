import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.adapters.texts.made import add_link, repacked, saved, word
from ungis_events.adapters.texts import take_text


def lines(content: bytes) -> list[str]:
    return [line for line in take_text(content, "notice.docx").split("\n") if line]


def test_paragraphs_come_in_their_order_in_any_script() -> None:
    content = word("Coopération numérique à l’école", "Jornada sobre la niñez", "مرحبا", "数字合作")

    assert take_text(content, "notice.docx") == (
        "Coopération numérique à l’école\nJornada sobre la niñez\nمرحبا\n数字合作"
    )


def test_line_break_within_a_paragraph_ends_a_line() -> None:
    assert lines(word("31 January 2023\n08:30 – 09:45\tNew York")) == [
        "31 January 2023",
        "08:30 – 09:45 New York",
    ]


def test_list_paragraphs_get_a_bullet() -> None:
    document = docx.Document()
    document.add_paragraph("Speakers")
    document.add_paragraph("Ms. Ada Quill, ITU", style="List Bullet")
    document.add_paragraph("Mr. Bo Reed, UNESCO", style="List Number")

    assert lines(saved(document)) == ["Speakers", "• Ms. Ada Quill, ITU", "• Mr. Bo Reed, UNESCO"]


def test_paragraph_numbered_by_hand_gets_a_bullet_and_a_numbered_heading_none() -> None:
    document = docx.Document()
    numbers = f"<w:numPr {nsdecls('w')}><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>"
    for style in ("Normal", "Heading 1"):
        paragraph = document.add_paragraph("Access for all", style=style)
        paragraph._p.get_or_add_pPr().append(parse_xml(numbers))

    assert lines(saved(document)) == ["• Access for all", "Access for all"]


def test_row_of_a_table_is_a_line() -> None:
    document = docx.Document()
    document.add_paragraph("Programme")
    table = document.add_table(2, 3)
    cells = ("9:00", "Opening", "Ms. Ada Quill", "9:30", "Panel\nModerated", "")
    for place, words in enumerate(cells):
        table.cell(*divmod(place, 3)).text = words
    document.add_paragraph("Register below")

    assert lines(saved(document)) == [
        "Programme",
        "9:00 | Opening | Ms. Ada Quill",
        "9:30 | Panel",
        "Moderated",
        "Register below",
    ]


def test_columns_laid_out_by_a_table_follow_one_another() -> None:
    document = docx.Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "When\n3 May 2024"
    table.cell(0, 1).text = "Where\nRoom XI"

    assert lines(saved(document)) == ["When", "3 May 2024", "Where", "Room XI"]


def test_cells_that_were_merged_and_tables_in_cells_are_read_once() -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Programme"
    inner = table.cell(1, 0).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "9:00", "Opening"

    assert lines(saved(document)) == ["Programme", "9:00 | Opening"]


def test_link_is_followed_by_its_address_unless_it_shows_it() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Please ")
    add_link(paragraph, "register here", "https://example.org/r?a=1")
    paragraph.add_run(" or see ")
    add_link(paragraph, "example.org/help", "https://example.org/help/")
    paragraph.add_run(", write ")
    add_link(paragraph, "us", "mailto:desk@example.org?subject=Hi")

    assert lines(saved(document)) == [
        "Please register here <https://example.org/r?a=1> or see example.org/help, "
        "write us <desk@example.org>"
    ]


def test_link_made_by_a_field_has_its_address_too() -> None:
    code = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText> HYPERLINK "https://example.org/r" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        "<w:r><w:t>here</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )

    assert lines(with_body(f"<w:p>{code}</w:p>")) == ["here <https://example.org/r>"]


def test_text_in_boxes_and_content_controls_is_read_and_deleted_text_is_not() -> None:
    box = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent>"
    body = (
        f"<w:p><w:r><w:t>Title</w:t></w:r>{box}</w:pict></w:r></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>Controlled</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins>"
        "<w:del><w:r><w:t>old</w:t></w:r></w:del></w:p>"
    )

    assert lines(with_body(body)) == ["Title", "In a box", "Controlled", "new"]


def test_headers_and_footers_are_left_out() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Draft of 3 May"
    document.add_paragraph("Digital cooperation")

    assert lines(saved(document)) == ["Digital cooperation"]


def with_body(body: str) -> bytes:
    start = f"<w:document {nsdecls('w')}><w:body>"
    return repacked(word(), word__document=f"{start}{body}</w:body></w:document>".encode())
