"""Starting and stopping the engines that the tests run on, each in a folder of its own and on 127.0.0.1 only."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SPARK_CONF = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.executor.memory": "512m",
    # a cluster that lives for minutes is not worth compiling for years
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.cores.max": "2",
    # tables of a few rows: planning them in detail takes longer than reading them
    "spark.sql.shuffle.partitions": "1",
    "spark.default.parallelism": "2",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def postgres_programs() -> Path | None:
    """The folder with initdb and pg_ctl, of the newest PostgreSQL from 15 on."""
    known = Path("/usr/lib/postgresql")
    versions = sorted((int(path.name) for path in known.glob("*") if path.name.isdecimal()), reverse=True) if known.is_dir() else []
    for version in versions:
        if version >= 15 and (known / str(version) / "bin" / "initdb").exists():
            return known / str(version) / "bin"
    found = shutil.which("initdb")
    return Path(found).parent if found else None


@contextmanager
def postgres() -> Iterator[str]:
    """A new cluster; the address of its superuser. It does not run as root, which PostgreSQL refuses, so its folder is open to all."""
    programs = postgres_programs()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="scoreline-postgres-"))
    folder.chmod(0o755)
    data, port = folder / "data", free_port()
    user = ["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups"] if os.geteuid() == 0 else []
    data.mkdir()
    if user:
        shutil.chown(data, "nobody", "nogroup")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
    started = ["-D", str(data), "-w", "-l", str(data / "log")]
    _run([*user, str(programs / "initdb"), "-D", str(data), "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-U", "keeper"], data)
    _run([*user, str(programs / "pg_ctl"), *started, "-o", options, "start"], data)
    try:
        yield f"postgresql://keeper@127.0.0.1:{port}/postgres"
    finally:
        _run([*user, str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"], data)
        shutil.rmtree(folder)


@contextmanager
def spark(folder: Path) -> Iterator[str]:
    """A standalone cluster: a master and two workers of one core and 1 GB; the address of the master."""
    import pyspark

    home = Path(pyspark.__file__).parent
    port = free_port()
    master = f"spark://127.0.0.1:{port}"
    env = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_DIRS": str(folder / "local"),
        "SPARK_DAEMON_JAVA_OPTS": "-XX:TieredStopAtLevel=1",
    }
    at = ["--host", "127.0.0.1", "--webui-port", "0"]
    each = ["org.apache.spark.deploy.worker.Worker", *at, "--cores", "1", "--memory", "1g"]
    commands = [["org.apache.spark.deploy.master.Master", *at, "--port", str(port)]]
    commands += [[*each, "--work-dir", str(folder / f"worker{place}"), master] for place in (1, 2)]
    running: list[subprocess.Popen[bytes]] = []
    try:
        for place, command in enumerate(commands):
            log = (folder / f"log{place}").open("wb")
            running.append(subprocess.Popen([str(home / "bin" / "spark-class"), *command], env=env, stdout=log, stderr=log))
            if place == 0:
                _wait(port)
        yield master
    finally:
        for process in reversed(running):
            process.terminate()
        for process in running:
            process.wait(30)


def _wait(port: int) -> None:
    for _ in range(600):
        with socket.socket() as found:
            if found.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"Nobody listens on {port}.")


def _run(command: list[str], data: Path) -> None:
    done = subprocess.run(command, cwd=data.parent, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    log = data / "log"
    assert done.returncode == 0, f"{command}: {done.stderr}\n{log.read_text() if log.exists() else ''}"
