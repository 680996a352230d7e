"""What the makers of rows share: keys, versions, and how JSON is written: one row a line, so that a change of one row is one of one line."""

import json
import re


def version_key(text):
    """The numbers of a version, to sort by."""
    return [int(p) for p in re.findall(r"\d+", text)[:3]]


def listed(rows):
    return "[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n"


def named(rows):
    """An object; the order of its keys is the caller's."""
    return "{\n" + ",\n".join(json.dumps(key) + ": " + json.dumps(row) for key, row in rows.items()) + "\n}\n"


def grouped(groups):
    """An object of objects or lists, each member of which has its line."""
    parts = [json.dumps(key) + ": " + (listed(rows) if isinstance(rows, list) else named(rows)).rstrip("\n") for key, rows in groups.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def last(key):
    """The class of `module:Class`."""
    return key.split(":")[1]


def home(key):
    """Its module."""
    return key.split(":")[0]


def words(found):
    return " ".join(sorted(found))
