"""Small checks that combine: a string of some length, an array of so many, an object with these fields."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.sandbox.blocks.report import Report

Check = Callable[[object, str, Report], None]
"""Looks at a value found at a JSON pointer and notes what is wrong with it."""

Rule = Callable[[Mapping[str, Any], str, Report], None]
"""Looks at an object whose fields were checked one by one, for what they must be together."""


def string(minimum: int = 1, maximum: int | None = None, pattern: str | None = None, what: str = "") -> Check:
    """A string of ``minimum`` to ``maximum`` characters that matches ``pattern``, described as ``what``."""
    compiled = re.compile(pattern) if pattern else None

    def check(value: object, at: str, report: Report) -> None:
        if not isinstance(value, str):
            report.add(at, "must be a string", "type", "string")
        elif len(value) < minimum:
            report.add(at, f"must be more than {minimum - 1} characters", "min_length", minimum)
        elif maximum is not None and len(value) > maximum:
            report.add(at, f"must be less than {maximum + 1} characters", "max_length", maximum)
        elif compiled and not compiled.fullmatch(value):
            report.add(at, f"must be {what}", "pattern", what)

    return check


def integer(minimum: int | None = None, maximum: int | None = None) -> Check:
    """A whole number within bounds."""

    def check(value: object, at: str, report: Report) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            report.add(at, "must be an integer", "type", "integer")
        elif minimum is not None and value < minimum:
            report.add(at, f"must be greater than {minimum - 1}", "min", minimum)
        elif maximum is not None and value > maximum:
            report.add(at, f"must be less than {maximum + 1}", "max", maximum)

    return check


def number(above: float | None = None) -> Check:
    """A number, whole or not; greater than ``above`` where there is such a bound."""

    def check(value: object, at: str, report: Report) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            report.add(at, "must be a number", "type", "number")
        elif isinstance(value, float) and not math.isfinite(value):
            report.add(at, "must be a finite number", "type", "number")
        elif above is not None and value <= above:
            report.add(at, f"must be greater than {above}", "exclusive_min", above)

    return check


def boolean(value: object, at: str, report: Report) -> None:
    """True or false."""
    if not isinstance(value, bool):
        report.add(at, "must be a boolean", "type", "boolean")


def enum(*allowed: str) -> Check:
    """One of some strings."""

    def check(value: object, at: str, report: Report) -> None:
        if value not in allowed:
            report.add(at, f"must be one of {', '.join(allowed)}", "enum", list(allowed))

    return check


def array(of: Check, minimum: int = 0, maximum: int | None = None) -> Check:
    """A list of ``minimum`` to ``maximum`` items, each of which passes ``of``."""

    def check(value: object, at: str, report: Report) -> None:
        if not isinstance(value, list):
            report.add(at, "must be an array", "type", "array")
            return
        if len(value) < minimum:
            report.add(at, f"must provide at least {minimum} items", "min_items", minimum)
        if maximum is not None and len(value) > maximum:
            report.add(at, f"no more than {maximum} items allowed", "max_items", maximum)
            return
        for index, item in enumerate(value):
            of(item, f"{at}/{index}", report)

    return check


def nullable(of: Check) -> Check:
    """Null, or what passes ``of``."""

    def check(value: object, at: str, report: Report) -> None:
        if value is not None:
            of(value, at, report)

    return check


def record(
    required: Mapping[str, Check] | None = None,
    optional: Mapping[str, Check] | None = None,
    rules: Sequence[Rule] = (),
) -> Check:
    """An object with these fields and no others. ``rules`` run on one whose fields are in order."""
    required, optional = required or {}, optional or {}

    def check(value: object, at: str, report: Report) -> None:
        if not isinstance(value, dict):
            report.add(at, "must be an object", "type", "object")
            return
        before = len(report.issues)
        for name in required:
            if value.get(name) is None:
                report.add(at, f"missing required field: {name}", "required", name)
        for name, item in value.items():
            field_check = required.get(name) or optional.get(name)
            if field_check is None:
                report.add(at, f"invalid additional property: {name}", "additional_properties", name)
            elif item is not None:
                field_check(item, f"{at}/{name}", report)
        if len(report.issues) == before:
            for rule in rules:
                rule(value, at, report)

    return check


def by_type(table: Mapping[str, Check]) -> Check:
    """An object whose ``type`` chooses the check. Types that are not in the table are unsupported here."""

    def check(value: object, at: str, report: Report) -> None:
        if not isinstance(value, dict):
            report.add(at, "must be an object", "type", "object")
            return
        kind = value.get("type")
        if kind is None:
            report.add(at, "missing required field: type", "required", "type")
        elif not isinstance(kind, str) or kind not in table:
            report.add(f"{at}/type", f"unsupported type: {kind}", "enum", list(table))
        else:
            table[kind](value, at, report)

    return check


def at_least_one(*names: str) -> Rule:
    """One of these fields, or several."""
    listed = ", ".join(f"`{name}`" for name in names)

    def rule(value: Mapping[str, Any], at: str, report: Report) -> None:
        if all(value.get(name) is None for name in names):
            report.add(at, f"must define one of {listed}", "one_of", list(names))

    return rule


def at_most_one(*names: str) -> Rule:
    """One of these fields, or none."""
    listed = " and ".join(f"`{name}`" for name in names)

    def rule(value: Mapping[str, Any], at: str, report: Report) -> None:
        if sum(value.get(name) is not None for name in names) > 1:
            report.add(at, f"cannot define {listed} together", "one_of", list(names))

    return rule


def unique(field: str, *, among: str) -> Rule:
    """The items of the list ``among`` differ in ``field``."""

    def rule(value: Mapping[str, Any], at: str, report: Report) -> None:
        values = [item[field] for item in value.get(among) or []]
        if len(set(values)) != len(values):
            report.add(f"{at}/{among}", f"`{field}` must be unique", "unique", field)

    return rule


def exactly_one(*names: str) -> Rule:
    """One of these fields, not none and not two."""
    listed = " or ".join(f"`{name}`" for name in names)

    def rule(value: Mapping[str, Any], at: str, report: Report) -> None:
        if sum(value.get(name) is not None for name in names) != 1:
            report.add(at, f"must define exactly one of {listed}", "one_of", list(names))

    return rule
