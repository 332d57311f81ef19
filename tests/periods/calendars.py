"""Calendars and days for the laws."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from scoreline.periods import Calendar, Grain, Named, Scheme, YearEnd

NRF = Calendar(Scheme.W454, 2, Named.START, week_start=6, year_end=YearEnd.NEAREST)
"""The calendar of the National Retail Federation: years end on the Saturday nearest to the end of January."""

SEPTEMBER = Calendar(Scheme.W445, 10, Named.END, week_start=6, year_end=YearEnd.LAST)
"""Years end on the last Saturday of September, as those of several manufacturers do."""

months = st.integers(1, 12)
named = st.sampled_from(Named)
gregorian = st.builds(lambda month, by: Calendar(first_month=month, named=by), months, named)
retail = st.builds(
    Calendar,
    st.sampled_from([Scheme.W445, Scheme.W454, Scheme.W544]),
    months,
    named,
    st.integers(0, 6),
    st.sampled_from(YearEnd),
)
calendars = st.one_of(gregorian, retail)
days = st.dates(dt.date(1901, 1, 1), dt.date(2199, 12, 31))
grains = st.sampled_from(Grain)
