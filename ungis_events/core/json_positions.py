"""On which line of a JSON text a value stands, so that a mistake in a file can be found."""

import json
from json.decoder import scanstring  # type: ignore[attr-defined] # in CPython since 2.7

Path = tuple[str | int, ...]
"""Keys and indexes from the top: ("speakers", 2, "part")."""


def line_of(text: str, path: Path) -> int:
    """The line on which the value at `path` stands, or that of the object it is missing from."""
    position = 0
    for step in path:
        found = _find(text, position, step)
        if found is None:
            break
        position = found
    return text.count("\n", 0, position) + 1


def find_repeated_key(text: str) -> tuple[Path, int] | None:
    """The first key given twice in one object of a valid JSON text, and its second line."""
    path: list[str | int] = []
    keys: list[set[str]] = []
    position = 0
    while position < len(text):
        character, start = text[position], position
        position += 1
        if character in "{[":
            path.append("" if character == "{" else 0)
            keys.append(set())
        elif character in "}]":
            path.pop()
            keys.pop()
        elif character == "," and isinstance(path[-1], int):
            path[-1] += 1
        elif character == '"':
            string, position = scanstring(text, position, True)
            if not text.startswith(":", _skip(text, position)):
                continue  # a value
            path[-1] = string
            if string in keys[-1]:
                return tuple(path), text.count("\n", 0, start) + 1
            keys[-1].add(string)
    return None


def _find(text: str, start: int, step: str | int) -> int | None:
    """Where the member `step` of the object or list at `start` begins."""
    decoder, position, index = json.JSONDecoder(), _skip(text, start) + 1, 0
    while position < len(text) and text[position := _skip(text, position)] not in "]}":
        key: str | int = index
        if isinstance(step, str):
            key, position = scanstring(text, position + 1, True)
            position = _skip(text, position) + 1
        value = _skip(text, position)
        if key == step:
            return value
        position = _skip(text, decoder.raw_decode(text, value)[1])
        index += 1
        if position < len(text) and text[position] == ",":
            position += 1
    return None


def _skip(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \t\r\n":
        position += 1
    return position
