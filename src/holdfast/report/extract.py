"""Collect every message of the report into ``locale/messages.pot``, from which catalogues are translated.

Run ``python -m holdfast.report.extract`` after a sentence has changed; a test fails until this was done.
"""

from __future__ import annotations

import ast
import csv
import io
import sys
from importlib.resources import files
from pathlib import Path

from holdfast.forecast import ladder, names

# Functions of `holdfast.report.text` whose first arguments are messages.
_CALLS = {"say": 1, "message": 1, "say_n": 2}
_TABLES = {"lifelines.csv": ("fails", "consequence"), "bands.csv": ("label",)}

Message = tuple[str, str | None]


def collect() -> dict[Message, tuple[str, ...]]:
    """Return every message (singular, plural or None) with the files it stands in, in reading order."""
    room = files("holdfast.report")
    found: dict[Message, list[str]] = {}
    sources = sorted(item.name for item in room.iterdir() if item.name.endswith(".py") and item.name != "text.py")
    sources.append("text.py")
    for name in sources:
        for message in _of_python(room.joinpath(name).read_text(encoding="utf-8")):
            found.setdefault(message, []).append(name)
    for message in _of_template(room.joinpath("templates/report.html.j2").read_text(encoding="utf-8")):
        found.setdefault(message, []).append("templates/report.html.j2")
    for name, columns in _TABLES.items():
        for row in csv.DictReader(io.StringIO(room.joinpath(name).read_text(encoding="utf-8"))):
            for column in columns:
                found.setdefault((row[column], None), []).append(name)
    for word in (*(word for _, word in ladder()), *names("lifeline").values(), *names("goods").values()):
        found.setdefault((word, None), []).append("forecast/words.py")
    return {message: tuple(dict.fromkeys(places)) for message, places in found.items() if message[0]}


def _of_python(source: str) -> list[Message]:
    messages: list[Message] = []
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS):
            continue
        texts = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        wanted = _CALLS[node.func.id]
        words = [text for text in texts[:wanted] if isinstance(text, str)]
        if len(words) == wanted:
            messages.append((words[0], words[1] if wanted == 2 else None))
    return messages


def _of_template(source: str) -> list[Message]:
    from jinja2 import Environment  # noqa: PLC0415  a tool for translators, not part of a run
    from jinja2.ext import extract_from_ast  # noqa: PLC0415

    # Parsed, never rendered.
    tree = Environment(autoescape=True).parse(source)
    return [(text, None) for _, _, text in extract_from_ast(tree, gettext_functions=("_",)) if isinstance(text, str)]


def pot_text() -> str:
    """Return the template of a catalogue as gettext has it."""
    lines = ['msgid ""', 'msgstr ""', '"Content-Type: text/plain; charset=UTF-8\\n"', ""]
    for (singular, plural), places in sorted(collect().items(), key=lambda item: (item[0][0], item[0][1] or "")):
        lines += [f"#: {place}" for place in places]
        lines.append(f"msgid {_quoted(singular)}")
        if plural is None:
            lines.append('msgstr ""')
        else:
            lines += [f"msgid_plural {_quoted(plural)}", 'msgstr[0] ""', 'msgstr[1] ""']
        lines.append("")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def main() -> int:
    """Write ``locale/messages.pot`` of the source tree."""
    target = Path(__file__).parent / "locale" / "messages.pot"
    target.write_text(pot_text(), encoding="utf-8")
    sys.stdout.write(f"{target.name}: {len(collect())} messages\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
