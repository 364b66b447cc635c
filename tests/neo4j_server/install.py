"""Installs the Neo4j Community server from its Maven artifacts, with no need of Java or Maven.

``python -m tests.neo4j_server.install [VERSION ...]`` installs the versions named (all of them
by default) ahead of time; ``start`` does the same for the version it needs.

The file ``jars-VERSION.lock`` names every jar in class path order with its SHA-256; it is made by
``make_locks``. The library jgo, which knows Maven Central by itself, fetches the jars; where that
fails (behind a mirror that only Maven's settings know, say) and ``mvn`` is there, Maven does. A jar
gets its place in the cache folder only whole and verified, by a rename: an interrupted
installation goes on where it stopped, and two processes may install at the same time.
"""

import hashlib
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import platformdirs
from jgo.maven import MavenContext

LINES = {"5.26": "5.26.26", "2026": "2026.09.0"}
WORKERS = 16
ATTEMPTS = 4
POM = """<project><modelVersion>4.0.0</modelVersion>
<groupId>local</groupId><artifactId>class-path</artifactId><version>1</version>
<packaging>pom</packaging><dependencies>
<dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId>
<version>{version}</version></dependency>
<dependency><groupId>org.neo4j.app</groupId><artifactId>neo4j-server</artifactId>
<version>{version}</version></dependency>
</dependencies></project>
"""


class InstallError(Exception):
    """The server's jars could not be had."""


class Jar(NamedTuple):
    """One line of a lock file: the path in the Maven repository layout, and the SHA-256."""

    path: str
    sha256: str

    def is_in(self, folder: Path) -> bool:
        """Tell whether the folder holds this jar with the right content."""
        file = folder / self.path
        return file.is_file() and sha256(file) == self.sha256

    def move(self, source: Path, target: Path) -> None:
        """Move the verified jar between two folders of one file system, atomically."""
        if not self.is_in(source):
            raise InstallError(f"{self.path} is not the file that the lock file names")
        (target / self.path).parent.mkdir(parents=True, exist_ok=True)
        (source / self.path).replace(target / self.path)


def install(version: str) -> list[Path]:
    """Return the class path of one version, after fetching the jars that the cache lacks."""
    jars = read_lock(version)
    folder = platformdirs.user_cache_path("itspm-graph") / "neo4j" / version
    folder.mkdir(parents=True, exist_ok=True)
    missing = [jar for jar in jars if not jar.is_in(folder)]
    if missing:
        try:
            _fetch_all(version, missing, folder)
        except InstallError as error:
            if not shutil.which("mvn"):
                raise
            print(f"{error}; now trying mvn", file=sys.stderr)
            _fetch_with_maven(version, missing, folder)
    return [folder / jar.path for jar in jars]


def lock_file(version: str) -> Path:
    """Return the path of a version's lock file."""
    return Path(__file__).with_name(f"jars-{version}.lock")


def read_lock(version: str) -> list[Jar]:
    """Return the jars of a version in class path order."""
    lines = lock_file(version).read_text(encoding="utf-8").splitlines()
    return [Jar(*line.split()) for line in lines]


def sha256(file: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def maven_class_path(version: str, repository: Path) -> list[str]:
    """Let Maven resolve the server into the repository folder; return the jars' paths in it."""
    pom, output = repository / "pom.xml", repository / "class-path"
    pom.write_text(POM.format(version=version), encoding="utf-8")
    goal = ["dependency:build-classpath", f"-Dmdep.outputFile={output}", "-Dmdep.pathSeparator=:"]
    command = ["mvn", "-q", "-B", "-f", str(pom), f"-Dmaven.repo.local={repository}", *goal]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise InstallError(f"mvn failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    files = output.read_text(encoding="utf-8").strip().split(":")
    return [Path(file).relative_to(repository).as_posix() for file in files]


def _fetch_all(version: str, jars: Sequence[Jar], folder: Path) -> None:
    """Fetch the jars in parallel, with a progress line on stderr."""
    with ThreadPoolExecutor(WORKERS) as pool:
        try:
            futures = [pool.submit(_fetch, jar, folder) for jar in jars]
            for count, future in enumerate(as_completed(futures), start=1):
                future.result()
                _progress(version, count, len(jars))
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _fetch(jar: Jar, folder: Path) -> None:
    """Fetch one jar, trying again with growing pauses: networks fail for a moment."""
    for attempt in range(ATTEMPTS):
        try:
            _fetch_once(jar, folder)
        except (OSError, RuntimeError, InstallError) as error:
            if attempt == ATTEMPTS - 1:
                raise InstallError(f"{jar.path} cannot be fetched: {error}") from error
            time.sleep(2**attempt)
        else:
            return


def _fetch_once(jar: Jar, folder: Path) -> None:
    """Fetch one jar into a fresh folder, because jgo leaves a part behind when it fails."""
    *group, artifact, version, name = jar.path.split("/")
    classifier = name.removeprefix(f"{artifact}-{version}").removesuffix(".jar").lstrip("-")
    with TemporaryDirectory(prefix=".part-", dir=folder) as part:
        maven = MavenContext(repo_cache=Path(part), timeout=60)
        component = maven.project(".".join(group), artifact).at_version(version)
        component.artifact(classifier).resolve()
        jar.move(Path(part), folder)


def _fetch_with_maven(version: str, jars: Sequence[Jar], folder: Path) -> None:
    """Fetch the jars with Maven, which knows its user's settings (mirrors, proxies)."""
    with TemporaryDirectory(prefix=".part-", dir=folder) as part:
        maven_class_path(version, Path(part))
        for jar in jars:
            jar.move(Path(part), folder)


def _progress(version: str, done: int, total: int) -> None:
    """Keep one line on stderr up to date; where that is a file, write the last state only."""
    if sys.stderr.isatty() or done == total:
        end = "\n" if done == total else "\r"
        print(f"Neo4j {version}: {done} of {total} jars fetched", end=end, file=sys.stderr)


def main(versions: Sequence[str]) -> None:
    """Install the versions named, or all."""
    for version in versions or LINES.values():
        print(f"Neo4j {version}: {len(install(version))} jars ready", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
