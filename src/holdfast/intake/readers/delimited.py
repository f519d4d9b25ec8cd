"""Text tables (CSV, TSV): the character set, the delimiter and the quoting, found and said; never replaced in silence."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from functools import cache

from holdfast.intake.readers.limits import MAX_CELL_CHARS, MAX_CELLS, MAX_COLUMNS, MAX_TABLE_ROWS
from holdfast.intake.readers.sheets import NOTHING, Book, Cell, Sheet, clean, sheet_from
from holdfast.intake.readers.workbook import DIRECTION_MARKS, TableFaultError
from holdfast.intake.text.normalise import BIDI_CONTROLS
from holdfast.intake.word_lists import word_list
from holdfast.quantities import fold_word

CSV = "text/csv"
DELIMITERS = (",", ";", "\t", "|")
# Single-byte sets that a spreadsheet of the region writes; the first that fits is not taken for that alone.
_CHARSETS = ("windows-1252", "windows-1256", "iso-8859-6", "windows-1254", "cp720")
_SAMPLE = 60
_FEW = 4
_ENOUGH = 0.8
_NAMED_ENOUGH = 0.5
_PROSE = 60
# Less than the longest cell the library reads.
_LOOKED_AT = 100_000
_LESS = 0.4
_NULS = 0.2
_NUMBER = re.compile(
    r"[+\-\N{MINUS SIGN}]\s*[\d.,\u0660-\u0669\u06f0-\u06f9][\d.,\s\u0660-\u0669\u06f0-\u06f9\u066b\u066c%]*"
)
_ARABIC = re.compile("[\u0600-\u06ff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_WORD = re.compile(r"[^\W\d_]+")


def charset_of(data: bytes, chosen: str | None = None) -> tuple[str, str | None]:
    """Return the name of the character set of a text table, and the words of a warning where it was inferred.

    Parameters
    ----------
    data : bytes
        The file.
    chosen : str or None
        A character set named by a person; it must fit every byte.

    Raises
    ------
    TableFaultError
        HF-I024 where several fit and none is certain, with a preview of each; HF-I025 where the chosen one does not fit.
    """
    if chosen is not None:
        try:
            data.decode(chosen)
        except (LookupError, UnicodeDecodeError) as error:
            raise TableFaultError("HF-I025", f"{chosen!r}: {_reason(error)}") from None
        return chosen, None
    if data.startswith(b"\xef\xbb\xbf"):
        return _if_it_fits(data, "utf-8-sig"), None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _if_it_fits(data, "utf-16"), None
    if data[:4096].count(0) > _NULS * len(data[:4096]) or _pairs(data):
        for order in ("utf-16-le", "utf-16-be"):
            if _is_sensible(data, order):
                return order, "the file does not say its character set; it was read as UTF-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _inferred(data)
    return "utf-8", None


def _if_it_fits(data: bytes, charset: str) -> str:
    try:
        data.decode(charset)
    except UnicodeDecodeError as error:
        raise TableFaultError("HF-I024", f"a file that says it is {charset} and is not: {_reason(error)}") from None
    return charset


def _reason(error: LookupError | UnicodeDecodeError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"byte {error.object[error.start]:#04x} at position {error.start:,} has no meaning in it"
    return "no such character set"


def _pairs(data: bytes) -> bool:
    """Whether the bytes look like Arabic in UTF-16 without a mark: every second byte the same few high ones."""
    sample = data[:2000]
    return any(
        len(half) > 3 and sum(b in {0, 6} for b in half) > 0.9 * len(half) for half in (sample[0::2], sample[1::2])
    )


def _is_sensible(data: bytes, order: str) -> bool:
    try:
        text = data.decode(order)
    except UnicodeDecodeError:
        return False
    fine = sum(c < "\u0250" or "\u0600" <= c <= "\u06ff" or "\u2000" <= c <= "\u20bf" for c in text)
    return fine > 0.95 * len(text) and ("\n" in text or "\r" in text)


def _inferred(data: bytes) -> tuple[str, str]:
    readings: dict[str, str] = {}
    for charset in (*_CHARSETS, *_best_guess(data)):
        try:
            text = data.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
        readings.setdefault(text, charset)
    # A set that only the statistics of letters speak for counts for less than those of the region's offices.
    ranked = sorted(
        (
            (_belief(text) * (1.0 if charset in _CHARSETS else _LESS), charset, text)
            for text, charset in readings.items()
        ),
        reverse=True,
    )
    if not ranked:
        raise TableFaultError("HF-I024", "text in no character set that is known here")
    best = ranked[0]
    # Words of the region's tables, found in one reading alone, say which it is; letters alone do not.
    if best[0] > 0 and (len(ranked) == 1 or ranked[1][0] <= 0 or ranked[1][0] < 0.5 * best[0]):
        return best[1], f"the file is not UTF-8; it was read as {best[1]}: {_preview(best[2])}"
    choices = "; ".join(f"{charset}: {_preview(text)}" for _, charset, text in ranked[:_FEW])
    raise TableFaultError("HF-I024", f"text whose character set is not certain. {choices}")


def _best_guess(data: bytes) -> tuple[str, ...]:
    from charset_normalizer import from_bytes  # noqa: PLC0415  loaded only for what is not UTF-8

    best = from_bytes(data[:100_000]).best()
    return (best.encoding.replace("_", "-"),) if best is not None else ()


@cache
def _known_words() -> frozenset[str]:
    words: set[str] = set()
    for name, column in (("headers.csv", "words"), ("table_items.csv", "alias")):
        text = word_list(name)
        for row in csv.DictReader(text.splitlines()):
            words |= {w for w in fold_word(row[column]).split() if len(w) > 2 and not w.isascii()}
    return frozenset(words)


def _belief(text: str) -> float:
    """Return how far a reading holds: known words and plain accents for it, mixed scripts and control signs against."""
    score = 0.0
    for word in _WORD.findall(text):
        if word.isascii():
            continue
        arabic, latin = bool(_ARABIC.search(word)), bool(_LATIN.search(word))
        if arabic and latin:
            score -= 2
        elif fold_word(word) in _known_words():
            score += 2
        elif latin and sum(not c.isascii() for c in word) * 2 <= len(word) and word[1:] == word[1:].lower():
            score += 0.5
    signs = sum(
        not c.isalnum() and not c.isascii() and c not in "°²³½¼¾–—’‘“”…،؛؟×±€£«»\u200c\u200d\u00a0" for c in text
    )
    return score - signs - 2 * sum(0x80 <= ord(c) < 0xA0 for c in text)


def _preview(text: str) -> str:
    """Return the first words of a reading that plain ASCII would not show."""
    for line in text.splitlines():
        if not line.isascii():
            return f"“{clean(line)[:_SAMPLE]}”"
    return f"“{clean(text)[:_SAMPLE]}”"


def delimiter_of(text: str) -> tuple[str, float, int]:
    """Return the delimiter of a text table, the share of its rows that have the usual number of cells, and that number."""
    first = text.split("\n", 1)[0].strip().lower()
    if first.startswith("sep=") and len(first) == len("sep=") + 1:
        return first[-1], 1.0, 2
    lines = text[:_LOOKED_AT].split("\n")
    if len(text) > _LOOKED_AT and len(lines) > 1:
        lines.pop()
    best = (",", 0.0, 1)
    for sign in DELIMITERS:
        counts = Counter(len(row) for row in _rows("\n".join(lines), sign)[0] if any(c.strip() for c in row))
        several = {n: k for n, k in counts.items() if n > 1}
        if not several:
            continue
        usual, _ = max(several.items(), key=lambda p: (p[1], p[0]))
        near = sum(k for n, k in counts.items() if n > 1)
        share = near / sum(counts.values()) * (0.5 + 0.5 * several[usual] / near)
        if (round(share, 2), usual) > (round(best[1], 2), best[2]):
            best = (sign, share, usual)
    return best


def _rows(text: str, sign: str) -> tuple[list[list[str]], bool]:
    """Return the rows of a text table, and whether its quotation marks are in order.

    Raises
    ------
    TableFaultError
        HF-I022 where a cell is longer than the library allows (131,072 characters).
    """
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)), True
    except csv.Error:
        pass
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=sign, quoting=csv.QUOTE_NONE)), False
    except csv.Error as error:
        raise TableFaultError("HF-I022", f"a cell that is too long ({error})") from None


def looks_like_table(text: str, *, named: bool) -> bool:
    """Whether a text is a table: most lines have the same number of short cells.

    ``named`` says that the name of the file ends in .csv or .tsv; then less is asked.
    """
    sample = text[:50_000]
    lines = [line for line in sample.split("\n") if line.strip()]
    sign, share, usual = delimiter_of(sample)
    if named:
        return len(lines) >= 2 and share >= _NAMED_ENOUGH
    if len(lines) < 3 or share < _ENOUGH:
        return False
    if sign == "," and (usual < 3 or sum(line.rstrip().endswith((".", "!", "?")) for line in lines) > 0.2 * len(lines)):
        return False
    rows = _rows(sample, sign)[0]
    cells = [c for row in rows[:-1] for c in row if c.strip()]
    # In prose a comma is followed by a space, in a table seldom.
    if sign == "," and sum(c.startswith(" ") for row in rows for c in row[1:]) > 0.5 * sum(len(r) - 1 for r in rows):
        return False
    return bool(cells) and sum(len(c) for c in cells) / len(cells) < _PROSE


def read_delimited(data: bytes, charset: str | None = None) -> tuple[Book, list[tuple[str, str]]]:
    """Return the table of a text file as a book of one sheet, and warnings as (code, message).

    Raises
    ------
    TableFaultError
        HF-I022 too many rows, columns or cells or a cell too long; HF-I024, HF-I025 as `charset_of`.
    """
    name, inferred = charset_of(data, charset)
    text = data.decode(name).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    warnings = [("charset-inferred", inferred)] if inferred else []
    if any(c in BIDI_CONTROLS for c in text):
        warnings.append(DIRECTION_MARKS)
    sign, _, _ = delimiter_of(text)
    skipped = 0
    if text[:5].lower().startswith("sep="):
        text, skipped = text.split("\n", 1)[1] if "\n" in text else "", 1
    rows, is_balanced = _rows(text, sign)
    if not is_balanced:
        warnings.append(
            (
                "quotes-unbalanced",
                "a quotation mark is not closed; the quotation marks of this file were read as letters",
            )
        )
    return Book(CSV, (_one_sheet(rows, skipped),), charset=name), warnings


def _one_sheet(rows: list[list[str]], skipped: int) -> Sheet:
    filled = [(n, row) for n, row in enumerate(rows, start=1 + skipped) if any(c.strip() for c in row)]
    if len(filled) > MAX_TABLE_ROWS:
        raise TableFaultError("HF-I022", f"{len(filled):,} rows")
    widest = max((len(row) for _, row in filled), default=0)
    if widest > MAX_COLUMNS:
        raise TableFaultError("HF-I022", f"a row of {widest:,} cells")
    if sum(len(row) for _, row in filled) > MAX_CELLS:
        raise TableFaultError("HF-I022", f"more than {MAX_CELLS:,} cells")
    if any(len(c) > MAX_CELL_CHARS for _, row in filled for c in row):
        raise TableFaultError("HF-I022", f"a cell of more than {MAX_CELL_CHARS:,} characters")
    return sheet_from("", [(n, [_cell(c) for c in row]) for n, row in filled])


def _cell(written: str) -> Cell:
    text = clean(written)
    if not text:
        return NOTHING
    if text.startswith(("=", "@")) or (
        text[0] in "+-" and len(text) > 1 and not text[1].isspace() and not _NUMBER.match(text)
    ):
        return Cell(text, "formula")
    if re.fullmatch(r"#(?:REF|DIV/0|N/A|NAME\?|NULL|NUM|VALUE)!?", text):
        return Cell(text, "error")
    return Cell(text, "text")
