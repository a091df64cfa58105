#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the figures of a run into README.md beside this file, between its two markers.

    tests/bench/table.py build/bench/results.json [MORE.json ...]

Several files are the groups of one machine, run one by one (--only). A smoke run is refused: its
figures mean nothing.
"""
import json
import pathlib
import sys

BEGIN = "<!-- figures: made by table.py -->"
END = "<!-- end of figures -->"


def figure(value):
    """Three digits, as a person compares them."""
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def line(row):
    measure, unit, value, budget = row["measure"], row["unit"], row["value"], row.get("budget")
    relative = "floor" in measure
    of = " × floor" if relative else f" {unit}, {measure}"
    median = f"{figure(row['sdk']['median'])} {unit}"
    floor = f"{figure(row['floor']['median'])} {unit}" if "floor" in row else "–"
    limit = "–" if budget is None else figure(budget)
    kept = {True: "kept", False: "**missed**", None: "–"}[row.get("pass")]
    return f"| {row['name']} | {median} | {floor} | {figure(value)}{of} | {limit} | {kept} |"


def table(results):
    machines = sorted({result["machine"] for result in results})
    lines = [f"Machine: {'; '.join(machines)}.", ""]
    lines += ["| operation | median | floor | value | budget | |", "|---|---|---|---|---|---|"]
    lines += [line(row) for result in results for row in result["rows"]]
    return "\n".join(lines)


def main(paths):
    if not paths:
        sys.exit(__doc__)
    results = [json.loads(pathlib.Path(path).read_text("utf-8")) for path in paths]
    if any(result["quick"] for result in results):
        sys.exit("these are the figures of a smoke run: run without --quick")
    readme = pathlib.Path(__file__).with_name("README.md")
    text = readme.read_text("utf-8")
    if text.count(BEGIN) != 1 or text.count(END) != 1:
        sys.exit(f"{readme} must have each marker once: {BEGIN} and {END}")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    readme.write_text(f"{before}{BEGIN}\n{table(results)}\n{END}{after}", "utf-8")


main(sys.argv[1:])
