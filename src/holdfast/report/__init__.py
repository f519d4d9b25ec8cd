"""In which words? Content, languages, charts and renderers of the restricted report and the public edition.

A report is a `Document`: sections of sentences whose every figure carries a reference to a claim, a table row, the site
or a forecast. Renderers turn it into one self-contained HTML page and a six-line message. Not here yet: PDF written by
ourselves (browsers print the page on A4), CSV, GeoJSON and CAP, and reviewed translations: catalogues are read, but
English is the only language shipped.
"""

from holdfast.report.html import digest_of, render_html
from holdfast.report.languages import Catalogue, available, catalogue
from holdfast.report.lint import WordingFault, check_wording, lint
from holdfast.report.plain import render_lines
from holdfast.report.public_edition import public_report, render_public
from holdfast.report.records import Document
from holdfast.report.restricted import restricted_report
from holdfast.report.terms import norms_of

__all__ = [
    "Catalogue",
    "Document",
    "WordingFault",
    "available",
    "catalogue",
    "check_wording",
    "digest_of",
    "lint",
    "norms_of",
    "public_report",
    "render_html",
    "render_lines",
    "render_public",
    "restricted_report",
]
