"""dcsetup on wine's registry: the list of packages belongs to others too, and is never left empty."""

import hashlib
import json
import re
import time
import unittest

import capture
import keys
import master
import test_courier
import wine

LSA_KEY = r"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Lsa"
SERVICE_KEY = r"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\ADSyncCourier"
SESSION_KEY = r"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Session Manager"
INSTALLED = "C:\\windows\\system32\\pwc1.dll"
LIST = "Notification Packages"


class RegistrarTest(unittest.TestCase):
    def setUp(self):
        self.machine = wine.shared()
        self.root = master.b64(keys.Root().point())
        self.forget()
        self.list(["rassfm", "scecli"])
        self.addCleanup(self.dcsetup, "remove", machine=self.machine)
        self.package = self.machine.folder / "prefix/drive_c/windows/system32/pwc1.dll"

    def forget(self):
        """On a busy machine the program that deletes may fail for once; what an earlier test left is nothing of the next one's."""
        for _ in range(5):
            deleted = self.machine.run("reg", "delete", wine.CAPTURE_KEY, "/f")
            if self.machine.run("reg", "query", wine.CAPTURE_KEY).returncode != 0:
                return
        self.fail(deleted.stdout)

    def list(self, names, **others):
        self.machine.registry(LSA_KEY, {LIST: names, **others})

    def names(self):
        value = self.machine.query(LSA_KEY, LIST)
        return None if value is None else value.split("\\0")

    def dcsetup(self, *arguments, program="lab/dcsetup-lab.exe", machine=None, **facts):
        machine = machine or self.machine
        return machine.run(machine.programs / program, *arguments, timeout=180, **facts)

    def install(self, *more, **facts):
        return self.dcsetup("install", "--root", self.root, *more, **facts)

    def test_installing_appends_the_package_and_keeps_the_neighbours(self):
        result = self.install()
        self.assertEqual(0, result.returncode, result.stdout)
        self.assertIn("Restart this domain controller", result.stdout)
        self.assertEqual(["rassfm", "scecli", "pwc1"], self.names())
        self.assertEqual((self.machine.programs / "lab/pwc1.dll").read_bytes(), self.package.read_bytes())
        self.assertIn("rassfm\\0scecli", self.machine.query(wine.CAPTURE_KEY, "NotificationPackagesBefore"))
        self.assertIn(capture.DOMAIN_SID, self.machine.query(wine.CAPTURE_KEY, "DomainSid"))
        self.assertIn(capture.DC, self.machine.query(wine.CAPTURE_KEY, "DcGuid"))
        self.assertIn("adsync-courier.exe", self.machine.query(SERVICE_KEY, "ImagePath"))
        self.assertIn("NT SERVICE\\ADSyncCourier", self.machine.query(SERVICE_KEY, "ObjectName"))

    def test_installing_twice_is_installing_once(self):
        self.install()
        result = self.dcsetup("install")  # the root is known by now
        self.assertEqual(0, result.returncode, result.stdout)
        self.assertIn("already so", result.stdout)
        self.assertEqual(["rassfm", "scecli", "pwc1"], self.names())
        self.assertIn("rassfm\\0scecli", self.machine.query(wine.CAPTURE_KEY, "NotificationPackagesBefore"))

    def test_removing_takes_only_the_package(self):
        self.install()
        self.list(["rassfm", "scecli", "PWC1", "another"])
        result = self.dcsetup("remove")
        self.assertEqual(0, result.returncode, result.stdout)
        self.assertEqual(["rassfm", "scecli", "another"], self.names())
        self.assertIsNone(self.machine.query(SERVICE_KEY, "ImagePath"))
        self.assertIn("0x1", self.machine.query(wine.CAPTURE_KEY, "Disabled"))
        self.assertFalse(self.package.exists())
        self.assertEqual(0, self.dcsetup("remove").returncode)
        self.assertEqual(["rassfm", "scecli", "another"], self.names())

    def test_an_empty_list_is_never_written(self):
        self.install()
        self.list(["pwc1"])
        result = self.dcsetup("remove")
        self.assertEqual(1, result.returncode)
        self.assertIn("never written", result.stdout)
        self.assertEqual(["pwc1"], self.names())
        self.list(["rassfm", "pwc1"])

    def test_a_list_that_cannot_be_understood_is_not_touched(self):
        for value in ([], "rassfm", 7, None):
            with self.subTest(value=value):
                self.machine.registry(LSA_KEY, {} if value is None else {LIST: value})
                before = self.machine.query(LSA_KEY, LIST)
                result = self.install()
                self.assertEqual(3, result.returncode, result.stdout)
                self.assertEqual(before, self.machine.query(LSA_KEY, LIST))
                self.assertIsNone(self.machine.query(wine.CAPTURE_KEY, "SpoolDir"))

    def test_where_it_must_not_be_it_refuses_and_changes_nothing(self):
        reasons = {
            "LAB_32BIT": "not a 64-bit",
            "LAB_USER": "administrator",
            "LAB_MEMBER": "no domain controller",
            "LAB_RODC": "read-only",
            "LAB_PPL": "LSA protection",
            "LAB_NO_DOMAIN": "SID",
        }
        for fact, words in reasons.items():
            with self.subTest(fact):
                result = self.install(**{fact: "1"})
                self.assertEqual(3, result.returncode, result.stdout)
                self.assertIn(words, result.stdout)
                self.assertEqual(["rassfm", "scecli"], self.names())
                self.assertIsNone(self.machine.query(wine.CAPTURE_KEY, "SpoolDir"))
                self.assertIsNone(self.machine.query(SERVICE_KEY, "ImagePath"))
                self.assertFalse(self.package.exists())

    def test_under_lsa_protection_only_microsofts_signature_will_do(self):
        refused = self.install(LAB_PPL="1", LAB_SIGNED="1")
        self.assertEqual(3, refused.returncode)
        self.assertIn("Leave LSA protection on", refused.stdout)
        self.assertIn("not captured", refused.stdout)
        result = self.install(LAB_PPL="1", LAB_MICROSOFT="1")
        self.assertEqual(0, result.returncode, result.stdout)

    def test_the_program_that_is_shipped_sees_that_wine_is_no_domain_controller(self):
        result = self.dcsetup("install", "--root", self.root, program="dcsetup.exe")
        self.assertEqual(3, result.returncode, result.stdout)
        self.assertIn("no domain controller", result.stdout)

    def test_the_program_that_is_shipped_reads_lsa_protection_and_the_signature(self):
        self.install()
        self.list(["rassfm", "scecli", "pwc1"], RunAsPPL=1)
        result = self.dcsetup("status", program="dcsetup.exe")
        self.assertIn("LSA protection: on", result.stdout)
        self.assertIn("package file: not signed", result.stdout)
        self.assertIn("will not load the package", result.stdout)

    def test_the_courier_starts_again_after_a_failure_of_its_own_or_it_is_told_that_it_does_not(self):
        """Wine 8 does not know how to: there the warning shows that it was asked."""
        told = self.install()
        self.assertEqual(0, told.returncode, told.stdout)
        kept = self.machine.query(SERVICE_KEY, "FailureActionsOnNonCrashFailures")
        warned = "warning: the courier cannot be told to start again when it ends with an error" in told.stdout
        self.assertNotEqual(warned, kept is not None and "0x1" in kept, told.stdout)

    def test_known_neighbours_are_warned_of(self):
        self.list(["rassfm", "password_sync_dll"])
        self.assertIn("warning: password_sync_dll", self.install().stdout)

    def test_a_folder_that_is_a_link_elsewhere_is_refused(self):
        folder = self.machine.folder / "prefix/drive_c/ProgramData/ADSync"
        self.assertEqual(0, self.install().returncode)
        self.assertEqual(0, self.install().returncode, "those that are there are taken")
        self.dcsetup("remove")
        elsewhere = self.machine.folder / "elsewhere"
        elsewhere.mkdir()
        for path in (folder, folder / "spool", folder / "courier"):
            with self.subTest(path.name):
                aside = path.with_name("aside")
                path.rename(aside)
                path.symlink_to(elsewhere)
                try:
                    result = self.install()
                finally:
                    path.unlink()
                    aside.rename(path)
                self.assertEqual(1, result.returncode, result.stdout)
                self.assertIn("links elsewhere", result.stdout)
                self.assertEqual([], list(elsewhere.iterdir()))
                self.assertEqual(["rassfm", "scecli"], self.names())
        elsewhere.rmdir()

    def test_without_a_root_there_is_nothing_to_trust(self):
        result = self.dcsetup("install")
        self.assertEqual(1, result.returncode)
        self.assertIn("--root", result.stdout)
        self.assertEqual(["rassfm", "scecli"], self.names())
        for wrong in ("", "short", "A" * 86 + "="):
            self.assertEqual(2, self.dcsetup("install", "--root", wrong).returncode)

    def test_a_token_is_left_for_the_courier(self):
        token = "pwc1:192.0.2.1:8443:" + "A" * 43 + ":secret"
        result = self.install("--token", token)
        self.assertEqual(0, result.returncode, result.stdout)
        left = self.machine.folder / "prefix/drive_c/ProgramData/ADSync/courier/enrol.token"
        self.assertEqual(token, left.read_text())

    def test_a_token_is_taken_from_standard_input(self):
        token = "pwc1:192.0.2.1:8443:" + "A" * 43 + ":other"
        result = self.install("--token", "-", said=token + "\r\n")
        self.assertEqual(0, result.returncode, result.stdout)
        left = self.machine.folder / "prefix/drive_c/ProgramData/ADSync/courier/enrol.token"
        self.assertEqual(token, left.read_text())
        self.assertNotEqual(0, self.install("--token", "-", said="\n").returncode)
        left.unlink()

    def test_another_root_begins_its_versions_anew_and_the_same_one_does_not(self):
        self.install()
        self.machine.run("reg", "add", wine.CAPTURE_KEY, "/v", "KeySetVersion", "/t", "REG_DWORD", "/d", "12", "/f")
        for again in (["--root", self.root], []):
            self.assertEqual(0, self.dcsetup("install", *again).returncode)
            self.assertEqual("0xc", self.machine.query(wine.CAPTURE_KEY, "KeySetVersion"), again)
        self.root = master.b64(keys.Root().point())
        self.assertEqual(0, self.install().returncode)
        self.assertEqual("0x0", self.machine.query(wine.CAPTURE_KEY, "KeySetVersion"))

    def queued(self):
        """What Windows deletes or renames when it starts the next time."""
        return self.machine.query(SESSION_KEY, "PendingFileRenameOperations") or ""

    def loaded(self):
        """The installed package, as lsass has it."""
        harness = self.machine.programs / "lab" / "harness.exe"
        process = self.machine.start(harness, INSTALLED, "C:\\windows\\temp", "stay", 600_000, HARNESS_PASSIVE="1")
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        test_courier.await_that(lambda: "alive=" in process.output.read_text(), "the package")

    def test_what_is_installed_after_a_removal_is_not_deleted_by_the_restart(self):
        self.install()
        self.loaded()
        self.assertEqual(0, self.dcsetup("remove").returncode)
        self.assertFalse(self.package.exists())
        self.assertIn(INSTALLED.lower() + ".0.old", self.queued().lower())
        self.assertEqual(0, self.install().returncode)
        self.loaded()
        self.assertEqual(0, self.install().returncode, "an update of what is loaded")
        self.assertEqual((self.machine.programs / "lab/pwc1.dll").read_bytes(), self.package.read_bytes())
        queued = re.findall(r"pwc1\.dll[.\w]*", self.queued().lower())
        self.assertEqual(["pwc1.dll.0.old", "pwc1.dll.1.old"], queued)

    def test_disarming_and_arming(self):
        self.install()
        result = self.dcsetup("disarm")
        self.assertEqual(0, result.returncode, result.stdout)
        self.assertIn("0x1", self.machine.query(wine.CAPTURE_KEY, "Disabled"))
        self.assertIn("disarmed: yes", self.dcsetup("status").stdout)
        self.install()
        self.assertIn("0x0", self.machine.query(wine.CAPTURE_KEY, "Disabled"))
        self.assertIn("disarmed: no", self.dcsetup("status").stdout)

    def test_status_is_honest(self):
        self.assertEqual(3, self.dcsetup("status").returncode)
        self.install()
        result = self.dcsetup("status")
        self.assertEqual(1, result.returncode)
        for line in ("registered: yes", "LSA protection: off", "loaded: never", "last delivery: never"):
            self.assertIn(line, result.stdout)
        self.assertTrue(re.search(r"waiting in the spool: 0 records, 0 files of misses", result.stdout), result.stdout)

    def test_status_tells_which_file_it_is_what_is_loaded_and_when_it_captured_last(self):
        self.install()
        digest = hashlib.sha256((self.machine.programs / "lab/pwc1.dll").read_bytes()).hexdigest()
        never = self.dcsetup("status").stdout
        self.assertIn(f"SHA-256: {digest}", never)
        for started, words in ((-3600, "replaced since"), (3600, None)):
            with self.subTest(started):
                self.alive(version="1.0.0", started=started, lastCaptured=-90)
                told = self.dcsetup("status").stdout
                self.assertIn("version: 1.0.0", told)
                self.assertRegex(told, r"last capture: (9\d|1\d\d) s ago")
                self.assertEqual(words is not None, "replaced since" in told, told)
        self.alive(version="1.0.0", started=3600)
        self.assertIn("last capture: none since it was loaded", self.dcsetup("status").stdout)

    def alive(self, version, **seconds):
        """A sign of life of the package, with its times from now."""
        path = self.machine.folder / "prefix/drive_c/ProgramData/ADSync/spool/alive"
        self.addCleanup(path.unlink, missing_ok=True)
        times = {name: str(int((time.time() + value + 11644473600) * 10_000_000)) for name, value in seconds.items()}
        path.write_text(json.dumps({"v": 1, "version": version, **times}))

    def test_the_service_runs_and_stops(self):
        """Wine starts no service under an account of its own: this one exists before, without one, and is kept."""
        self.machine = wine.Wine()
        self.addCleanup(self.machine.close)
        self.list(["rassfm", "scecli"])
        self.machine.run("sc", "create", "ADSyncCourier", "binpath=", "C:\\old.exe")
        installed = self.install(LAB_START="1")
        self.assertIn("courier: started", installed.stdout)
        log = self.machine.folder / "prefix/drive_c/ProgramData/ADSync/courier/courier.log"
        test_courier.await_that(lambda: log.exists() and "starts, not enrolled" in log.read_text(), "a start")
        self.assertIn("courier: running", self.dcsetup("status").stdout)
        self.assertIn("courier: started", self.install(LAB_START="1").stdout)  # an update stops it and starts it again
        self.assertEqual(1, log.read_text().count("courier stops"))
        self.the_courier_runs_on_after_a_failed_update(log)
        self.assertIn("courier: removed", self.dcsetup("remove").stdout)
        self.assertEqual(3, log.read_text().count("courier stops"))
        self.assertIsNone(self.machine.query(SERVICE_KEY, "ImagePath"))

    def the_courier_runs_on_after_a_failed_update(self, log):
        package = self.machine.folder / "prefix/drive_c/windows/system32/pwc1.dll"
        in_the_way = package.with_name("pwc1.dll.new")
        in_the_way.mkdir()
        failed = self.install(LAB_START="1")
        self.assertEqual(1, failed.returncode, failed.stdout)
        self.assertIn("cannot be copied", failed.stdout)
        self.assertEqual((self.machine.programs / "lab/pwc1.dll").read_bytes(), package.read_bytes())
        test_courier.await_that(lambda: log.read_text().count("starts, not enrolled") == 3, "the courier again")
        in_the_way.rmdir()

    def test_what_is_not_understood_changes_nothing(self):
        for arguments in ((), ("install", "--spool"), ("frobnicate",), ("install", "--spool", "relative")):
            with self.subTest(arguments):
                self.assertEqual(2, self.dcsetup(*arguments).returncode)
        self.assertEqual(["rassfm", "scecli"], self.names())
