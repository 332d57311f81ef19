"""Where the pages are served."""

from __future__ import annotations

import socket

import pytest

from scoreline.errors import WorkspaceError
from scoreline.web.serve import check_address


def test_a_taken_port_is_named_with_another_to_try() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(WorkspaceError, match=f"Port {port} on 127.0.0.1 cannot be used.*--port {min(port + 1, 65535)}"):
            check_address("127.0.0.1", port)


def test_a_free_port_is_left_free() -> None:
    check_address("127.0.0.1", 0)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "example.com", ""])
def test_addresses_that_others_could_reach_are_refused(host: str) -> None:
    with pytest.raises(WorkspaceError, match="this machine only"):
        check_address(host, 8000)
