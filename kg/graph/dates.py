"""EDTF dates of the facts as RDF: typed by their precision, and as first and last day."""

from __future__ import annotations

import calendar
import re

from pyoxigraph import Literal

from kg.graph.terms import XSD

_YEAR_IN_NUMBER = re.compile(r"〔(\d{4})〕")


def typed(edtf: str) -> Literal:
    """`xsd:date`, `xsd:gYearMonth` or `xsd:gYear`, as much as the text says."""
    return Literal(edtf, datatype=XSD({4: "gYear", 7: "gYearMonth"}.get(len(edtf), "date")))


def first_day(edtf: str) -> str:
    """2025 is 2025-01-01."""
    return edtf + "-01-01"[len(edtf) - 4 :] if len(edtf) < 10 else edtf


def last_day(edtf: str) -> str:
    """2025 is 2025-12-31; 2024-02 is 2024-02-29."""
    if len(edtf) == 4:
        return edtf + "-12-31"
    if len(edtf) == 7:
        year, month = int(edtf[:4]), int(edtf[5:])
        return f"{edtf}-{calendar.monthrange(year, month)[1]:02d}"
    return edtf


def year_of_number(number: str | None) -> str | None:
    """The year in a document number: 慈政发〔2022〕30号 is of 2022."""
    found = _YEAR_IN_NUMBER.search(number or "")
    return found[1] if found else None
