"""Whole registrations over HTTP, many at once: `python -m bench.visitors URL COUNT CLIENTS`.

Each visitor is new: own connection, no cookies. They get the form, send it with its hidden
fields and read the page after it, as a browser that accepts br does. Prints JSON.
"""

import asyncio
import html
import json
import re
import resource
import sys
import time
from collections import Counter
from urllib.parse import urlencode, urljoin, urlsplit

import brotli

_HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
_NAME = re.compile(r'\bname="([^"]*)"')
_VALUE = re.compile(r'\bvalue="([^"]*)"')
_SENT_FORM = re.compile(r"<form[^>]*method=\"post\".*?</form>", re.S | re.I)


class Visitor:
    """One browser: a connection that is kept alive and a cookie jar."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "", parts.port or 80
        self._cookies: dict[str, str] = {}

    async def __aenter__(self) -> "Visitor":
        self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()

    async def ask(self, method: str, path: str, body: str = "") -> tuple[int, str, str]:
        """(status, Location, page)."""
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: {self._host}:{self._port}",
            "Accept: text/html",
            "Accept-Encoding: br",
            "Accept-Language: en",
        ]
        if self._cookies:
            lines.append("Cookie: " + "; ".join(f"{k}={v}" for k, v in self._cookies.items()))
        if method == "POST":
            lines += [
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
            ]
        self._writer.write(("\r\n".join(lines) + "\r\n\r\n" + body).encode())
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {}
        for line in head[1:]:
            name, _, value = line.partition(": ")
            if name.lower() == "set-cookie":
                key, _, content = value.partition(";")[0].partition("=")
                self._cookies[key] = content
            else:
                headers[name.lower()] = value
        content = await self._reader.readexactly(int(headers.get("content-length", "0")))
        if headers.get("content-encoding") == "br":
            content = brotli.decompress(content)
        return int(head[0].split()[1]), headers.get("location", ""), content.decode()


def hidden_fields(page: str) -> dict[str, str]:
    form = _SENT_FORM.search(page)
    if form is None:
        raise LookupError("no form on the page")
    tags = _HIDDEN.findall(form[0])
    return {
        name[1]: html.unescape(value[1]) if (value := _VALUE.search(tag)) else ""
        for tag in tags
        if (name := _NAME.search(tag))
    }


async def register(url: str, number: int) -> str:
    """ "done", or what went wrong."""
    path = urlsplit(url).path
    async with Visitor(url) as visitor:
        status, _, page = await visitor.ask("GET", path)
        if status != 200:
            return f"form {status}"
        fields = hidden_fields(page) | {
            "given_name": "Amina",
            "family_name": f"Diallo {number}",
            "email": f"amina{number}-{time.time_ns()}@example.org",
            "organization": "International Telecommunication Union",
            "stakeholder_group": "UN",
            "country": "SN",
            "data_notice": "y",
        }
        status, location, _ = await visitor.ask("POST", path, urlencode(fields))
        if status != 303:
            return f"post {status}"
        after = urlsplit(urljoin(url, location))
        status, _, _ = await visitor.ask(
            "GET", after.path + (f"?{after.query}" * bool(after.query))
        )
        return "done" if status == 200 else f"after {status}"


async def main(url: str, count: int, clients: int) -> dict[str, object]:
    numbers = iter(range(count))
    outcomes: Counter[str] = Counter()
    seconds: list[float] = []

    async def client() -> None:
        for number in numbers:
            began = time.perf_counter()
            outcomes[await register(url, number)] += 1
            seconds.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    took = time.perf_counter() - began
    seconds.sort()
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "rate": count / took,
        "p50_ms": 1000 * seconds[len(seconds) // 2],
        "p99_ms": 1000 * seconds[min(len(seconds) - 1, int(len(seconds) * 0.99))],
        "outcomes": outcomes,
        "client_cpu_s": usage.ru_utime + usage.ru_stime,
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))))
