"""A workspace's settings: the file scoreline.toml."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import zoneinfo
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_core import ErrorDetails

from scoreline.errors import WorkspaceError, nearest
from scoreline.periods import Calendar, Named, Scheme, YearEnd

FILE = "scoreline.toml"

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

TEMPLATE = """\
# Settings of this workspace. Changing time_zone rebuilds the mart as a new version at the next load.
time_zone = "{time_zone}"          # decides the business day of every event
currency = "{currency}"              # reporting currency, ISO 4217
fiscal_year_start = {fiscal_year_start}           # first month of the fiscal year, 1 to 12
fiscal_year_named = "{fiscal_year_named}"      # after the calendar year in which it starts or ends: start or end
calendar = "{calendar}"         # gregorian, or months of whole weeks: 4-4-5, 4-5-4 or 5-4-4
week_start = "{week_start}"          # first day of the weeks of such a calendar
retail_year_end = "{retail_year_end}"    # its year ends on the nearest or the last such week's end of the month: nearest or last
customer_meaning = "{customer_meaning}"  # who is a customer: activity (ordered lately) or contract (inside a contract)
customer_days = {customer_days}             # by activity, a customer is who ordered in the last so many days
review_days = {review_days}                # a period is reviewed so many days after its last; 0: no day is set
basket_hours = {basket_hours}              # a basket that is not bought within so many hours is abandoned
refused_limit = {refused_limit}            # a load with a larger share of refused rows in a table loads nothing
locale = "{locale}"                 # en, zh, vi or ru
{off}engine = "{engine}"           # what computes: duckdb, spark, postgres or clickhouse
"""


class SparkSettings(BaseModel):
    """[spark]: the cluster, Spark's own settings, and how it reads the mart's tables: by their files, or by its Delta connector."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    master: str = "local[*]"
    connector: Literal["files", "delta"] = "files"
    conf: dict[str, str] = Field(default_factory=dict)


class PostgresSettings(BaseModel):
    """[postgres]: the address, without a password, and the schema that holds the mart's tables."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str = ""
    schema_: str = Field("public", alias="schema")


class ClickHouseSettings(BaseModel):
    """[clickhouse]: its folder, from the workspace's on, and the database that holds the mart's tables."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    folder: str = "clickhouse"
    database: str = "default"


class StateSettings(BaseModel):
    """[state]: where people's agreements are kept, where that is a PostgreSQL database and not a file of the workspace.

    `url` is its address, without a password, `schema` the schema in it. `role` is the role that the application uses, where another
    one owns the tables: it may not change or delete entries of the audit trail.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str = ""
    schema_: str = Field("public", alias="schema", pattern=r"^[a-z_][a-z0-9_]*$")
    role: str = Field("", pattern=r"^([a-z_][a-z0-9_]*)?$")


class WorkingDays(BaseModel):
    """[working_days]: the days that are worked. Levels are prorated by them for who joins, leaves or is on leave, and for a running period.

    `weekend` are the days of the week that are free, `holidays` a country (DE) or a part of one (DE-BY) whose public holidays are,
    `closed` the company's own days off. With `prorate` off only a running period is; levels of the KPIs `as_agreed` hold as they stand
    for who joins, leaves or is on leave, as where they were agreed for the days at work.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    weekend: tuple[Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], ...] = ("saturday", "sunday")
    holidays: str = Field("", pattern=r"^([A-Z]{2}(-[A-Z0-9]{1,3})?)?$")
    closed: tuple[dt.date, ...] = ()
    prorate: bool = True
    as_agreed: tuple[str, ...] = ()

    @property
    def weekdays_off(self) -> frozenset[int]:
        """The free days of the week, Monday being 0."""
        return frozenset(_DAYS.index(day) for day in self.weekend)


class StrategySettings(BaseModel):
    """[strategy]: the day from which the strategy holds that KPIs serve; definitions that were reviewed before it only are stale."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    since: dt.date | None = None


class Settings(BaseModel):
    """What a workspace decides once."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    time_zone: str = "UTC"
    currency: str = Field("USD", pattern=r"^[A-Z]{3}$")
    fiscal_year_start: int = Field(1, ge=1, le=12)
    fiscal_year_named: Literal["start", "end"] = "end"
    calendar: Literal["gregorian", "4-4-5", "4-5-4", "5-4-4"] = "gregorian"
    week_start: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] = "sunday"
    retail_year_end: Literal["nearest", "last"] = "nearest"
    customer_meaning: Literal["activity", "contract"] = "activity"
    customer_days: int = Field(365, ge=1, le=3660)
    review_days: int = Field(0, ge=0, le=366)
    basket_hours: int = Field(24, ge=1, le=24 * 90)
    refused_limit: float = Field(0.01, ge=0, le=1)
    locale: Literal["en", "zh", "vi", "ru"] = "en"
    engine: Literal["duckdb", "spark", "postgres", "clickhouse"] = "duckdb"
    spark: SparkSettings = SparkSettings()
    postgres: PostgresSettings = PostgresSettings()
    clickhouse: ClickHouseSettings = ClickHouseSettings()
    state: StateSettings = StateSettings()
    working_days: WorkingDays = WorkingDays()
    strategy: StrategySettings = StrategySettings()

    @field_validator("time_zone")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in zoneinfo.available_timezones():
            raise ValueError(f'"{name}" is no time zone. {nearest(name, zoneinfo.available_timezones())}'.strip())
        return name

    @property
    def business_calendar(self) -> Calendar:
        """How days make up the periods of this workspace."""
        named = Named(self.fiscal_year_named) if self.fiscal_year_start > 1 else Named.END
        if self.calendar == "gregorian":
            return Calendar(first_month=self.fiscal_year_start, named=named)
        week_start = _DAYS.index(self.week_start)
        return Calendar(Scheme(self.calendar), self.fiscal_year_start, named, week_start, YearEnd(self.retail_year_end))

    @property
    def today(self) -> dt.date:
        """The day that it is in the workspace's time zone."""
        return dt.datetime.now(zoneinfo.ZoneInfo(self.time_zone)).date()

    @property
    def keeps_versions(self) -> bool:
        """Whether the rows are in the mart's own versions, and not in a warehouse of the company's that has none."""
        return self.engine in ("duckdb", "spark")

    @property
    def meaning(self) -> str:
        """The settings that change what a KPI means, as a short text."""
        return f"{self.customer_meaning}-{self.customer_days}-{self.basket_hours}-{self.currency}"


def check(values: dict[str, object], place: str) -> Settings:
    """The settings of these values. WorkspaceError names the first that is wrong."""
    try:
        return Settings.model_validate(values)
    except ValidationError as problem:
        first = problem.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        what, do = mistake(first)
        hint = nearest(name, Settings.model_fields) if first["type"] == "extra_forbidden" else ""
        raise WorkspaceError(f"{name}: {what}", where=place, do=hint or do) from None


def mistake(error: ErrorDetails) -> tuple[str, str]:
    """What is wrong with a setting's value, and what to do."""
    if error["type"] == "literal_error":
        known = re.findall(r"'([^']+)'", error["ctx"]["expected"])
        return f'"{error["input"]}" is none of {", ".join(known)}.', nearest(str(error["input"]), known) or "Mend the setting."
    return error["msg"].removeprefix("Value error, "), "Mend the setting."


def read(folder: Path) -> Settings:
    """The settings of a workspace's folder. WorkspaceError where it is none, or a setting is wrong."""
    if not (folder / FILE).exists():
        raise WorkspaceError(
            f'"{folder}" is no Scoreline workspace: it has no {FILE}.', do="Go to a workspace, or make one: scoreline init DIR."
        )
    return check(_values(folder), FILE)


def read_state(folder: Path) -> StateSettings:
    """Where a folder's state is kept; in a file of its own where it says nothing. Mistakes in its other settings do not matter here."""
    if not (folder / FILE).exists():
        return StateSettings()
    return check({"state": _values(folder).get("state", {})}, FILE).state


def _values(folder: Path) -> dict[str, object]:
    try:
        return tomllib.loads((folder / FILE).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise WorkspaceError(f"It cannot be read: {problem}.", where=FILE, do="Mend the file.") from None


def write(folder: Path, settings: Settings) -> None:
    """Write the settings of a new workspace."""
    (folder / FILE).write_text(TEMPLATE.format(off="# " if settings.engine == "duckdb" else "", **settings.model_dump()), "utf-8")
