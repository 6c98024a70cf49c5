"""The services of the adapter, as systemd reads them where README.md puts them."""

import pathlib
import shutil
import subprocess
import tempfile
import unittest

import archive

UNITS = ("adsync-samba-sync.service", "adsync-samba-courier.service")


class ServicesTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="adsync-services-")
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        # Those of the system, Samba's among them.
        shutil.copytree("/usr/lib/systemd/system", self.root / "usr/lib/systemd/system", symlinks=True)
        self.units = self.root / "etc/systemd/system"
        archive.install(self.root)

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

    def exposure(self, name, most):
        """Whether systemd finds a unit exposed by no more than so many tenths, and what it says of it."""
        told = subprocess.run(
            ["systemd-analyze", "security", "--offline=true", f"--threshold={most}", "--no-pager", str(self.units / name)],
            capture_output=True,
            text=True,
        )
        return told.returncode == 0, told.stdout + told.stderr

    def test_systemd_finds_neither_much_exposed(self):
        for name in UNITS:
            with self.subTest(name):
                sealed_off, told = self.exposure(name, 15)
                self.assertTrue(sealed_off, told)

    def test_a_unit_that_may_do_more_is_found(self):
        for name, line in ((UNITS[0], "PrivateNetwork=yes"), (UNITS[1], "User=adsync-samba")):
            unit = self.units / name
            self.assertIn(f"\n{line}\n", unit.read_text())
            unit.write_text(unit.read_text().replace(f"{line}\n", ""))
            self.assertFalse(self.exposure(name, 15)[0], name)

    def test_the_user_of_the_courier_can_be_made(self):
        (self.root / "etc/passwd").touch()
        (self.root / "etc/group").touch()
        conf = self.root / "etc/sysusers.d/adsync-samba.conf"
        subprocess.run(["systemd-sysusers", f"--root={self.root}", conf], check=True, capture_output=True)
        self.assertRegex((self.root / "etc/passwd").read_text(), "(?m)^adsync-samba:.*:/usr/sbin/nologin$")
        courier = (self.units / "adsync-samba-courier.service").read_text()
        self.assertIn("\nUser=adsync-samba\n", courier)

    def test_the_watch_goes_with_samba_and_both_come_back(self):
        watch = (self.units / "adsync-samba-sync.service").read_text()
        self.assertTrue((self.root / "usr/lib/systemd/system/samba-ad-dc.service").exists())
        self.assertIn("\nRequires=samba-ad-dc.service\n", watch)
        self.assertIn("\nWantedBy=multi-user.target samba-ad-dc.service\n", watch)
        for name in UNITS:
            self.assertIn("\nRestart=always\n", (self.units / name).read_text(), name)


if __name__ == "__main__":
    unittest.main()
