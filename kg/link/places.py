"""The place that a letter speaks for: only letters of one place are held against each other."""

from __future__ import annotations

import re
from functools import lru_cache

from kg import identity
from kg.models import Facts

_CHAIN = re.compile(
    r"(?:[^省市县区州旗盟镇乡]{1,8}?(?:特别行政区|自治区|自治州|自治县|自治旗|省|市|州|盟|地区|县|(?<![社校园片景厂小街])区|旗|镇|乡|街道))+"
)
_STEP = re.compile(r".+?(?:特别行政区|自治区|自治州|自治县|自治旗|省|市|州|盟|地区|县|区|旗|镇|乡|街道)")


@lru_cache(maxsize=1 << 16)
def division(name: str) -> str:
    """The last division that a full name begins with: 合肥市淝河区民政局 is of 淝河区; empty where none is."""
    found = _CHAIN.match(identity.key(name).removeprefix("中共"))
    steps = _STEP.findall(found[0]) if found else []
    return str(steps[-1]) if steps else ""


def place_of(facts: Facts) -> str:
    """The division of the letter: that of its issuer, else of its session; empty where neither says one."""
    header = facts.header
    names = [facts.entities[one.entity].name for one in header.issuers]
    names += [name for name in (header.session_name,) if name]
    return next(filter(None, map(division, names)), "")
