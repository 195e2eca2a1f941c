import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ungis_events.core.json_positions import line_of

TEXT = """{
  "slug": "one",
  "title": "\\"speakers\\": [\\n",
  "speakers": [
    {"name": "A", "part": "speaker"},
    {
      "name": "B",
      "part":
        "dancer"
    }
  ],

  "links": []
}
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("slug",), 2),
        (("title",), 3),
        (("speakers",), 4),
        (("speakers", 0), 5),
        (("speakers", 0, "part"), 5),
        (("speakers", 1), 6),
        (("speakers", 1, "name"), 7),
        (("speakers", 1, "part"), 9),
        (("links",), 13),
    ],
)
def test_a_value_is_found_on_its_line(path: tuple[str | int, ...], line: int) -> None:
    assert line_of(TEXT, path) == line


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("starts",), 1),
        (("speakers", 0, "role"), 5),
        (("speakers", 1, "role"), 6),
        (("links", 3), 13),
    ],
)
def test_what_is_missing_is_found_where_it_is_missing_from(
    path: tuple[str | int, ...], line: int
) -> None:
    assert line_of(TEXT, path) == line


trees = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=4)
        | st.dictionaries(st.text(max_size=6), inner, min_size=1, max_size=4)
    ),
    max_leaves=12,
)


@given(tree=trees, data=st.data(), indent=st.sampled_from([None, 0, 2]), plain=st.booleans())
def test_every_value_of_every_file_is_found(
    tree: object, data: st.DataObject, indent: int | None, plain: bool
) -> None:
    path: list[str | int] = []
    node = tree
    while isinstance(node, (list, dict)):
        steps = list(node) if isinstance(node, dict) else list(range(len(node)))
        path.append(data.draw(st.sampled_from(steps)))
        node = node[path[-1]]  # type: ignore[index]
    marked = put(tree, path, "here it stands")
    text = json.dumps(marked, indent=indent, ensure_ascii=plain)

    line = line_of(text, tuple(path))

    assert line == text[: text.index('"here it stands"')].count("\n") + 1


def put(tree: object, path: list[str | int], value: object) -> object:
    if not path:
        return value
    first, rest = path[0], path[1:]
    if isinstance(tree, dict):
        return {key: put(each, rest, value) if key == first else each for key, each in tree.items()}
    assert isinstance(tree, list)
    return [put(each, rest, value) if n == first else each for n, each in enumerate(tree)]
