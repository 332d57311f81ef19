"""Physical lines of a text file, numbered, with a limit on their length and a way to hand lines back."""

from __future__ import annotations

from collections import deque
from typing import TextIO

from scoreline.errors import IngestError

MAX_LINE = 2**20
"""Characters that a line may have. Without a limit one line could fill the memory."""


class Lines:
    """An iterator over lines, for csv.reader. `taken` holds the lines given since it was last cleared."""

    def __init__(self, stream: TextIO, name: str) -> None:
        self._read, self._name = stream.readline, name
        self._returned: deque[str] = deque()
        self.number = 0
        self.taken: list[str] = []

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else self._read(MAX_LINE)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) >= MAX_LINE:
            raise IngestError(
                f"The line is longer than {MAX_LINE:,} characters.",
                where=f"{self._name}, row {self.number}",
                do="Check that it is a text file with one record a line.",
            )
        self.taken.append(line)
        return line

    def hand_back(self) -> None:
        """Give back all lines taken since the clearing but the first: they come again."""
        again = self.taken[1:]
        self._returned.extendleft(reversed(again))
        self.number -= len(again)
        del self.taken[1:]
