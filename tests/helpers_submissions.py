"""One report in every form in which Kobo and ODK hand it out, as recorded from their interfaces, with invented content."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from holdfast.intake.forms import choices, labels_of, questions

SITE = """
[site]
id = "camp"
name = "Camp"
exercise = true
timezone = "Asia/Baghdad"
source = "made-up"
[sources]
made-up = "invented for tests"
[packages]
drum = "200 L"
[[people]]
id = "all"
count = 1000
[[stores]]
id = "diesel-main"
commodity = "diesel"
unit = "L"
quantity = "unknown"
capacity = 15000
dip = [{cm = 0, quantity = 0}, {cm = 40, quantity = 5000}, {cm = 120, quantity = 13000}]
[[stores]]
id = "flour-a"
commodity = "flour"
unit = "kg"
quantity = 3000
capacity = 10000
[[tanks]]
id = "tank-1"
holds = "treated"
capacity_m3 = 100
level_m3 = 50
[[generators]]
id = "gen-1"
rated_kw = 100
"""
NOW = datetime(2015, 8, 18, 9, 0, tzinfo=UTC)
UUID = "0a6f1b52-1111-4aaa-8bbb-000000000001"
ANSWERS: dict[str, Any] = {
    "start": "2015-08-18T08:00:00.000+03:00",
    "end": "2015-08-18T08:05:00.000+03:00",
    "site": "camp",
    "report_date": "2015-08-18",
    "role": "log_keeper",
    "basis": "gauge",
    "people/pop_total": "2300",
    "people/pop_method": "list",
    "share_with": "partners",
    "stock": [
        {"item": "diesel", "qty": "41", "unit": "cm", "where_kept": "diesel-main"},
        {"item": "flour", "qty": "40", "unit": "bag"},
    ],
    "gate": [
        {
            "direction": "in",
            "items": "water",
            "gate_qty": "3",
            "gate_unit": "tanker",
            "decision": "partly_let_in",
            "qty_let_in": "1",
            "stated_reason": "no order",
            "constraint_code": "AC4",
        }
    ],
}


def workspace(folder: Path, site: str = SITE) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "site.toml").write_text(site, encoding="utf-8")
    return folder


def repeats(answers: dict[str, Any]) -> dict[str, list[dict[str, str]]]:
    return {k: v for k, v in answers.items() if isinstance(v, list)}


def plain(answers: dict[str, Any]) -> dict[str, str]:
    return {k: v for k, v in answers.items() if not isinstance(v, list)}


def kobo_row(answers: dict[str, Any] = ANSWERS, uuid: str = UUID, number: int = 1, **more: Any) -> dict[str, Any]:
    rows = {
        name: [{f"{name}/{k}": v for k, v in row.items()} for row in found] for name, found in repeats(answers).items()
    }
    return {
        "_id": number,
        "formhub/uuid": "f" * 32,
        "__version__": "vAbc",
        "meta/instanceID": f"uuid:{uuid}",
        "_xform_id_string": "aXyzAssetUid",
        "_uuid": uuid,
        "_attachments": [],
        "_status": "submitted_via_web",
        "_geolocation": [None, None],
        "_submission_time": "2015-08-18T06:00:00",
        "_tags": [],
        "_notes": [],
        "_validation_status": {},
        "_submitted_by": None,
        **plain(answers),
        **rows,
        **more,
    }


def kobo_page(rows: list[dict[str, Any]], count: int | None = None) -> bytes:
    answer = {"count": len(rows) if count is None else count, "next": None, "previous": None, "results": rows}
    return json.dumps(answer).encode()


def odata_row(answers: dict[str, Any] = ANSWERS, uuid: str = UUID, **system: Any) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for path, value in plain(answers).items():
        *groups, name = path.split("/")
        at = tree
        for group in groups:
            at = at.setdefault(group, {})
        at[name] = float(value) if value.replace(".", "", 1).isdigit() else value
    for name, rows in repeats(answers).items():
        tree[name] = [{"__id": f"{n:040x}", "__Submissions-id": f"uuid:{uuid}", **row} for n, row in enumerate(rows)]
        tree[f"{name}@odata.navigationLink"] = f"Submissions('uuid%3A{uuid}')/{name}"
    return {
        "__id": f"uuid:{uuid}",
        "__system": {
            "submissionDate": "2015-08-18T06:00:00.000Z",
            "updatedAt": None,
            "submitterId": "5",
            "submitterName": "A. Person",
            "attachmentsPresent": 0,
            "attachmentsExpected": 0,
            "status": None,
            "reviewState": None,
            "deviceId": "collect:abc",
            "edits": 0,
            "formVersion": "1",
            "deletedAt": None,
            **system,
        },
        "meta": {"instanceID": f"uuid:{uuid}", "instanceName": None},
        **tree,
    }


def odata_page(rows: list[dict[str, Any]], count: int | None = None, following: str | None = None) -> bytes:
    answer: dict[str, Any] = {"value": rows, "@odata.context": "https://odk.example/$metadata#Submissions"}
    answer["@odata.count"] = len(rows) if count is None else count
    if following:
        answer["@odata.nextLink"] = following
    return json.dumps(answer).encode()


def xml(
    answers: dict[str, Any] = ANSWERS, uuid: str = UUID, replaces: str | None = None, form: str = "holdfast_daily"
) -> bytes:
    from xml.sax.saxutils import escape

    groups: dict[str, list[str]] = {}
    parts = []
    for path, value in plain(answers).items():
        group, _, name = path.rpartition("/")
        element = f"<{name}>{escape(value)}</{name}>"
        groups.setdefault(group, []).append(element)
    for group, elements in groups.items():
        parts.append(f"<{group}>{''.join(elements)}</{group}>" if group else "".join(elements))
    for name, rows in repeats(answers).items():
        parts += [
            f"<{name}>" + "".join(f"<{k}>{escape(v)}</{k}>" for k, v in row.items()) + f"</{name}>" for row in rows
        ]
    old = f"<orx:deprecatedID>uuid:{replaces}</orx:deprecatedID>" if replaces else ""
    return (
        f'<?xml version="1.0"?><data xmlns:orx="http://openrosa.org/xforms" id="{form}" version="1">{"".join(parts)}'
        f"<orx:meta><orx:instanceID>uuid:{uuid}</orx:instanceID>{old}</orx:meta></data>"
    ).encode()


def kobo_workbook(answers: dict[str, Any] = ANSWERS, uuid: str = UUID, language: int | None = None) -> bytes:
    """An export with repeats in sheets of their own; ``language`` gives labels in place of names."""
    from openpyxl import Workbook

    form = "holdfast_daily"
    by_name = {(q.repeat, q.name): q for q in questions(form)}

    def heading(repeat: str, path: str) -> str:
        if language is None:
            return path
        question = by_name.get((repeat, path.rpartition("/")[2]))
        return question.labels[language] or path if question else path

    def shown(repeat: str, path: str, value: str) -> str:
        question = by_name.get((repeat, path.rpartition("/")[2]))
        if language is None or question is None or not question.choices or question.kind != "select_one":
            return value
        return choices(question.choices)[value].labels[language]

    book = Workbook()
    main = book.active
    main.title = "Holdfast daily report"
    top = plain(answers)
    main.append(
        [
            *(heading("", k) for k in top),
            "_id",
            "_uuid",
            "_submission_time",
            "_validation_status",
            "_submitted_by",
            "_index",
        ]
    )
    main.append([*(shown("", k, v) for k, v in top.items()), 1, uuid, "2015-08-18T06:00:00", "", "someone", 1])
    for name, rows in repeats(answers).items():
        title = name if language is None else labels_of(form)[name][language]
        sheet = book.create_sheet(title[:31].replace(":", " "))
        names = list(dict.fromkeys(k for row in rows for k in row))
        link = ["_index", "_parent_table_name", "_parent_index", "_submission__id", "_submission__uuid"]
        sheet.append([*(heading(name, k) for k in names), *link])
        for number, row in enumerate(rows, start=1):
            cells = [shown(name, k, row[k]) if k in row else None for k in names]
            sheet.append([*cells, number, main.title, 1, 1, uuid])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _csv(heading: list[str], rows: list[list[str]]) -> str:
    import csv

    out = io.StringIO()
    csv.writer(out).writerows([heading, *rows])
    return out.getvalue()


def odk_zip(answers: dict[str, Any] = ANSWERS, uuid: str = UUID) -> bytes:
    out = io.BytesIO()
    top = {k.replace("/", "-"): v for k, v in plain(answers).items()}
    key = f"uuid:{uuid}"
    heading = [
        "SubmissionDate",
        *top,
        "meta-instanceID",
        "KEY",
        "SubmitterID",
        "SubmitterName",
        "ReviewState",
        "DeviceID",
    ]
    rows = [["2015-08-18T06:00:00.000Z", *top.values(), key, key, "5", "A. Person", "", "collect:abc"]]
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("holdfast_daily.csv", _csv(heading, rows))
        for name, found in repeats(answers).items():
            names = list(dict.fromkeys(k for row in found for k in row))
            lines = [
                [*(row.get(k, "") for k in names), key, f"{key}/{name}[{n}]"] for n, row in enumerate(found, start=1)
            ]
            archive.writestr(f"holdfast_daily-{name}.csv", _csv([*names, "PARENT_KEY", "KEY"], lines))
    return out.getvalue()


def odk_csv(answers: dict[str, Any], uuid: str = UUID) -> bytes:
    top = {k.replace("/", "-"): v for k, v in plain(answers).items()}
    return _csv([*top, "KEY", "ReviewState"], [[*top.values(), f"uuid:{uuid}", "approved"]]).encode()
