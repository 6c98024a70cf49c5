"""What scripts/package makes for Samba domain controllers, unpacked and installed as its manual says: the tests run that."""

import atexit
import functools
import os
import pathlib
import re
import shutil
import subprocess
import tarfile
import tempfile

SOURCES = pathlib.Path(__file__).resolve().parents[3]


def make(folder):
    """The archive, made anew in a folder."""
    subprocess.run(
        [SOURCES / "scripts/package", "samba"],
        env={**os.environ, "ADSYNC_PACKAGES": str(folder)}, check=True, stdout=subprocess.DEVNULL,
    )
    [made] = folder.glob("adsync-samba-*.tar.gz")
    return made


@functools.cache
def unpacked():
    """Its one folder; the same for all tests of a process."""
    work = pathlib.Path(tempfile.mkdtemp(prefix="adsync-archive-"))
    atexit.register(shutil.rmtree, work)
    with tarfile.open(make(work)) as archive:
        archive.extractall(work / "unpacked")
    [folder] = (work / "unpacked").iterdir()
    return folder


def install(root):
    """Follows the second step of the manual, below another root; that of systemd is left to the caller."""
    manual = (unpacked() / "README.md").read_text()
    step = re.search(r"^2\. .*?```\n(.*?)```", manual, re.MULTILINE | re.DOTALL)[1]
    commands = [line.strip() for line in step.splitlines() if "systemd-" not in line]
    lines = [re.sub(r" /(?=usr/|etc/)", f" {root}/", line) for line in commands]
    (root / "etc/systemd/system").mkdir(parents=True, exist_ok=True)
    subprocess.run(["sh", "-euc", "\n".join(lines)], cwd=unpacked(), check=True)
