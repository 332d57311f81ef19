"""Registries for tests, from definitions written in the test."""

from __future__ import annotations

from pathlib import Path

from scoreline.kpis import registry
from scoreline.kpis.registry import Registry

KPI = "title: {name}, dimension: process, question: How?, direction: up"


def define(folder: Path, measures: str, **formulas: str) -> Registry:
    """The registry of these measures (a line each: `name: {from: ...}`) and KPIs (`formula, unit: count, more fields`)."""
    kpis = "\n".join(f"  {name}: {{{KPI.format(name=name)}, formula: {formula}}}" for name, formula in formulas.items())
    path = folder / "own.yaml"
    path.write_text(f"measures:\n{measures}\nkpis:\n{kpis}\n", "utf-8")
    return registry.load([path])
