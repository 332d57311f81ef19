"""Splitting a goal: one amount over the periods of a year and over the members of a company, exact in its smallest unit.

Amounts are whole numbers of that unit (cents) throughout; `plan` turns them into decimals. Nothing here reads or writes anything.
"""
