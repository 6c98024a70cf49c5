"""A domain controller with the package: its folders, its registry, and the harness in the part of lsass."""

import itertools
import json

import keys
import wine

DOMAIN_SID = "S-1-5-21-1004336348-1177238915-682003330"
DC = "8f0f2b5e-6d8c-4b52-9c57-0d9f0a0e4a11"

_numbers = itertools.count(1)


class Dc:
    """One installation; a spool and a key set of its own."""

    def __init__(self, machine):
        self.machine = machine
        self.folder = machine.folder / f"dc{next(_numbers)}"
        self.spool = self.folder / "spool"
        self.state = self.folder / "courier"
        self.spool.mkdir(parents=True)
        self.state.mkdir()
        self.key_set = self.folder / "keyset.jws"
        self.root = keys.Root()
        self.provider = keys.Provider()

    def install(self, jws=None, **values):
        """Writes the registry as the installer would, and the key set."""
        if jws is not None:
            self.key_set.write_text(jws)
        settings = {
            "SpoolDir": self.machine.inside(self.spool),
            "StateDir": self.machine.inside(self.state),
            "KeySet": self.machine.inside(self.key_set),
            "DomainSid": DOMAIN_SID,
            "DcGuid": DC,
            "RootKey": self.root.point(),
            **values,
        }
        self.machine.registry(wine.CAPTURE_KEY, {k: v for k, v in settings.items() if v is not None})

    def install_ec(self, **values):
        self.install(self.root.sign(keys.key_set([self.provider.ec("ec-1")])), **values)

    def harness(self, scenario, *arguments, timeout=180, **variables):
        """What the harness reported, as a dictionary of strings; "hit" lines are under "leaks"."""
        result = self.machine.run(*self._command(scenario, arguments), timeout=timeout, **variables)
        assert result.returncode == 0, result.stdout
        return self._report(result.stdout)

    def start_harness(self, scenario, *arguments, **variables):
        """The harness at work: its process, with its output so far in the file "output"."""
        return self.machine.start(*self._command(scenario, arguments), **variables)

    def _command(self, scenario, arguments):
        program = self.machine.programs / "lab" / "harness.exe"
        return program, self.machine.inside(self.machine.package), self.machine.inside(self.spool), scenario, *arguments

    @staticmethod
    def _report(text):
        report = {"leaks": [], "refused": []}
        for line in text.splitlines():
            name, _, value = line.partition("=")
            if name == "hit":
                report["leaks"].append(value)
            elif name == "refused":
                report["refused"].append(value)
            else:
                report[name] = value
        return report

    def alive(self):
        return json.loads((self.spool / "alive").read_text())

    def records(self):
        return [path.read_text() for path in sorted(self.spool.glob("*.pwe"))]

    def misses(self):
        lines = [line for path in sorted(self.spool.glob("*.miss")) for line in path.read_text().splitlines()]
        return [json.loads(line) for line in lines]
