"""Other people's forms: what each of their questions is in ours, by the HXL column of their XLSForm or by a file.

The file is TOML::

    form = "holdfast_daily"
    [answers]                 # ours = "theirs"; "=word" is the same in every report
    report_date = "today"
    basis = "=told"
    [[stock]]                 # one block for each figure that has a question of its own
    item = "=diesel"
    unit = "=litre"
    qty = "diesel_left"
    [[gate]]
    each = "trucks"           # one row for each row of their repeat
    decision = "result"
    [choices.decision]        # their answers, where they are other words
    "sent back" = "turned_back"
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from holdfast.errors import IntakeError
from holdfast.intake.forms import COMMITMENT, DAILY, FORMS, questions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.intake.readers.sheets import Sheet

_LONGEST = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One row of one of our repeats: in which of their repeats it lies (None outside of any), ours -> theirs."""

    repeat: str
    each: str | None
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormMapping:
    """What the questions of another form are in one of ours. Questions that are not named are left out."""

    form: str
    answers: Mapping[str, str]
    blocks: tuple[Block, ...]
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def apply(self, tree: Mapping[str, Any]) -> dict[str, Any]:
        """Return their answers under our names; what no question of ours takes keeps its own, and is dropped later."""
        used: set[str] = set()
        found: dict[str, Any] = {}
        for ours, theirs in self.answers.items():
            value = self._value(ours, theirs, tree, used)
            if value is not None:
                found[ours] = value
        rows: dict[str, list[dict[str, Any]]] = {}
        for block in self.blocks:
            sources = [tree] if block.each is None else _rows(tree, block.each, used)
            for source in sources:
                row = {
                    ours: value
                    for ours, theirs in block.fields.items()
                    if (value := self._value(ours, theirs, source, used)) is not None
                }
                # A row of words that are the same in every report says nothing.
                if any(not block.fields[name].startswith("=") for name in row):
                    rows.setdefault(block.repeat, []).append(row)
        found.update(rows)
        ours_all = {q.name for q in questions(self.form)}
        rest = {k: v for k, v in tree.items() if k not in used and k.rpartition("/")[2] not in ours_all}
        return found | rest

    def _value(self, ours: str, theirs: str, source: Mapping[str, Any], used: set[str]) -> Any:
        if theirs.startswith("="):
            return theirs[1:]
        key = _find(source, theirs)
        if key is None:
            return None
        used.add(key)
        value = source[key]
        if isinstance(value, list) or value in (None, ""):
            return None
        return self.choices.get(ours, {}).get(str(value), value)


def _find(source: Mapping[str, Any], name: str) -> str | None:
    if name in source:
        return name
    ends = [key for key in source if name in (key.rpartition("/")[2], key.rpartition("-")[2])]
    return ends[0] if len(ends) == 1 else None


def _rows(tree: Mapping[str, Any], name: str, used: set[str]) -> list[Mapping[str, Any]]:
    key = _find(tree, name)
    if key is None or not isinstance(tree[key], list):
        return []
    used.add(key)
    return [row for row in tree[key] if isinstance(row, dict)]


def load_form_mapping(data: bytes, where: str) -> FormMapping:
    """Return the mapping in a file.

    Parameters
    ----------
    data : bytes
        A TOML file as shown above, or the XLSForm (XLSX) of the other form with its ``hxl`` column.
    where : str
        Name of the file, for errors.

    Raises
    ------
    IntakeError
        HF-I066 where it is neither, names a question we do not have, or maps nothing.
    """
    if data.startswith(b"PK"):
        from holdfast.intake.readers.table_files import open_book  # noqa: PLC0415  heavy
        from holdfast.intake.readers.workbook import XLSX  # noqa: PLC0415

        book, _ = open_book(data, where, XLSX)
        survey = next((s for s in book.sheets if s.name.lower() == "survey"), None)
        if survey is None:
            raise _unusable(where, "a workbook without a sheet named survey", "the XLSForm of the other form")
        return _by_hxl(survey, where)
    if len(data) > _LONGEST:
        raise _unusable(where, f"{len(data):,} bytes", "a mapping of at most a million bytes")
    try:
        parts = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _unusable(where, str(error)[:200], "a file in TOML") from None
    return _by_file(parts, where)


def _by_file(parts: Mapping[str, Any], where: str) -> FormMapping:
    form = parts.get("form", DAILY)
    if form not in FORMS:
        raise _unusable(where, f"form = {form!r}", f"{DAILY} or {COMMITMENT}")
    ours = questions(form)
    repeats = {q.repeat for q in ours} - {""}
    unknown = sorted(set(parts) - {"form", "answers", "choices"} - repeats)
    if unknown:
        raise _unusable(where, f"[{unknown[0]}]", "one of answers, choices, " + ", ".join(sorted(repeats)))
    answers = _texts(parts.get("answers", {}), "answers", {q.name for q in ours if not q.repeat}, where)
    blocks = []
    for repeat in sorted(repeats):
        names = {q.name for q in ours if q.repeat == repeat}
        for row in _tables(parts.get(repeat, []), repeat, where):
            fields = _texts(row, repeat, names | {"each"}, where)
            each = fields.pop("each", None)
            blocks.append(Block(repeat=repeat, each=each, fields=fields))
    words = parts.get("choices", {})
    if not isinstance(words, dict):
        raise _unusable(where, "choices that are no tables", "[choices.QUESTION]")
    named = {name: _texts(table, f"choices.{name}", None, where) for name, table in words.items()}
    if not answers and not blocks:
        raise _unusable(where, "a mapping that maps nothing", "[answers] or a block such as [[stock]]")
    return FormMapping(form=form, answers=answers, blocks=tuple(blocks), choices=named)


def _tables(found: Any, name: str, where: str) -> list[dict[str, Any]]:
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise _unusable(where, f"{name} that is no list of blocks", f"[[{name}]]")
    return found


def _texts(found: Any, name: str, allowed: set[str] | None, where: str) -> dict[str, str]:
    if not isinstance(found, dict) or not all(isinstance(v, str) and v for v in found.values()):
        raise _unusable(where, f"[{name}] with something that is no text", 'lines such as qty = "their_question"')
    unknown = sorted(set(found) - allowed) if allowed is not None else []
    if unknown:
        raise _unusable(where, f"{unknown[0]} in [{name}]", "one of " + ", ".join(sorted(allowed or ())))
    return dict(found)


def _by_hxl(survey: Sheet, where: str) -> FormMapping:
    """Map by tags: their question is the one of ours whose tag and attributes it has."""
    heading = [c.text.strip().lower() for c in survey.rows[0].cells] if survey.rows else []
    if not {"type", "name", "hxl"} <= set(heading):
        raise _unusable(
            where, "a survey sheet without the columns type, name and hxl", "the XLSForm with its hxl column"
        )
    scopes = _scopes(survey, {name: heading.index(name) for name in ("type", "name", "hxl")})
    answers: dict[str, str] = {}
    blocks = []
    form = _form_by_tags([tag for scope in scopes.values() for _, tag in scope])
    for scope, tagged in scopes.items():
        repeat = _repeat_by_tags(form, [tag for _, tag in tagged])
        fields: dict[str, str] = {}
        for name, tag in tagged:
            question = _by_tag(form, tag, repeat)
            if question is not None and question[0] == "" and not scope:
                answers.setdefault(question[1], name)
            elif question is not None and question[0]:
                fields.setdefault(question[1], name)
        if repeat and fields:
            blocks.append(Block(repeat=repeat, each=scope or None, fields=fields))
    if not answers and not blocks:
        raise _unusable(where, "no tag that one of our questions has", "hxl tags as in the forms of holdfast forms DIR")
    return FormMapping(form=form, answers=answers, blocks=tuple(blocks))


def _scopes(survey: Sheet, at: Mapping[str, int]) -> dict[str, list[tuple[str, str]]]:
    """Return the tagged questions of each of their repeats, and of what lies outside under ""."""
    scopes: dict[str, list[tuple[str, str]]] = {"": []}
    inside: list[str] = []
    for row in survey.rows[1:]:
        kind, name, tag = (row.cell(at[c]).text.strip() for c in ("type", "name", "hxl"))
        word = kind.lower().replace(" ", "_")
        if word == "begin_repeat":
            inside.append(name)
            scopes[name] = []
        elif word == "end_repeat" and inside:
            inside.pop()
        elif tag:
            scopes[inside[-1] if inside else ""].append((name, tag))
    return scopes


def _parts(tag: str) -> frozenset[str]:
    return frozenset(p.strip().lower() for p in tag.replace("#", "+#").split("+") if p.strip())


def _by_tag(form: str, tag: str, repeat: str) -> tuple[str, str] | None:
    """Return the repeat and name of our question with the most attributes that a tag has all of."""
    found = [
        (len(_parts(q.hxl)), q.repeat == repeat, q)
        for q in questions(form)
        if q.hxl and q.repeat in {"", repeat} and _parts(q.hxl) <= _parts(tag)
    ]
    if not found:
        return None
    best = max(found, key=lambda entry: entry[:2])[2]
    return best.repeat, best.name


def _repeat_by_tags(form: str, tags: list[str]) -> str:
    """Return which of our repeats the tags of a scope speak of: the one with most tags that no other has."""
    score = {}
    for repeat in sorted({q.repeat for q in questions(form)} - {""}):
        own = [_parts(q.hxl) for q in questions(form) if q.repeat == repeat and q.hxl]
        others = [_parts(q.hxl) for q in questions(form) if q.repeat != repeat and q.hxl]
        score[repeat] = sum(
            any(o <= _parts(tag) for o in own) and not any(o <= _parts(tag) for o in others) for tag in tags
        )
    best = max(score, key=lambda name: score[name], default="")
    return best if best and score[best] else ""


def _form_by_tags(tags: list[str]) -> str:
    promised = any({"#output", "promised"} <= _parts(t) or {"#description", "commitment"} <= _parts(t) for t in tags)
    return COMMITMENT if promised else DAILY


def _unusable(where: str, found: str, expected: str) -> IntakeError:
    return IntakeError(
        "HF-I066",
        where=where,
        found=found,
        expected=expected,
        mend="correct the mapping; docs/forms.md shows one, and an XLSForm with an hxl column needs none",
    )
