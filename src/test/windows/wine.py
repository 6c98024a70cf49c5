"""Runs Windows programs under wine, each test class in a folder of its own and all in one prefix."""

import atexit
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

BUILD = pathlib.Path(os.environ["ADSYNC_WINDOWS_BUILD"])
# A folder with another Debian, to use its wine: chroot(8) is how it is entered.
ROOT = os.environ.get("ADSYNC_WINE_ROOT", "")

CAPTURE_KEY = r"HKEY_LOCAL_MACHINE\SOFTWARE\ADSync\PasswordCapture"


def _variables(prefix):
    return {
        "WINEPREFIX": prefix,
        "WINEDEBUG": os.environ.get("WINEDEBUG", "-all"),
        "WINEDLLOVERRIDES": "mscoree,mshtml=",
        "HOME": prefix,
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
        "LANG": "C.UTF-8",
    }


class Wine:
    """One wine prefix and a folder for files, removed together."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="adsync-wine-", dir=ROOT + "/tmp" if ROOT else None))
        (self.folder / "prefix").mkdir()
        self._server("-p")  # stays until the end: starting it anew costs seconds
        self.programs = self.folder / "programs"
        shutil.copytree(BUILD, self.programs, ignore=shutil.ignore_patterns("objects"))
        # dcsetup installs what is beside it, and the tests' dcsetup is in a folder of its own.
        shutil.copy(self.programs / "adsync-courier.exe", self.programs / "lab")
        # The first program makes the prefix. Not wineboot: it would start wine's services a second time.
        self.run("cmd", "/c", "exit", timeout=300)
        self.version = self.run("--version").stdout.strip()
        self._stand_in()

    def _stand_in(self):
        """Wine 8 lacks parts of CNG (see standin.c): there the package gets them from the stand-in."""
        package = (self.programs / "pwc1.dll").read_bytes()
        self.package = self.programs / "lab" / "pwc1.dll"
        self.stands_in = int(self.version.split("-")[1].split(".")[0]) < 10
        assert not (ROOT and self.stands_in), f"{self.version} of {ROOT} is no newer one"
        if self.stands_in:
            assert package.count(b"bcrypt.dll\0") == 1
            package = package.replace(b"bcrypt.dll\0", b"bcrypX.dll\0")
        self.package.write_bytes(package)

    def inside(self, path):
        """The path as programs under wine see it."""
        text = str(path)
        if ROOT and text.startswith(ROOT):
            text = text[len(ROOT):]
        return "Z:" + text.replace("/", "\\")

    def command(self, *words):
        """A command and its environment, inside the other root if there is one."""
        prefix = str(self.folder / "prefix")
        if not ROOT:
            return list(words), _variables(prefix)
        return ["chroot", ROOT, *words], _variables(prefix[len(ROOT):])

    def _server(self, argument):
        command, environment = self.command("wineserver", argument)
        subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False, timeout=60)

    def start(self, program, *arguments, said=subprocess.DEVNULL, **variables):
        """A running program, its output in the file "output"; the caller ends it."""
        if isinstance(program, pathlib.Path):
            program = self.inside(program)
        command, environment = self.command("wine", str(program), *map(str, arguments))
        environment.update(variables)
        # No pipe: wine's own services inherit the output and would keep it open for ever.
        output = tempfile.NamedTemporaryFile(dir=self.folder, suffix=".out", delete=False)
        with output:
            process = subprocess.Popen(
                command, env=environment, stdin=said, stdout=output, stderr=subprocess.STDOUT
            )
        process.output = pathlib.Path(output.name)
        return process

    def run(self, program, *arguments, timeout=180, said="", **variables):
        """A program to its end: exit code and output. What is said to it is its standard input."""
        ended = self._run(program, *arguments, timeout=timeout, said=said, **variables)
        if ended.returncode == 1 and not ended.stdout:
            # On a starved machine wine now and then does not start a program at all; one of ours says why it fails.
            ended = self._run(program, *arguments, timeout=timeout, said=said, **variables)
        return ended

    def _run(self, program, *arguments, timeout, said, **variables):
        with tempfile.TemporaryFile() as standard_input:
            standard_input.write(said.encode())
            standard_input.seek(0)
            process = self.start(program, *arguments, said=standard_input, **variables)
        try:
            process.wait(timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(f"{program} took longer than {timeout} s:\n{_text(process.output)}") from None
        return subprocess.CompletedProcess(program, process.returncode, _text(process.output))

    def registry(self, key, values):
        """Replaces a key below HKEY_LOCAL_MACHINE: text as str, numbers as int, bytes as bytes, lists as lists."""
        lines = ["Windows Registry Editor Version 5.00", "", f"[-{key}]", "", f"[{key}]"]
        lines += [f'"{name}"={_value(value)}' for name, value in values.items()]
        file = self.folder / "values.reg"
        file.write_text("\n".join(lines) + "\n", encoding="utf-16")
        result = self.run("regedit", "/S", self.inside(file))
        assert result.returncode == 0, result.stdout

    def query(self, key, name):
        """A value as reg.exe prints it, without its type; None if it is not there."""
        result = self.run("reg", "query", key, "/v", name)
        for line in result.stdout.splitlines():
            found = re.match(rf"\s+{re.escape(name)}\s+REG_\w+\s*(.*)$", line)
            if found:
                return found.group(1)
        return None

    def close(self):
        self._server("-k")
        shutil.rmtree(self.folder, ignore_errors=True)


_shared = []


def shared():
    """One prefix for all tests of a run."""
    if not _shared:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that a time limit cleans up too
        _shared.append(Wine())
        atexit.register(_shared[0].close)
    return _shared[0]


def _text(path):
    return path.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n")


def _value(value):
    if isinstance(value, int):
        return f"dword:{value:08x}"
    if isinstance(value, bytes):
        return "hex:" + ",".join(f"{byte:02x}" for byte in value)
    if isinstance(value, list):
        raw = ("".join(item + "\0" for item in value) + "\0").encode("utf-16-le")
        return "hex(7):" + ",".join(f"{byte:02x}" for byte in raw)
    return '"' + value.replace("\\", "\\\\") + '"'
