from flask import render_template_string
from flask_babel import lazy_gettext


def test_what_people_typed_is_escaped_in_lazy_texts() -> None:
    sentence = lazy_gettext("Unknown topic: %(code)s", code="<script>alert(1)</script>")

    shown = render_template_string("{{ sentence }}", sentence=sentence)

    assert shown == "Unknown topic: &lt;script&gt;alert(1)&lt;/script&gt;"
