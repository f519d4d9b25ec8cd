"""Submissions of survey forms as Kobo and ODK hand them out: JSON, OData, XML instances, CSV, XLSX and zipped CSV.

Every reader gives the same plain rows: who the submission is (instance, root, what it replaces), when it was sent, what the
server says of it, and its answers as a tree whose repeats are lists. What the answers mean is not known here.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from holdfast.intake.readers.archive import Archive
from holdfast.intake.readers.faults import ReaderFaultError
from holdfast.intake.readers.safe_xml import parse_xml
from holdfast.intake.readers.submission_tables import Table, join_tables, table_of
from holdfast.intake.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from xml.etree.ElementTree import Element

KOBO, ODATA, XML, TABLE = "kobo-json", "odk-odata", "odk-xml", "table"
MAX_SUBMISSIONS = 20_000
# Where each system writes who a submission is; the first that is there counts.
_INSTANCE = ("meta/instanceID", "instanceID", "_uuid", "meta/instanceId")
_ROOT = ("meta/rootUuid", "rootUuid")
_REPLACES = ("meta/deprecatedID", "deprecatedID")
_FORM_VERSION = frozenset(
    {"__version__", "_version_", "formhub/uuid", "_xform_id_string", "_status", "_tags", "_notes"}
)
_ATTACHED = frozenset({"_attachments", "_supplementalDetails"})


_MARKS = re.compile(rb'"(?:_uuid|meta/instanceID|__system|@odata\.context)"\s*:|<(?:\w+:)?instanceID>')


def looks_like_submissions(data: bytes) -> bool:
    """Whether a file is JSON or XML with the marks of submissions in it, and so no message."""
    start = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return start in {b"{", b"[", b"<"} and _MARKS.search(data[:200_000]) is not None


def read_submissions(data: bytes) -> dict[str, Any]:
    """Return the submissions in a file as plain lists.

    Parameters
    ----------
    data : bytes
        The file: an answer of Kobo or of ODK Central (OData) saved as JSON, one body of a webhook, one XML instance, an
        export as CSV or XLSX, or ``submissions.csv.zip``.

    Returns
    -------
    dict
        ``kind``, ``count`` (how many there are by the file's own word, or None), ``rows``.

    Raises
    ------
    ReaderFaultError
        HF-I060 where the file holds no submissions; HF-I064 where rows of a repeat belong to none; HF-I065 where it is
        broken, too large, or nested without end; the faults of archives and tables.
    """
    start = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if start[:1] in {b"{", b"["}:
        return json_submissions(json_of(data))
    if start[:1] == b"<":
        return _xml(data)
    return _tables([table_of("", data)])


def json_of(data: bytes) -> Any:
    """Return what a JSON text says; HF-I065 where it is none, or nested without end."""
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise ReaderFaultError("HF-I065", f"JSON that is broken ({type(error).__name__})") from None


def _no_number(word: str) -> Any:
    raise ValueError(word)


def json_submissions(found: Any) -> dict[str, Any]:
    """Return the submissions in an answer of either system, or in the body of a webhook."""
    count: int | None = None
    rows = found
    if isinstance(found, dict):
        if isinstance(found.get("results"), list):
            rows, count = found["results"], found.get("count")
        elif isinstance(found.get("value"), list):
            rows, count = found["value"], found.get("@odata.count")
        else:
            rows = [found]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ReaderFaultError("HF-I060", "JSON that holds no list of submissions")
    if isinstance(count, bool) or not isinstance(count, int | None):
        raise ReaderFaultError("HF-I065", f"a count that is no number ({str(count)[:40]!r})")
    if len(rows) > MAX_SUBMISSIONS:
        raise ReaderFaultError("HF-I065", f"{len(rows):,} submissions in one file")
    if any("__id" in row for row in rows):
        return {"kind": ODATA, "count": count, "rows": [_odata_row(row) for row in rows]}
    if rows and not any({*_INSTANCE, "_id"} & set(row) or "meta" in row for row in rows):
        raise ReaderFaultError("HF-I060", "JSON whose entries carry no id of a submission")
    return {"kind": KOBO, "count": count, "rows": [_kobo_row(row) for row in rows]}


def _kobo_row(row: Mapping[str, Any]) -> dict[str, Any]:
    flat = {key: value for key, value in row.items() if key not in _ATTACHED}
    status = flat.pop("_validation_status", None)
    return _row(flat, status=status.get("uid") if isinstance(status, dict) else status)


def _odata_row(row: Mapping[str, Any]) -> dict[str, Any]:
    said = row.get("__system")
    system: dict[str, Any] = said if isinstance(said, dict) else {}
    answers = {key: value for key, value in row.items() if key not in {"__id", "__system"} and "@odata" not in key}
    private = [f"__system/{name}" for name in ("submitterId", "submitterName", "deviceId") if system.get(name)]
    found = _row(answers, status=system.get("reviewState") or "received", private=private)
    # The instance it was first sent with names the submission as a whole; each edit has its own.
    found["root"] = bare_id(row.get("__id"))
    found["instance"] = found["instance"] or found["root"]
    found["submitted"] = _text(system.get("submissionDate"))
    found["edited"] = _text(system.get("updatedAt"))
    return found


def _row(
    answers: Mapping[str, Any], *, status: Any = None, form: str | None = None, private: Iterable[str] = ()
) -> dict[str, Any]:
    """Take out of flat or nested answers what says who the submission is; the rest stays an answer."""
    flat = _flat(answers)

    def take(names: Iterable[str]) -> str | None:
        values = [flat.pop(name) for name in names if name in flat]
        return next((_text(v) for v in values if _text(v)), None)

    found: dict[str, Any] = {
        "instance": bare_id(take(_INSTANCE)),
        "root": bare_id(take(_ROOT)),
        "replaces": bare_id(take(_REPLACES)),
        "form": form,
        "server_id": take(("_id",)),
        "submitted": take(("_submission_time",)),
        "edited": None,
        "status": _text(status),
        "private": list(private),
    }
    found["answers"] = {
        key: value
        for key, value in flat.items()
        if key not in _FORM_VERSION and value not in (None, "", [], {}) and not key.endswith("meta/instanceName")
    }
    return found


def _flat(tree: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """Return a tree of groups as one level of paths; lists of rows stay lists, each row flat."""
    found: dict[str, Any] = {}
    for key, value in tree.items():
        path = f"{before}{key}"
        if isinstance(value, dict) and "coordinates" not in value:
            found.update(_flat(value, f"{path}/"))
        elif isinstance(value, list) and value and all(isinstance(v, dict) for v in value):
            found[path] = [
                {k: v for k, v in _flat(row).items() if not k.startswith("__") and "@odata" not in k} for row in value
            ]
        elif isinstance(value, (dict, list)):
            found[path] = json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""
        else:
            found[path] = _text(value)
    return found


def bare_id(text: Any) -> str | None:
    """Return the id of a submission without the word ``uuid:`` that some systems put before it."""
    said = normalise(_text(text) or "")
    return said.removeprefix("uuid:").strip() or None


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value).strip()


def _xml(data: bytes) -> dict[str, Any]:
    try:
        root = parse_xml(data)
    except ReaderFaultError as fault:
        raise ReaderFaultError("HF-I065", fault.found) from None
    instance = root
    if _local(root) == "submission":  # the envelope of an older server
        instance = next((e for part in root if _local(part) == "data" for e in part), root)
    form = instance.get("id") or _namespace(instance)
    if not form or not list(instance):
        raise ReaderFaultError("HF-I060", f"XML of another kind (<{_local(root)[:40]}>)")
    row = _row(_children(instance), form=form)
    if row["instance"] is None:
        row["instance"] = bare_id(instance.get("instanceID"))
    row["submitted"] = row["submitted"] or instance.get("submissionDate")
    return {"kind": XML, "count": None, "rows": [row]}


def _children(element: Element) -> dict[str, Any]:
    found: dict[str, Any] = {}
    names = [_local(child) for child in element]
    for child, name in zip(element, names, strict=True):
        if any("template" in key for key in child.keys()):  # noqa: SIM118  an element is no mapping
            continue
        value = _children(child) if list(child) else (child.text or "").strip()
        if names.count(name) > 1 and isinstance(value, dict):
            found.setdefault(name, []).append(value)
        else:
            found[name] = value
    return found


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _namespace(element: Element) -> str:
    return str(element.tag).partition("}")[0].lstrip("{") if "}" in str(element.tag) else ""


def _zipped(data: bytes) -> dict[str, Any]:
    archive = Archive(data)
    if "xl/workbook.xml" in archive.names:
        from holdfast.intake.readers.workbook import XLSX, read_workbook  # noqa: PLC0415  heavy

        return _tables([Table.of(sheet) for sheet in read_workbook(XLSX, data)[0].sheets])
    names = [n for n in archive.names if re.fullmatch(r"[^/\\]+\.csv", n)]
    if not names:
        raise ReaderFaultError("HF-I060", "an archive without tables")
    return _tables([table_of(name.removesuffix(".csv"), archive.part(name) or b"") for name in names])


def _tables(tables: list[Table]) -> dict[str, Any]:
    rows, form = join_tables(tables)
    if len(rows) > MAX_SUBMISSIONS:
        raise ReaderFaultError("HF-I065", f"{len(rows):,} submissions in one file")
    found = []
    for system, answers in rows:
        row = _row({**answers, **system["ids"]}, status=system["status"], form=form, private=system["private"])
        row["root"] = row["root"] or system["root"]
        row["instance"] = row["instance"] or row["root"]
        row["submitted"], row["edited"] = row["submitted"] or system["submitted"], system["edited"]
        found.append(row)
    return {"kind": TABLE, "count": None, "rows": found}
