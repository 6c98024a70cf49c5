"""The archive for Samba domain controllers: what is in it, and that it can be made again."""

import pathlib
import re
import tarfile
import tempfile
import unittest

import archive

FILES = {
    "LICENSE": 0o644,
    "README.md": 0o644,
    "adsync-samba": 0o755,
    "adsync-samba-courier.service": 0o644,
    "adsync-samba-sync.service": 0o644,
    "adsync-samba-sysusers.conf": 0o644,
    "adsync-samba-tmpfiles.conf": 0o644,
}


class ArchiveTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="adsync-archives-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def test_all_is_in_one_folder_and_belongs_to_root(self):
        made = archive.make(self.folder)
        top = made.name.removesuffix(".tar.gz")
        self.assertRegex(top, r"^adsync-samba-\d+\.\d+\.\d+")
        with tarfile.open(made) as opened:
            members = opened.getmembers()
        self.assertEqual({(0, 0)}, {(member.uid, member.gid) for member in members})
        files = {member.name: member.mode for member in members if not member.isdir()}
        self.assertEqual({f"{top}/{name}": mode for name, mode in FILES.items()}, files)

    def test_a_second_one_is_the_same_to_the_bit(self):
        again = self.folder / "again"
        again.mkdir()
        self.assertEqual(archive.make(self.folder).read_bytes(), archive.make(again).read_bytes())

    def test_its_manual_installs_what_the_units_start(self):
        archive.install(self.folder)
        for name in ("sync", "courier"):
            unit = self.folder / f"etc/systemd/system/adsync-samba-{name}.service"
            program = self.folder / re.search(r"^ExecStart=/(\S+)", unit.read_text(), re.MULTILINE)[1]
            self.assertTrue(program.stat().st_mode & 0o111)
        self.assertEqual(program, (program.parent / "adsync-samba-sync").resolve())
        self.assertTrue((self.folder / "etc/sysusers.d/adsync-samba.conf").is_file())
        self.assertTrue((self.folder / "etc/tmpfiles.d/adsync-samba.conf").is_file())


if __name__ == "__main__":
    unittest.main()
