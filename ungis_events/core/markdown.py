"""Descriptions: Markdown in, harmless HTML or plain text out."""

import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
_TAGS = {
    "p", "br", "em", "strong", "ul", "ol", "li", "a", "blockquote", "h3", "h4", "hr", "code",
    "pre", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


def to_html(text: str) -> str:
    """HTML that is safe to show: no script, only http, https and mailto links."""
    html = _markdown.render(text)
    # The page owns h1 and h2: a description's headings stand below them.
    html = re.sub(r"<(/?)h[12]>", r"<\1h3>", html)
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    )


@lru_cache(64)
def to_text(text: str) -> str:
    """The same as plain text, for mails, calendars and the text page.

    Kept, since a thousand invitations hold the same words.
    """
    html = _markdown.render(text)
    html = re.sub(r'<a href="([^"]*)"[^>]*>(.*?)</a>', _spell_out_link, html, flags=re.S)
    html = re.sub(r"<li>\s*(<p>)?", "- ", html)
    html = re.sub(r"</(p|h\d|ul|ol|blockquote|pre|table)>", "\n\n", html)
    html = re.sub(r"</(li|tr)>\n?", "\n", html)
    plain = nh3.clean(html, tags=set())
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        plain = plain.replace(entity, character)
    plain = plain.replace("\xa0", " ").replace("&nbsp;", " ")
    return re.sub(r"\n{3,}", "\n\n", plain).strip()


def _spell_out_link(match: re.Match[str]) -> str:
    address, text = match.groups()
    return text if text == address else f"{text} ({address})"
