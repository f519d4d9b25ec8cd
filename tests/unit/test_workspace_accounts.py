"""The account that ends an import adds up, in the same words everywhere."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from holdfast.workspace import Account, total

COUNTS = st.builds(
    Account,
    what=st.just("claims"),
    new=st.integers(0, 10_000),
    changed=st.integers(0, 10_000),
    same=st.integers(0, 10_000),
    refused=st.integers(0, 10_000),
)


@given(COUNTS)
def test_what_was_read_is_new_changed_same_or_refused(one: Account) -> None:
    found = re.fullmatch(r"Claims: read (\d+), new (\d+), changed (\d+), same (\d+), refused (\d+)\.", one.line)
    assert found is not None
    read, *rest = map(int, found.groups())
    assert read == sum(rest) == one.read
    assert list(one.as_dict().values()) == [read, *rest]


@given(st.lists(COUNTS, max_size=5))
def test_a_total_is_the_sum_of_its_parts(parts: list[Account]) -> None:
    found = total("claims", parts)
    for word in ("read", "new", "changed", "same", "refused"):
        assert getattr(found, word) == sum(getattr(part, word) for part in parts)


def test_the_account_of_nothing_is_told_too() -> None:
    assert total("files", ()).line == "Files: read 0, new 0, changed 0, same 0, refused 0."
