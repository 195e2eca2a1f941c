"""Our own CSS and scripts: compressed, and kept by browsers for ever under a hashed address."""

from flask import Flask, Response, request

from . import clock
from .answers import Answer, answers, to_response

_COMPRESSIBLE = (".css", ".js", ".svg")


def init_app(app: Flask) -> None:
    def serve(filename: str) -> Response:
        response = app.send_static_file(filename)
        if filename.endswith(_COMPRESSIBLE) and response.status_code == 200:
            on_disk = response

            def make() -> Answer:
                on_disk.direct_passthrough = False
                return Answer(on_disk.get_data(), str(on_disk.content_type))

            key = ("static", filename, on_disk.headers.get("ETag"))
            response = to_response(answers.get(key, clock.now(), make))
            on_disk.close()
        is_hashed = "v" in request.args
        response.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if is_hashed else "public, max-age=300"
        )
        return response

    app.view_functions["static"] = serve
