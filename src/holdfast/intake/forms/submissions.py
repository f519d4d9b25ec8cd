"""Submissions of survey forms: told apart by their own ids, brought into the words of the two forms, written as one text."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from holdfast.errors import IntakeError
from holdfast.intake.forms import FORMS, Question, choices, labels_of, questions
from holdfast.intake.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdfast.intake.forms.mapping import FormMapping

MEDIA_TYPE = "text/plain"
SEALED = "(kept in a sealed field)"
_NOT_CONTENT = frozenset({"start", "end"})  # the clock of the device; sending again does not make another report
_EMPTY = frozenset({"[null, null]", "[null,null]", "", "n/a"})
_LEAST_SHARED = 2
_LONGEST_NAME = 100
_SAFE = re.compile(r"[A-Za-z0-9.-]{1,64}")
_NAME = re.compile(r"submission_([^_]+)_([^_]+)_([^_]+)_([0-9a-f]{16})\.txt")
# In a repeat the export writes these beside the answers.
_QUIET = frozenset({"purpose", "health_note", "photo", "document_photo", "item_kind", "instanceName", "today"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One submission in the words of our forms.

    ``root`` names the submission through all its edits, ``instance`` this version of it. ``answers`` are those outside of
    repeats, ``repeats`` the rows of each. ``dropped`` are the names of fields that were left out (what no question of the
    form asks; above all names, numbers and devices of persons); ``problems`` what could not be read, in words.
    """

    instance: str
    root: str
    replaces: str | None
    form: str
    server_id: str | None
    submitted: str | None
    status: str | None
    answers: Mapping[str, str]
    repeats: Mapping[str, tuple[Mapping[str, str], ...]]
    dropped: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the answers alone: the same report gives the same, by whatever way it came."""
        content = {
            "form": self.form,
            "answers": {k: v for k, v in self.answers.items() if k not in _NOT_CONTENT},
            "repeats": {k: [dict(row) for row in rows] for k, rows in self.repeats.items()},
        }
        return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    @property
    def document_name(self) -> str:
        """The name its text is stored under; `known_as` reads it back."""
        parts = (self.root, self.instance, self.server_id or "none")
        return f"submission_{'_'.join(_short(p) for p in parts)}_{self.fingerprint[:16]}.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAs:
    """What the name of a stored submission says: root, instance and number on the server (as written there), and content."""

    root: str
    instance: str
    server_id: str | None
    content: str


def known_as(name: str) -> KnownAs | None:
    """Return what the name of a document says of a submission, or None where it is another document."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    root, instance, server_id, content = match.groups()
    return KnownAs(root=root, instance=instance, server_id=None if server_id == "none" else server_id, content=content)


def key_of(identity: str) -> str:
    """Return an id as it is written in names of documents."""
    return _short(identity)


def _short(identity: str) -> str:
    return identity if _SAFE.fullmatch(identity) else hashlib.sha256(identity.encode()).hexdigest()[:32]


def submission_of(row: Mapping[str, Any], where: str, mapping: FormMapping | None = None) -> Submission:
    """Return a submission in the words of our forms.

    Parameters
    ----------
    row : mapping
        One row of `holdfast.intake.readers.submission_files.read_submissions`.
    where : str
        Name of the file or form, for errors.
    mapping : FormMapping or None
        What the questions of another form are in ours.

    Raises
    ------
    IntakeError
        HF-I061 where the questions are of no known form; HF-I063 where nothing names the submission.
    """
    instance = row["instance"] or row["root"] or (f"server-{row['server_id']}" if row["server_id"] else None)
    if instance is None:
        raise IntakeError(
            "HF-I063",
            where=where,
            found="a submission without an id of its own",
            expected="instanceID, _uuid, _id or KEY in every submission",
            mend="export again with these columns: without them the same report could be counted twice",
        )
    tree = row["answers"] if mapping is None else mapping.apply(row["answers"])
    form = form_of(tree, row["form"], where)
    answers: dict[str, str] = {}
    repeats: dict[str, list[dict[str, str]]] = {}
    dropped: list[str] = list(row["private"])
    problems: list[str] = []
    for key, value in tree.items():
        if isinstance(value, list):
            name = _repeat_named(form, key)
            if name is None:
                dropped.append(key)
                continue
            for part in value:
                read = _row(form, name, part, dropped, problems)
                if read:
                    repeats.setdefault(name, []).append(read)
        else:
            _put(form, key, value, answers, repeats, dropped, problems)
    return Submission(
        instance=instance,
        root=row["root"] or row["replaces"] or instance,
        replaces=row["replaces"],
        form=form,
        server_id=row["server_id"],
        submitted=row["submitted"],
        status=row["status"],
        answers=MappingProxyType(answers),
        repeats=MappingProxyType({name: tuple(MappingProxyType(r) for r in rows) for name, rows in repeats.items()}),
        dropped=tuple(dict.fromkeys(_plain(name)[:_LONGEST_NAME] for name in dropped)),
        problems=tuple(problems),
    )


def form_of(tree: Mapping[str, Any], said: str | None, where: str) -> str:
    """Return which of our forms the answers are of: by its id, else by the questions they share with it.

    Raises
    ------
    IntakeError
        HF-I061 where they share too little with either.
    """
    if said in FORMS:
        return said
    names = {leaf for key, value in tree.items() for leaf in _leaves(key, value)}
    shared = {form: sum(q.name in names or bool(names & set(q.labels)) for q in questions(form)) for form in FORMS}
    best = max(FORMS, key=lambda form: shared[form])
    if shared[best] < _LEAST_SHARED:
        raise IntakeError(
            "HF-I061",
            where=where,
            found="questions of another form: " + (", ".join(sorted(tree)[:8]) or "none"),
            expected=f"submissions of {FORMS[0]} or {FORMS[1]}, or a mapping",
            mend="give --mapping: the XLSForm of that form with its hxl column, or a file that says what each question is",
        )
    return best


def _leaves(key: str, value: Any) -> set[str]:
    found = {key, *_ends(key)}
    if isinstance(value, list):
        found |= {leaf for row in value if isinstance(row, dict) for name in row for leaf in (name, *_ends(name))}
    return found


def _ends(key: str) -> tuple[str, ...]:
    """Return what a heading may be without the groups before it: Kobo joins with a slash, ODK with a hyphen."""
    return key.rpartition("/")[2], key.rpartition("-")[2].strip()


@cache
def _by_label(form: str, repeat: str) -> Mapping[str, Question]:
    return {label: q for q in questions(form) if q.repeat == repeat for label in q.labels if label}


def _question(form: str, key: str, repeat: str | None) -> Question | None:
    candidates = (key, *_ends(key))
    for question in questions(form):
        if question.name in candidates and (repeat is None or question.repeat in {repeat, ""}):
            return question
    for scope in {repeat or "", ""}:
        for candidate in candidates:
            if candidate in (found := _by_label(form, scope)):
                return found[candidate]
    return None


def _repeat_named(form: str, key: str) -> str | None:
    repeats = {q.repeat for q in questions(form)} - {""}
    for candidate in (key, *_ends(key)):
        if candidate in repeats:
            return candidate
        for name in repeats:
            # The name of a sheet is cut at 31 characters and has none of []:*?/ in it.
            if any(_sheet_name(label) == _sheet_name(candidate) for label in labels_of(form).get(name, ())):
                return name
    return None


def _sheet_name(label: str) -> str:
    return "".join(c for c in label[:31] if c.isalnum())


def _row(form: str, repeat: str, part: Any, dropped: list[str], problems: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in part.items():
        question = _question(form, key, repeat)
        if question is None or question.repeat != repeat or isinstance(value, list):
            _drop(key, value, dropped)
        elif (text := _text(value)) is not None:
            found[question.name] = _answer(question, text, problems)
    return found


def _put(
    form: str,
    key: str,
    value: Any,
    answers: dict[str, str],
    repeats: dict[str, list[dict[str, str]]],
    dropped: list[str],
    problems: list[str],
) -> None:
    question = _question(form, key, None)
    text = _text(value)
    if question is None:
        _drop(key, value, dropped)
    elif text is None:
        return
    elif question.repeat:  # a single row of a repeat, laid flat: as XML gives it
        rows = repeats.setdefault(question.repeat, [])
        if not rows:
            rows.append({})
        rows[0][question.name] = _answer(question, text, problems)
    else:
        answers[question.name] = _answer(question, text, problems)


def _plain(text: str) -> str:
    return " ".join(normalise(text).split())


def _text(value: Any) -> str | None:
    text = _plain(str(value if value is not None else ""))
    return None if text.lower() in _EMPTY else text


def _drop(key: str, value: Any, dropped: list[str]) -> None:
    if _text(value) is not None and not _QUIET & {key, *_ends(key)}:
        dropped.append(key)


def _answer(question: Question, text: str, problems: list[str]) -> str:
    """Return an answer by the name of the choice, where it came as its label."""
    if question.kind != "select_one":
        return text
    offered = choices(question.choices)
    if text in offered:
        return text
    named = next((c.name for c in offered.values() if text in c.labels or text.lower() == c.name), None)
    if named is None:
        problems.append(f"{question.name}: the form does not offer {text!r}; it is kept as written")
    return named or text


def text_of_submission(
    submission: Submission, *, secret: Callable[[str, str], bool] = lambda _name, _answer: False
) -> tuple[str, dict[str, tuple[int, int]]]:
    """Return a submission as a text that a person can read, and the span of each of its lines.

    Parameters
    ----------
    submission : Submission
    secret : callable
        Question and answer to whether the answer is kept out of the text, because it goes into a sealed field.

    Returns
    -------
    str, dict
        The text, in the form that spans count in; the lines of answers are keyed ``people``, ``stock 1``, ``gate 2``. The
        name, number or device of a person is never in it.
    """
    head = f"Report by the survey form {submission.form}"
    sent = f"Submission {submission.instance}" + (
        f", in place of {submission.root}" if submission.root != submission.instance else ""
    )
    lines = [("head", head), ("id", sent)]
    if submission.submitted:
        lines.append(("sent", f"Sent at {submission.submitted}"))
    if submission.status:
        lines.append(("status", f"Review on the server {submission.status}"))
    lines += [
        (q.name, f"{q.name} = {submission.answers[q.name]}")
        for q in questions(submission.form)
        if not q.repeat and q.name in submission.answers
    ]
    for name in dict.fromkeys(q.repeat for q in questions(submission.form) if q.repeat):
        for number, row in enumerate(submission.repeats.get(name, ()), start=1):
            parts = "; ".join(f"{k} = {SEALED if secret(k, v) else v}" for k, v in row.items())
            lines.append((f"{name} {number}", f"{name} {number} . {parts}"))
    text, spans = "", {}
    for key, line in lines:
        # What looks like HTML would be read as HTML when the text is opened again.
        safe = " ".join(normalise(line).split()).replace("<", "‹").replace(">", "›")
        spans[key] = (len(text), len(text) + len(safe))
        text += safe + "\n"
    return text, spans


def read_submission_file(path: Path | str, *, most_bytes: int = 100_000_000) -> dict[str, Any]:
    """Return the submissions in a file as plain rows, and how many the file itself says there are.

    Parameters
    ----------
    path : Path or str
        JSON of Kobo or ODK Central (OData), an XML instance, CSV, XLSX or ``submissions.csv.zip``.
    most_bytes : int
        A larger file is not opened.

    Returns
    -------
    dict
        See `holdfast.intake.readers.submission_files.read_submissions`.

    Raises
    ------
    IntakeError
        HF-I001 missing, HF-I002 empty, HF-I060 no submissions, HF-I064 rows of repeats without a submission, HF-I065
        broken or too large; HF-I020 to HF-I025, HF-I040, HF-I041 for tables and archives.
    """
    from holdfast.intake.readers.submission_worker import read_apart  # noqa: PLC0415  only where a file is read

    target = Path(path)
    try:
        size = target.stat().st_size
        if size > most_bytes:
            raise IntakeError(
                "HF-I065",
                where=str(path),
                found=f"{size / 1e6:.0f} MB",
                expected=f"at most {most_bytes // 1_000_000} MB",
                mend="export in parts, by day; nothing was taken",
            )
        data = target.read_bytes()
    except (OSError, ValueError) as error:
        raise IntakeError(
            "HF-I001",
            where=str(path),
            found=getattr(error, "strerror", None) or str(error),
            expected="a file of submissions",
            mend="check the name and the rights",
        ) from None
    if not data.strip():
        raise IntakeError(
            "HF-I002",
            where=str(path),
            found="an empty file",
            expected="submissions",
            mend="export them again",
        )
    return read_apart(data, str(path))
