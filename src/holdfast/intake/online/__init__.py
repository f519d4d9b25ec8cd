"""Servers of survey forms, asked only when a person says so; saved files need none of this (extra ``online``)."""

from holdfast.intake.online.kobo import fetch_kobo
from holdfast.intake.online.odk import fetch_odk
from holdfast.intake.online.server import Server, read_secret, server_at

__all__ = ["Server", "fetch_kobo", "fetch_odk", "read_secret", "server_at"]
