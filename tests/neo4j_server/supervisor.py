"""Runs a server process that cannot outlive the tests: ``supervisor.py HOME COMMAND STOP``.

COMMAND and STOP are JSON lists; STOP may be empty. The server ends when this program's standard
input does, and the operating system ends that when the process that started it dies, however it
dies. Its data is thrown away, so it is killed, not asked to end; STOP is for a server that lives
elsewhere (a container). The folder HOME is removed too, except when the server ended by itself:
then the one who started it wants to read the logs (``console.log`` is what the server printed).
"""

import json
import select
import shutil
import signal
import subprocess
import sys
from pathlib import Path


def main(home: str, command: str, stop: str) -> None:
    """Run the server until it ends or the standard input does, then clean up."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with Path(home, "console.log").open("wb") as log:
        child = subprocess.Popen(
            json.loads(command), stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    try:
        while child.poll() is None and not select.select([sys.stdin], [], [], 0.2)[0]:
            pass
        ended_by_itself = child.poll() is not None
    finally:
        if json.loads(stop):
            subprocess.run(json.loads(stop), check=False, capture_output=True)
        child.kill()
        child.wait()
    if not ended_by_itself:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
