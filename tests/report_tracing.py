"""Walk a page as a doubting reader does: every digit must stand inside something that says where it comes from."""

from __future__ import annotations

import re
from html.parser import HTMLParser

VOID = frozenset({"meta", "br", "img", "link", "input", "hr"})


class Walk(HTMLParser):
    """Collects (text, references) of every text node that is read, and the anchors of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[tuple[str, str | None]] = []
        self.nodes: list[tuple[str, str | None]] = []
        self.anchors: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        names = dict(attrs)
        if "id" in names:
            self.anchors.add(names["id"])
        if names.get("href", "").startswith("#") and tag == "a":
            self.links.append(names["href"][1:])
        for spoken in ("data-label", "aria-label", "alt"):
            if names.get(spoken):
                self.nodes.append((names[spoken], names.get("data-ref")))
        if tag not in VOID:
            self.stack.append((tag, names.get("data-ref")))

    def handle_startendtag(self, tag, attrs) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.stack.pop()

    def handle_endtag(self, tag) -> None:
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data) -> None:
        tags = {tag for tag, _ in self.stack}
        if data.strip() and not tags & {"style", "title"}:
            refs = [ref for _, ref in self.stack if ref]
            self.nodes.append((data.strip(), refs[-1] if refs else None))


def walk(page: str) -> Walk:
    walker = Walk()
    walker.feed(page)
    return walker


def digits_without_reference(page: str) -> list[str]:
    return [text for text, ref in walk(page).nodes if re.search(r"\d", text) and not ref]


def references(page: str) -> set[str]:
    return {one for _, ref in walk(page).nodes if ref for one in ref.split()}


def printed(page: str) -> dict[str, list[str]]:
    """What stands behind each reference."""
    found: dict[str, list[str]] = {}
    for text, ref in walk(page).nodes:
        for one in (ref or "").split():
            found.setdefault(one, []).append(text)
    return found
