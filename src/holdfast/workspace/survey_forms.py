"""The survey forms for a site, and the submissions that a server of forms has of them."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.errors import IntakeError
from holdfast.intake import FORMS, fetch_kobo, fetch_odk, form_file, load_form_mapping, read_secret, server_at
from holdfast.sites import load_site
from holdfast.workspace.folder import make_folder, open_workspace, write_together
from holdfast.workspace.submitting import mapping_bytes, take_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from holdfast.workspace.submitting import TakenIn

_ANY_SITE = ("site-1", "The site")


def write_forms(folder: Path, *, workspace: Path | None = None) -> tuple[Path, ...]:
    """Write the survey forms and the list of sites that they need.

    Parameters
    ----------
    folder : Path
        Where to; it is made if it is missing.
    workspace : Path or None
        Whose site the list ``sites.csv`` holds; without one it holds an example to edit.

    Returns
    -------
    tuple of Path
        The two workbooks and ``sites.csv``.

    Raises
    ------
    InputError
        HF-W001 no workspace, HF-W002 a place that cannot be written.
    """
    name = _ANY_SITE
    if workspace is not None:
        site = load_site(open_workspace(Path(workspace)).site_file)
        name = (site.id, site.name)
    listed = io.StringIO(newline="")
    csv.writer(listed, lineterminator="\n").writerows([("name", "label"), name])
    target = make_folder(Path(folder))
    return write_together(
        [
            *((target / f"{form}.xlsx", form_file(form)) for form in FORMS),
            (target / "sites.csv", listed.getvalue()),
        ]
    )


def fetch_from_kobo(
    workspace: Path,
    *,
    server: str,
    form: str,
    token_file: Path,
    mapping: Path | None = None,
    allow_local: bool = False,
    clock: Callable[[], datetime] | None = None,
) -> TakenIn:
    """Take in every submission that a Kobo server has of a form.

    Parameters
    ----------
    workspace : Path
        Where the claims wait.
    server : str
        ``https://HOST``.
    form : str
        Uid of the form.
    token_file : Path
        File with the token alone on its first line.
    mapping : Path or None
        For other people's forms, see `take_submissions`.
    allow_local : bool
        Whether the server may lie in a private network.
    clock : callable or None
        The present, for tests.

    Raises
    ------
    IntakeError
        HF-I062 to HF-I078. Nothing is taken then.
    """
    open_workspace(Path(workspace))
    rules = None if mapping is None else load_form_mapping(mapping_bytes(mapping), str(mapping))
    (token,) = read_secret(token_file)
    found = fetch_kobo(server_at(server, allow_local=allow_local), form, token)
    return take_rows(workspace, found["rows"], f"form {form}", counted=found["count"], mapping=rules, clock=clock)


def fetch_from_odk(
    workspace: Path,
    *,
    server: str,
    project: int,
    form: str,
    account_file: Path | None = None,
    token_file: Path | None = None,
    mapping: Path | None = None,
    allow_local: bool = False,
    clock: Callable[[], datetime] | None = None,
) -> TakenIn:
    """Take in every submission that an ODK Central server has of a form.

    Parameters
    ----------
    workspace, server, mapping, allow_local, clock
        As of `fetch_from_kobo`.
    project : int
        Number of the project.
    form : str
        Id of the form.
    account_file, token_file : Path or None
        One of the two: e-mail and password on two lines, or the key of an app user.

    Raises
    ------
    IntakeError
        HF-I079 where neither or both files are named; HF-I062 to HF-I078. Nothing is taken then.
    """
    open_workspace(Path(workspace))
    if (account_file is None) == (token_file is None):
        raise IntakeError(
            "HF-I079",
            where="fetch odk",
            found="no key" if account_file is None else "two keys",
            expected="--account-file or --token-file",
            mend="name the one file that may read the form; nothing was asked",
        )
    rules = None if mapping is None else load_form_mapping(mapping_bytes(mapping), str(mapping))
    lines = () if account_file is None else read_secret(account_file, lines=2)
    token = None if token_file is None else read_secret(token_file)[0]
    account = (lines[0], lines[1]) if lines else None
    found = fetch_odk(server_at(server, allow_local=allow_local), project, form, account=account, token=token)
    return take_rows(workspace, found["rows"], f"form {form}", counted=found["count"], mapping=rules, clock=clock)
