"""Resolves all dependencies anew, for every platform and Python at once, with hashes."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
COMMAND = [
    sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--universal",
    "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header",
    "--python-version", "3.11", "--upgrade", "--quiet", "--no-annotate", "--extra", "fast",
]  # fmt: skip

if __name__ == "__main__":
    for name, extra in (("run", []), ("dev", ["--group", "dev"])):
        output = ["--output-file", f"requirements/{name}.txt"]
        subprocess.run([*COMMAND, *extra, *output], cwd=ROOT, check=True)
