"""The services of the adapter, as systemd reads them where README.md puts them."""

import pathlib
import shutil
import subprocess
import tempfile
import unittest

ADAPTER = pathlib.Path(__file__).resolve().parents[3] / "scripts" / "samba"
UNITS = ("adsync-samba-sync.service", "adsync-samba-courier.service")


class ServicesTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="adsync-services-")
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        # Those of the system, Samba's among them.
        shutil.copytree("/usr/lib/systemd/system", self.root / "usr/lib/systemd/system", symlinks=True)
        self.units = self.root / "etc/systemd/system"
        self.units.mkdir(parents=True)
        for name in UNITS:
            shutil.copy(ADAPTER / name, self.units)
        program = self.root / "usr/local/lib/adsync/adsync-samba"
        program.parent.mkdir(parents=True)
        shutil.copy(ADAPTER / "adsync-samba", program)

    def verify(self, name):
        """What there is to say against a unit; systemd ignores what it does not know, and succeeds."""
        told = subprocess.run(
            ["systemd-analyze", "verify", f"--root={self.root}", str(self.units / name)],
            capture_output=True,
            text=True,
        )
        return told.stdout + told.stderr + (f"exit code {told.returncode}" if told.returncode else "")

    def test_systemd_finds_nothing_wrong(self):
        for name in UNITS:
            self.assertEqual("", self.verify(name), name)

    def test_what_systemd_would_ignore_is_found(self):
        unit = self.units / "adsync-samba-sync.service"
        unit.write_text(unit.read_text().replace("Restart=always", "Restart=allways"))
        self.assertIn("allways", self.verify(unit.name))

    def test_a_program_that_is_not_there_is_found(self):
        (self.root / "usr/local/lib/adsync/adsync-samba").unlink()
        self.assertIn("/usr/local/lib/adsync/adsync-samba", self.verify("adsync-samba-courier.service"))

    def test_the_watch_goes_with_samba_and_both_come_back(self):
        watch = (self.units / "adsync-samba-sync.service").read_text()
        self.assertTrue((self.root / "usr/lib/systemd/system/samba-ad-dc.service").exists())
        self.assertIn("\nRequires=samba-ad-dc.service\n", watch)
        for name in UNITS:
            self.assertIn("\nRestart=always\n", (self.units / name).read_text(), name)


if __name__ == "__main__":
    unittest.main()
