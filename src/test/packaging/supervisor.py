"""What systemd would do with a service's unit, where systemd does not run: starts its command in another root, as its
user, with its environment and credentials, and hears what it notifies.

    supervisor.py ROOT UNIT     reads from the fifo ROOT/run/ask: start, stop, restart, reload, is-active, notified;
                                answers each with a line on the fifo ROOT/run/answer
"""

import array
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time

START, STOP, WATCHDOG_MICROSECONDS = 90, 30, 3_000_000


class Unit:
    """The settings of a unit file; a name may occur several times."""

    def __init__(self, path):
        self.settings = {}
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                setting = re.fullmatch(r"([A-Za-z]+)=(.*)", line.strip())
                if setting:
                    self.settings.setdefault(setting[1], []).append(setting[2])

    def all(self, name):
        return self.settings.get(name, [])

    def one(self, name):
        return self.all(name)[-1]


class Service:
    def __init__(self, root, unit):
        self.root, self.path, self.process, self.notified = root, unit, None, []
        os.chdir(os.path.join(root, "run"))  # the path of a socket must be short
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind("notify")
        os.chmod("notify", 0o666)
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            data, ancillary, _, _ = self.socket.recvmsg(4096, 1024)
            for _, _, descriptors in ancillary:  # the sender waits until they are closed
                for descriptor in array.array("i", descriptors):
                    os.close(descriptor)
            self.notified += data.decode().split("\n")

    def inside(self, path):
        return os.path.join(self.root, path.lstrip("/"))

    def identity(self, name):
        with open(self.inside("/etc/passwd"), encoding="utf-8") as lines:
            return next(line.split(":")[2:4] for line in lines if line.startswith(name + ":"))

    def environment(self, unit):
        values = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}
        for assignment in unit.all("Environment"):
            values.update([assignment.split("=", 1)])
        for path in unit.all("EnvironmentFile"):
            with open(self.inside(path.lstrip("-")), encoding="utf-8") as lines:
                values.update(line.strip().split("=", 1) for line in lines if re.match(r"[A-Z_]+=", line))
        values.update(
            NOTIFY_SOCKET="/run/notify",
            WATCHDOG_USEC=str(WATCHDOG_MICROSECONDS),
            STATE_DIRECTORY="/var/lib/" + unit.one("StateDirectory"),
            CREDENTIALS_DIRECTORY=self.credentials(unit),
        )
        return values

    def credentials(self, unit):
        user, group = map(int, self.identity(unit.one("User")))
        folder = "/run/credentials/" + os.path.basename(self.path)
        os.makedirs(self.inside(folder), exist_ok=True)
        for credential in unit.all("LoadCredential"):
            name, source = credential.split(":")
            copy = self.inside(f"{folder}/{name}")
            if os.path.exists(copy):
                os.unlink(copy)
            with open(self.inside(source), "rb") as secret, open(copy, "wb") as file:
                file.write(secret.read())
            os.chown(copy, user, group)
            os.chmod(copy, 0o400)
        os.chown(self.inside(folder), user, group)
        os.chmod(self.inside(folder), 0o500)
        return folder

    def start(self):
        unit = Unit(self.inside(self.path))
        for condition in unit.all("ConditionPathExists"):
            if not os.path.exists(self.inside(condition)):
                return f"condition failed: {condition}"
        self.notified = []
        who = f"{unit.one('User')}:{unit.one('Group')}"
        with open(self.inside("/var/log/adsync-test.log"), "ab") as log:
            self.process = subprocess.Popen(
                ["chroot", f"--userspec={who}", self.root, *shlex.split(unit.one("ExecStart"))],
                env=self.environment(unit), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        end = time.monotonic() + START
        while time.monotonic() < end and self.process.poll() is None:
            if "READY=1" in self.notified:
                return "ok"
            time.sleep(0.1)
        return "not ready" if self.process.poll() is None else f"ended with {self.process.poll()}"

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(STOP)
            except subprocess.TimeoutExpired:
                self.process.kill()
                return "did not stop"
        return "ok"

    def answer(self, word):
        running = self.process is not None and self.process.poll() is None
        if word == "start":
            return "ok" if running else self.start()
        if word == "restart":
            stopped = self.stop()
            return self.start() if stopped == "ok" else stopped
        if word == "reload":
            self.process.send_signal(signal.SIGHUP)
            return "ok"
        if word == "is-active":
            return "active" if running else "inactive"
        if word == "notified":
            return " ".join(sorted(set(self.notified)))
        return self.stop() if word == "stop" else "ok"


def main():
    root, unit = sys.argv[1:]
    service = Service(root, unit)
    ask, answer = service.inside("/run/ask"), service.inside("/run/answer")
    os.mkfifo(ask)
    os.mkfifo(answer)
    os.chmod(ask, 0o600)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        while True:
            with open(ask, encoding="utf-8") as question:
                word = question.read().strip()
            if not word:
                continue
            result = service.answer(word)
            with open(answer, "w", encoding="utf-8") as file:
                file.write(result + "\n")
    finally:
        service.stop()


if __name__ == "__main__":
    main()
