"""Holds requests and answers to openapi.yaml."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml
from jsonschema import Draft202012Validator

DOCUMENT = yaml.safe_load(Path(__file__).with_name("openapi.yaml").read_text(encoding="utf-8"))
_METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Operation:
    name: str
    method: str
    path: str
    label: str | None
    scopes: tuple[str, ...]
    parameters: tuple[dict[str, Any], ...]

    def body_pointer(self) -> str | None:
        content = self._described().get("requestBody", {}).get("content", {})
        for kind in content:
            return f"{self._pointer()}/requestBody/content/{_escaped(kind)}/schema"
        return None

    def answer_pointer(self, status: int) -> str | None:
        """None: an answer without a body. Raises KeyError for a status that is not described."""
        responses = self._described()["responses"]
        key = str(status) if str(status) in responses else "default"
        place, response = f"{self._pointer()}/responses/{key}", responses[key]
        if "$ref" in response:
            place = response["$ref"]
            response = DOCUMENT["components"]["responses"][place.rpartition("/")[2]]
        if "content" not in response:
            return None
        return f"{place}/content/{_escaped('application/json')}/schema"

    def _described(self) -> dict[str, Any]:
        described: dict[str, Any] = DOCUMENT["paths"][self.path][self.method.lower()]
        return described

    def _pointer(self) -> str:
        return f"#/paths/{_escaped(self.path)}/{self.method.lower()}"


def find_operation(method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
    """The operation and what stands in its path. `path` as it came, still encoded.

    Zoom decodes it once before it looks for the call: a slash that is to be part of a UUID needs
    to be encoded twice.
    """
    path = unquote(path)
    for operation, pattern in _operations():
        if operation.method == method and (found := pattern.fullmatch(path)):
            return operation, {name: unquote(each) for name, each in found.groupdict().items()}
    return None


def list_operations() -> list[Operation]:
    return [operation for operation, _ in _operations()]


def request_problems(
    operation: Operation, places: dict[str, str], query: dict[str, str], body: Any
) -> list[str]:
    """What does not fit; empty when all does."""
    found = []
    known = {(each["in"], each["name"]): each["schema"] for each in operation.parameters}
    given = {("path", name): each for name, each in places.items()}
    given |= {("query", name): each for name, each in query.items()}
    for (where, name), text in given.items():
        schema = known.get((where, name))
        if schema is None:
            found.append(f"{name}: not known in the {where}")
            continue
        found += [f"{name}: {error}" for error in _schema_problems(schema, _typed(text, schema))]
    pointer = operation.body_pointer()
    if pointer is None and body is not None:
        found.append("a body where none is expected")
    elif pointer:
        found += _pointer_problems(pointer, body)
    return found


def answer_problems(operation: Operation, status: int, body: Any) -> list[str]:
    pointer = operation.answer_pointer(status)
    if pointer is None:
        return [] if body is None else ["a body where none is expected"]
    return _pointer_problems(pointer, body)


@cache
def _operations() -> tuple[tuple[Operation, re.Pattern[str]], ...]:
    """The fixed addresses before those with a variable in the same place."""
    found = []
    for path, described in DOCUMENT["paths"].items():
        for method in _METHODS:
            if method not in described:
                continue
            each = described[method]
            parameters = described.get("parameters", []) + each.get("parameters", [])
            operation = Operation(
                name=each["operationId"],
                method=method.upper(),
                path=path,
                label=each.get("x-label"),
                scopes=tuple(each.get("x-scopes", ())),
                parameters=tuple(_resolved(parameter) for parameter in parameters),
            )
            found.append((operation, re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", path))))
    return tuple(sorted(found, key=lambda pair: pair[0].path.count("{")))


def _resolved(parameter: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in parameter:
        return parameter
    resolved: dict[str, Any] = DOCUMENT["components"]["parameters"][
        parameter["$ref"].rpartition("/")[2]
    ]
    return resolved


def _typed(text: str, schema: dict[str, Any]) -> Any:
    if schema.get("type") == "integer" and re.fullmatch(r"-?\d+", text):
        return int(text)
    if schema.get("type") == "boolean" and text in ("true", "false"):
        return text == "true"
    return text


def _schema_problems(schema: dict[str, Any], value: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(schema).iter_errors(value)]


def _pointer_problems(pointer: str, value: Any) -> list[str]:
    errors = _validator(pointer).iter_errors(value)
    return [f"{error.json_path}: {error.message}" for error in errors]


@cache
def _validator(pointer: str) -> Draft202012Validator:
    return Draft202012Validator(DOCUMENT | {"$ref": pointer})


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")
