"""Whose a row is, and of which period: the columns of every table that names a member or a period."""

from __future__ import annotations

from django.db import models

from scoreline.engine.members import Member
from scoreline.periods import Calendar, Grain, Period


class OfMember(models.Model):
    """The columns of a table whose rows belong to a member."""

    member_kind = models.CharField(max_length=40)
    member_source = models.CharField(max_length=200, blank=True)
    member_id = models.CharField(max_length=400, blank=True)
    member_name = models.CharField(max_length=400)

    class Meta:
        abstract = True

    @property
    def member(self) -> Member:
        """The member that the columns name."""
        return Member(self.member_kind, self.member_name, self.member_id, self.member_source)


class OfPeriod(models.Model):
    """The columns of a table whose rows are for a period."""

    grain = models.CharField(max_length=10)
    starts_on = models.DateField()
    ends_on = models.DateField()
    calendar = models.CharField(max_length=60)

    class Meta:
        abstract = True

    @property
    def period(self) -> Period:
        """The period that the columns name."""
        return Period(self.starts_on, self.ends_on, Grain(self.grain), Calendar.read(self.calendar))
