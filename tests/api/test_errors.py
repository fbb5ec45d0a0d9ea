"""How errors are told: the table is complete, and its entries make sense."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import api
import index
import search
from api.errors import TABLE, Saturated, Told, Unexpected, told
from index.errors import LibraryBusy, SitrepError


def leaves(kind: type[SitrepError]) -> Iterator[type[SitrepError]]:
    """The classes of the tree that nothing derives from."""
    below = kind.__subclasses__()
    if not below:
        yield kind
    for one in below:
        yield from leaves(one)


def load_every_module() -> None:
    """Import all of ours, so that no error class is missed."""
    for package in (index, search, api):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".clients" not in found.name and not found.name.endswith("__main__"):
                importlib.import_module(found.name)


INTERNAL = {"CacheDamaged", "LexicalDamaged", "UnverifiedQuote"}
"""Faults of ours that are met below and never reach a caller; they would be told as `internal`."""


def test_every_leaf_of_the_error_tree_is_in_the_table() -> None:
    """A new error without an entry fails here."""
    load_every_module()
    missing = {leaf.__name__ for leaf in leaves(SitrepError) if leaf not in TABLE and leaf.__module__.split(".")[0] != "tests"}
    assert missing - INTERNAL == set()


def test_no_two_errors_share_a_code() -> None:
    """A program can tell them apart."""
    codes = [entry.code for entry in TABLE.values()]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("entry", TABLE.values(), ids=lambda entry: entry.code)
def test_every_entry_is_a_failure_with_a_snake_case_code(entry: Told) -> None:
    """Statuses from 400, codes fit for a program."""
    assert 400 <= entry.status <= 504
    assert entry.code.replace("_", "").isalpha()
    assert entry.code == entry.code.lower()


def test_an_error_unknown_to_the_table_is_a_fault_of_ours() -> None:
    """No class falls through."""

    class StrangeError(SitrepError):
        """Not in the table."""

    assert told(StrangeError("x")) is TABLE[Unexpected]


def test_what_names_the_servers_folders_is_not_told() -> None:
    """The folder and the process of a busy library stay with the server."""
    entry = told(LibraryBusy("/srv/secret", "process 4711"))
    assert entry.detail is not None
    assert "/srv" not in entry.detail


def test_a_wait_is_at_least_a_second() -> None:
    """`Retry-After` is a whole number from 1."""
    assert Saturated().headers() == {"Retry-After": "1"}
