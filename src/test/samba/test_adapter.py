"""The adapter for Samba against a master with mutual TLS that answers, refuses, is silent, or is somebody else."""

import base64
import datetime
import importlib.machinery
import importlib.util
import json
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import unittest.mock

from cryptography import x509
from cryptography.hazmat.primitives import serialization

import archive
import keys
import master
from keys import unpadded

ADAPTER = archive.unpacked() / "adsync-samba"
DC = "6f9619ff-8b86-d011-b42d-00c04fc964ff"
HASH = "$6$rounds=5000$saltsalt$abcdefgh"
DAY = 86400
FILETIME_EPOCH = 11644473600
COURIER = 64997  # a user and a group that nobody has


def filetime(seconds_ago=0.0):
    return int((time.time() - seconds_ago + FILETIME_EPOCH) * 10_000_000)


def await_that(condition, what, seconds=120):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.02)


def little_memory():
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))


class AdapterTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.authority = master.Authority()

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="adsync-adapter-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.root, self.provider = keys.Root(), keys.Provider()
        self.state = self.folder / "state"
        self.spool = self.state / "spool"
        self.program = ADAPTER
        self.courier_user = {}
        self.courier = self.state / "courier"
        settings = {"rootKey": master.b64(self.root.point()), "name": "dc1.lab.test", "dc": DC, "state": str(self.state)}
        (self.folder / "settings.json").write_text(json.dumps(settings))
        self.environment = {**os.environ, "ADSYNC_SAMBA_SETTINGS": str(self.folder / "settings.json")}
        self.jws = self.root.sign(keys.key_set([self.provider.ec("ec-1")], mode="phc"))
        self.master = master.Master(self.folder / "tls", self.authority)
        self.master.policy = {"keySet": self.jws}
        self.addCleanup(lambda: self.master.close())
        self.processes = []
        self.addCleanup(self.stop)

    def again(self):
        """The master is back, at the same port and with the same key."""
        self.master.close()
        self.master = master.Master(self.folder / "tls", self.authority, port=self.master.port, like=self.master)

    def run_adapter(self, command, said):
        return subprocess.run(
            [self.program, command], env=self.environment, input=said, capture_output=True, text=True, timeout=120
        )

    def enrol(self, text=None):
        done = self.run_adapter("enrol", (text or self.master.token_text()) + "\n")
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertNotIn("one-time-token", " ".join(path.read_text() for path in self.state.rglob("*") if path.is_file()))

    def sync(self, number, ago=0.0, hashed=HASH):
        return self.run_adapter("sync", self.change(number, ago, hashed))

    @staticmethod
    def change(number, ago=0.0, hashed=HASH):
        return (
            f"dn: CN=u{number},DC=lab,DC=test\nobjectSid: S-1-5-21-1-2-3-{number}\nsAMAccountName: u{number}\n"
            f"pwdLastSet: {filetime(ago)}\nvirtualCryptSHA512: {{CRYPT}}{hashed}\n"
        )

    def put(self, *numbers, ago=0.0):
        before = set(self.waiting())
        for number in numbers:
            self.assertIn("DONE-EXIT: spooled", self.sync(number, ago).stdout)
        fresh = sorted(set(self.waiting()) - before)
        return [master.event_id_of({"jwe": (self.spool / name).read_text()}) for name in fresh]

    def start(self):
        log = (self.folder / "log").open("a")
        self.addCleanup(log.close)
        process = subprocess.Popen([self.program, "courier"], env=self.environment, stderr=log, stdin=subprocess.DEVNULL,
                                   **self.courier_user)
        self.processes.append(process)
        return process

    def stop(self):
        while self.processes:
            process = self.processes.pop()
            process.kill()
            process.wait()

    def log(self):
        return (self.folder / "log").read_text()

    def waiting(self):
        return sorted(path.name for path in self.spool.glob("*.pwe"))

    def quarantined(self):
        return sorted(path.name for path in (self.courier / "quarantine").glob("*"))

    def await_empty(self):
        await_that(lambda: not self.waiting(), "an empty spool")

    def aged(self, name, seconds):
        """The same record with an older time, as it would be had it waited."""
        path = self.spool / name
        head, *rest = path.read_text().split(".")
        header = json.loads(unpadded(head))
        header["pwc"]["ft"] = str(filetime(seconds))
        path.write_text(".".join([base64.urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("="), *rest]))

    def copies(self, number):
        """So many records of one change, each with an id of its own; only the master's key would find them out."""
        self.put(1101)
        [name] = self.waiting()
        head, *rest = (self.spool / name).read_text().split(".")
        header = json.loads(unpadded(head))
        for i in range(number - 1):
            header["pwc"]["id"] = f"{i:032x}"
            text = ".".join([master.b64(json.dumps(header).encode()), *rest])
            (self.spool / f"{name[:17]}{i + 2:08x}.pwe").write_text(text)

    def adapter(self):
        """The adapter's functions, in this process."""
        with unittest.mock.patch.dict(os.environ, self.environment):
            loader = importlib.machinery.SourceFileLoader("adsync_samba", str(ADAPTER))
            module = importlib.util.module_from_spec(importlib.util.spec_from_loader("adsync_samba", loader))
            with unittest.mock.patch.object(sys, "dont_write_bytecode", True):
                loader.exec_module(module)
        return module

    def divide(self):
        """Root and the courier are two users, with the folders that systemd-tmpfiles makes."""
        self.folder.chmod(0o711)
        self.program = shutil.copy(ADAPTER, self.folder)
        self.courier_user = {"user": COURIER, "group": COURIER, "extra_groups": []}
        folders = (ADAPTER.parent / "adsync-samba-tmpfiles.conf").read_text()
        folders = re.sub(r"\badsync-samba\b(?!/| +0)", str(COURIER), folders.replace("/var/lib/adsync-samba", str(self.state)))
        (self.folder / "tmpfiles.conf").write_text(folders)
        subprocess.run(["systemd-tmpfiles", "--create", self.folder / "tmpfiles.conf"], check=True)

    def as_courier(self, *command):
        return subprocess.run(command, capture_output=True, text=True, **self.courier_user)

    # users

    def test_the_courier_has_a_user_of_its_own(self):
        self.divide()
        self.enrol()
        self.assertEqual({COURIER}, {path.stat().st_uid for path in self.courier.iterdir()})
        self.assertEqual(0o600, (self.courier / "key.pem").stat().st_mode & 0o777)
        ids = self.put(1101, 1102)
        names = self.waiting()
        self.assertEqual({(0, COURIER, 0o660)}, {
            (status.st_uid, status.st_gid, status.st_mode & 0o777)
            for status in ((self.spool / name).stat() for name in names)
        })
        self.master.answers = [
            lambda m, body: m.accept(body, lambda event_id, _: "rejected" if event_id == ids[0] else None)
        ]
        self.start()
        self.await_empty()
        self.assertEqual([ids[1]], list(self.master.events))
        await_that(self.quarantined, "quarantine")
        self.assertLess(self.master.beats[0]["packageAge"], 60)

    def test_a_courier_that_root_starts_is_not_root(self):
        self.divide()
        self.enrol()
        self.courier_user = {}
        process = self.start()
        self.master.await_that(lambda: self.master.beats, "a heartbeat")
        self.assertEqual(COURIER, os.stat(f"/proc/{process.pid}").st_uid)

    def test_the_courier_can_write_nothing_that_root_trusts(self):
        self.divide()
        self.enrol()
        self.put(1101)
        for path in (self.state, self.state / "staging", self.folder):
            with self.subTest(path.name):
                self.assertIn("Permission denied", self.as_courier("touch", path / "x").stderr)
        for path in (self.state / "turn", self.state / "keyset.version", self.folder / "settings.json"):
            with self.subTest(path.name):
                said = self.as_courier("dd", "if=/dev/null", f"of={path}", "conv=notrunc")
                self.assertIn("Permission denied", said.stderr)

    def test_what_the_courier_plants_leads_root_nowhere(self):
        self.divide()
        self.enrol()
        secret = self.folder / "secret"
        secret.write_text("of.root.alone")
        secret.chmod(0o600)
        for name in ("keyset.jws", "master.json"):
            with self.subTest(name):
                kept = (self.courier / name).read_bytes()
                self.assertEqual(0, self.as_courier("ln", "-sf", secret, self.courier / name).returncode)
                said = self.sync(1101)
                self.assertNotIn("DONE-EXIT", said.stdout)
                self.assertNotIn("of.root.alone", said.stderr)
                (self.courier / name).unlink()
                (self.courier / name).write_bytes(kept)
        self.assertEqual("of.root.alone", secret.read_text())
        self.put(1102)

    def test_what_has_no_end_is_not_read(self):
        self.enrol()
        for name in ("keyset.jws", "master.json"):
            path = self.courier / name
            kept = path.read_bytes()
            for plant in ("mkfifo", "ln -s /dev/zero", "truncate --size=8G"):
                path.unlink()
                subprocess.run([*plant.split(), path], check=True)
                with self.subTest(name, plant=plant):
                    said = subprocess.run([self.program, "sync"], env=self.environment, input=self.change(1101), text=True,
                                          capture_output=True, timeout=20, preexec_fn=little_memory)
                    self.assertNotIn("DONE-EXIT", said.stdout)
                    self.assertIn("ValueError: " + name, said.stderr)
            path.unlink()
            path.write_bytes(kept)
        self.put(1102)

    def test_a_record_that_is_a_link_or_too_large_holds_up_no_other(self):
        self.enrol()
        self.put(1102)
        elsewhere = (self.spool / self.waiting()[0]).rename(self.folder / "elsewhere.pwe")
        ids = self.put(1101)
        (self.spool / "0000000000000001-00000001.pwe").symlink_to(elsewhere)
        (self.spool / "0000000000000002-00000001.pwe").write_bytes(bytes(1 << 20))
        self.start()
        self.await_empty()
        self.assertEqual(set(ids), set(self.master.events))
        await_that(lambda: len(self.quarantined()) == 2, "quarantine")

    def test_an_older_key_set_is_not_sealed_to_again(self):
        self.enrol()
        newer = self.root.sign(keys.key_set([self.provider.ec("ec-2", nbf=1)], ver=2, mode="phc"))
        (self.courier / "keyset.jws").write_text(newer)
        self.put(1101)
        (self.courier / "keyset.jws").write_text(self.jws)
        said = self.sync(1102)
        self.assertNotIn("DONE-EXIT", said.stdout)
        self.assertIn("older than one that was used", said.stderr)

    def test_another_root_begins_its_versions_anew(self):
        self.enrol()
        kept = self.state / "keyset.version"
        (self.courier / "keyset.jws").write_text(self.root.sign(keys.key_set([self.provider.ec("ec-1")], ver=12, mode="phc")))
        self.put(1101)
        settings = json.loads((self.folder / "settings.json").read_text())
        self.root = keys.Root()
        settings["rootKey"] = master.b64(self.root.point())
        (self.folder / "settings.json").write_text(json.dumps(settings))
        self.master.policy = {"keySet": self.root.sign(keys.key_set([self.provider.ec("ec-1")], ver=1, mode="phc"))}
        self.start()
        self.master.await_that(lambda: self.master.beats, "a heartbeat")
        await_that(lambda: (self.courier / "keyset.jws").read_text() == self.master.policy["keySet"], "the new root's key set")
        self.put(1102)
        self.assertEqual({"root": settings["rootKey"], "ver": 1}, json.loads(kept.read_text()))

    def test_a_version_that_was_kept_without_its_root_is_of_the_present_one(self):
        self.enrol()
        (self.state / "keyset.version").write_text("2")
        said = self.sync(1101)
        self.assertIn("older than one that was used", said.stderr)
        (self.state / "keyset.version").write_text("1")
        self.put(1101)
        self.assertEqual({"root": master.b64(self.root.point()), "ver": 1}, json.loads((self.state / "keyset.version").read_text()))

    # enrolment

    def test_enrolment_and_delivery_with_the_certificate(self):
        self.enrol()
        ids = self.put(1101, 1102)
        self.start()
        self.await_empty()
        self.assertEqual(ids, [event_id for event_id, _ in self.master.statuses])
        self.assertEqual(DC, self.master.enrolled["dc"])
        presented = {client for path, client, _ in self.master.requests if path != "/v1/dc/enrol"}
        self.assertEqual({self.master.issued.public_bytes(serialization.Encoding.DER)}, presented)
        header, payload = self.provider.open(self.master.events[ids[0]]["jwe"])
        self.assertEqual("S-1-5-21-1-2-3-1101", header["pwc"]["sid"])
        self.assertEqual(HASH, json.loads(payload)["phc"])

    def test_the_token_goes_to_nobody_but_the_pinned_master(self):
        done = self.run_adapter("enrol", self.master.token_text(pin="A" * 43) + "\n")
        self.assertNotEqual(0, done.returncode)
        self.assertIn("another key", done.stderr)
        self.assertEqual([], self.master.requests)

    def test_an_answer_to_the_enrolment_may_be_lost(self):
        genuine = self.master._issue

        def lost(request):
            self.master._issue = genuine

        self.master._issue = lost
        self.enrol()
        self.assertEqual(2, [path for path, _, _ in self.master.requests].count("/v1/dc/enrol"))

    def test_a_certificate_for_another_key_is_not_taken(self):
        def exchanged(request):
            der = self.authority.certificate.public_bytes(serialization.Encoding.DER)
            return 200, {}, json.dumps({"certificate": master.b64(der), "pins": [self.master.pin]}).encode()

        self.master._issue = exchanged
        done = self.run_adapter("enrol", self.master.token_text() + "\n")
        self.assertIn("not for our key", done.stderr)
        self.assertFalse((self.courier / "certificate.pem").exists())

    # delivery

    def test_a_master_with_another_key_gets_nothing(self):
        self.enrol()
        self.put(1101)
        self.master.close()
        port = self.master.port
        self.master = master.Master(self.folder / "tls", self.authority, port=port)
        self.start()
        await_that(lambda: self.log().count("another key") >= 2, "two refusals")
        self.assertEqual([], self.master.requests)
        self.assertEqual(1, len(self.waiting()))

    def test_refused_then_back(self):
        self.enrol()
        ids = self.put(1101, 1102)
        self.master.close()
        self.start()
        await_that(lambda: self.log().count("again in") >= 2, "two failures")
        self.assertEqual(2, len(self.waiting()))
        self.again()
        self.master.await_that(lambda: set(ids) <= set(self.master.events), "both events")
        self.await_empty()

    def test_busy_is_waited_for_as_long_as_asked(self):
        self.enrol()
        for number, status in ((1101, 429), (1102, 503)):
            with self.subTest(status=status):
                times = []

                def busy(m, body):
                    times.append(time.monotonic())
                    return status, {"Retry-After": "4"}, b"later"

                def accept(m, body):
                    times.append(time.monotonic())
                    return m.accept(body)

                self.master.answers = [busy, accept]
                self.put(number)
                self.start()
                self.await_empty()
                self.stop()
                self.assertGreaterEqual(times[1] - times[0], 3.9)

    def test_what_was_delivered_ends_the_growing_of_the_pauses(self):
        self.enrol()
        self.copies(701)
        times = []

        def busy(headers):
            def answer(m, body):
                times.append(time.monotonic())
                return 503, headers, b"later"

            return answer

        def accept(m, body):
            times.append(time.monotonic())
            return m.accept(body)

        pairs = [[accept, busy({"Retry-After": "1"} if number % 2 else {})] for number in range(6)]
        self.master.answers = [answer for pair in pairs for answer in pair]
        self.start()
        await_that(lambda: len(times) == 12, "six deliveries that are cut short")
        pauses = [times[number + 1] - times[number] for number in range(1, 11, 2)]
        self.assertLess(max(pauses), 8, pauses)
        self.await_empty()

    def test_each_event_has_an_answer_of_its_own(self):
        self.enrol()
        ids = self.put(1101, 1102, 1103, 1104, 1105)
        names = self.waiting()
        decisions = dict(zip(ids, ["accepted", "rejected", "stale", "ignored", "duplicate"]))
        self.master.answers = [lambda m, body: m.accept(body, lambda event_id, _: decisions[event_id])]
        self.start()
        self.await_empty()
        self.assertEqual([names[1]], self.quarantined())
        self.assertIn(f"{names[1]} was rejected: as told", self.log())

    def test_without_an_answer_an_event_stays_and_nonsense_is_no_answer(self):
        def forgetful(m, body):
            status, headers, content = m.accept(body)
            return status, headers, content.split(b"\n")[0] + b"\nnonsense\n{\"id\":7}\n[]\n{\"id\":\"x\",\"st\":\"accepted\"}\n"

        def later(m, body):
            looked.wait(15)
            return m.accept(body)

        looked = threading.Event()
        self.enrol()
        ids = self.put(1101, 1102, 1103)
        kept = self.waiting()[1:]
        self.master.answers = [forgetful, lambda m, body: (500, {}, b""), later]
        self.start()
        await_that(lambda: "answered 500" in self.log(), "the second try")
        self.assertEqual(kept, self.waiting())
        looked.set()
        self.await_empty()
        self.assertEqual([(i, "duplicate") for i in ids[1:]], self.master.statuses[3:])

    def test_an_answer_that_is_cut_off_deletes_nothing(self):
        def cut(m, body):
            m.accept(body)

        self.enrol()
        ids = self.put(1101, 1102)
        self.master.answers = [cut]
        self.start()
        self.await_empty()
        self.assertEqual({(i, s) for i in ids for s in ("accepted", "duplicate")}, set(self.master.statuses))

    def test_killed_between_acknowledgement_and_deletion(self):
        def accept_and_kill(m, body):
            answer = m.accept(body)
            process.kill()
            process.wait()
            killed.set()
            return answer

        killed = threading.Event()
        self.enrol()
        ids = self.put(1101, 1102)
        self.master.answers = [accept_and_kill]
        process = self.start()
        self.assertTrue(killed.wait(60), "the first delivery")
        self.assertEqual(2, len(self.waiting()))
        self.start()
        self.await_empty()
        self.assertEqual([(i, s) for s in ("accepted", "duplicate") for i in ids], self.master.statuses)

    def test_one_record_that_breaks_a_batch_is_found(self):
        self.enrol()
        ids = self.put(*range(1101, 1109))
        names = self.waiting()
        sizes = []

        def picky(m, body):
            sizes.append(len(body.splitlines()))
            if ids[5] in [master.event_id_of(json.loads(line)) for line in body.splitlines()]:
                return (400, 413)[len(sizes) % 2], {}, b""
            return m.accept(body)

        self.master.answers = [picky] * 40
        self.start()
        self.await_empty()
        self.assertEqual([names[5]], self.quarantined())
        self.assertEqual(set(ids) - {ids[5]}, set(self.master.events))
        self.assertLess(len(sizes), 9, "halves")

    def test_files_that_are_no_records_go_to_quarantine_and_the_others_are_delivered(self):
        self.enrol()
        nonsense = [b"\x00\xff not a record", b"", b"e30..a.b.c", b"A" * 70000, b"W10..a", b"eyJwd2MiOjF9..a"]
        for number, octets in enumerate(nonsense):
            (self.spool / f"01dd00000000000{number}-0000000{number}.pwe").write_bytes(octets)
        odd = master.b64(json.dumps({"pwc": {"id": ["x"], "sid": "s", "ft": "1", "dc": "d"}}).encode())
        (self.spool / "01dd000000000009-00000009.pwe").write_text(odd + "..a.b.c")
        ids = self.put(1101)
        self.start()
        self.await_empty()
        self.assertEqual(len(nonsense) + 1, len(self.quarantined()))
        self.assertEqual(set(ids), set(self.master.events))

    def test_a_quarantine_that_cannot_be_written_loses_nothing_and_holds_up_nothing(self):
        self.enrol()
        obstacle = self.courier / "quarantine"
        obstacle.write_text("no folder")
        ids = self.put(1101, 1102, 1103)
        (self.spool / "01dd000000000001-00000001.pwe").write_bytes(b"no record")
        self.master.answers = [
            lambda m, body: m.accept(body, lambda event_id, _: "rejected" if event_id == ids[0] else None)
        ] * 1000
        stuck = ["01dd000000000001-00000001.pwe", self.waiting()[1]]
        self.start()
        self.master.await_that(lambda: set(ids[1:]) <= set(self.master.events), "the others")
        await_that(lambda: sorted(stuck) == self.waiting(), "those to blame alone in the spool")
        later = self.put(1104)
        self.master.await_that(lambda: set(later) <= set(self.master.events), "what came after it")
        obstacle.unlink()
        self.await_empty()
        self.assertEqual(sorted(stuck), self.quarantined())
        self.assertIn(f"{stuck[1]} cannot go to quarantine", self.log())

    # time

    def test_what_was_too_old_when_samba_told_it_is_not_lost_but_never_was_ours(self):
        self.enrol()
        said = self.sync(1101, ago=8 * DAY)
        self.assertIn("DONE-EXIT: too old to send", said.stdout)
        self.assertEqual([], self.waiting())
        ids = self.put(1102, ago=6 * DAY)
        self.start()
        self.await_empty()
        self.assertEqual(ids, list(self.master.events))
        self.assertIn("jwe", self.master.events[ids[0]])

    def test_what_became_too_old_while_nobody_watched_is_told_as_lost(self):
        self.enrol()
        installed = time.time() - 20 * DAY
        os.utime(self.courier / "key.pem", (installed, installed))
        [event_id] = self.put(1101, ago=8 * DAY)
        self.assertIn("DONE-EXIT: too old to send", self.sync(1102, ago=21 * DAY).stdout)
        self.start()
        self.await_empty()
        self.assertEqual({event_id}, set(self.master.events))
        self.assertEqual("expired", self.master.events[event_id]["miss"]["reason"])

    def test_what_became_too_old_in_the_spool_is_told_as_lost(self):
        self.enrol()
        [event_id] = self.put(1101)
        self.aged(self.waiting()[0], 8 * DAY)
        self.start()
        self.await_empty()
        self.assertEqual("expired", self.master.events[event_id]["miss"]["reason"])

    def test_what_waits_is_too_old_only_if_the_master_says_so_too(self):
        self.enrol()
        [event_id] = self.put(1101)
        self.aged(self.waiting()[0], 8 * DAY)
        self.master.policy = {"time": int(time.time()) - 8 * DAY}  # ours is ahead
        self.start()
        self.await_empty()
        self.assertEqual(["jwe"], list(self.master.events[event_id]))

    def test_without_the_masters_time_nothing_is_too_old(self):
        self.enrol()
        [event_id] = self.put(1101)
        self.aged(self.waiting()[0], 8 * DAY)
        self.master.policy = {"time": "soon"}
        self.start()
        self.await_empty()
        self.assertEqual(["jwe"], list(self.master.events[event_id]))

    # the spool

    def test_a_full_spool_refuses_and_samba_keeps_the_change(self):
        self.enrol()
        for number in range(10_000):
            (self.spool / f"{number:016x}-00000000.pwe").touch()
        said = self.sync(1101)
        self.assertNotIn("DONE-EXIT", said.stdout)
        self.assertNotEqual(0, said.returncode)
        (self.spool / f"{0:016x}-00000000.pwe").unlink()
        self.assertIn("DONE-EXIT: spooled", self.sync(1101).stdout)

    def test_one_change_costs_the_same_whatever_the_spool_holds(self):
        self.enrol()
        self.copies(500)
        adapter = self.adapter()
        store = adapter.Store()
        looks = []
        genuine = pathlib.Path.stat

        def noted(path, *arguments, **options):
            looks.append(path)
            return genuine(path, *arguments, **options)

        entry = {"objectsid": [b"S-1-5-21-1-2-3-1102"], "samaccountname": [b"u"], "virtualcryptsha512": [HASH.encode()]}
        adapter.spool(store, entry)  # the one of many that counts
        with unittest.mock.patch.object(pathlib.Path, "stat", noted):
            for _ in range(50):
                self.assertEqual("spooled", adapter.spool(store, entry))
        self.assertLess(len(looks), 50 * 20)
        self.assertEqual(551, len(self.waiting()))

    def turns(self, store, adapter, count):
        """Where the next changes say they are in the order of changes."""
        entry = {"objectsid": [b"S-1-5-21-1-2-3-1102"], "samaccountname": [b"u"], "virtualcryptsha512": [HASH.encode()]}
        found = []
        for _ in range(count):
            before = set(self.waiting())
            adapter.spool(store, entry)
            (name,) = set(self.waiting()) - before
            claim = json.loads(unpadded((self.spool / name).read_text().split(".")[0]))["pwc"]
            found.append((claim["boot"], claim["seq"]))
        return found

    def test_changes_are_in_order_whatever_the_clock_does(self):
        self.enrol()
        adapter = self.adapter()
        first = self.turns(adapter.Store(), adapter, 2)
        with unittest.mock.patch.object(time, "time_ns", lambda: 1):
            later = self.turns(adapter.Store(), adapter, 2)
        boots = {boot for boot, _ in first + later}
        self.assertEqual(1, len(boots))
        numbers = [number for _, number in first + later]
        self.assertEqual([numbers[0] + more for more in range(4)], numbers)

    def test_an_order_that_was_lost_or_is_of_another_start_begins_anew_under_another_name(self):
        self.enrol()
        adapter = self.adapter()
        ((first, _),) = self.turns(adapter.Store(), adapter, 1)
        kept = json.loads((self.state / "turn").read_text())
        for damage in ("", "rubbish", "[]", json.dumps({**kept, "kernel": "another"})):
            (self.state / "turn").write_text(damage)
            ((boot, number),) = self.turns(adapter.Store(), adapter, 1)
            self.assertNotEqual(first, boot)
            self.assertEqual(1, number)
            first = boot

    def test_a_spool_is_never_filled_beyond_its_limit(self):
        self.enrol()
        adapter = self.adapter()
        store = adapter.Store()
        entry = {"objectsid": [b"S-1-5-21-1-2-3-1102"], "samaccountname": [b"u"], "virtualcryptsha512": [HASH.encode()]}
        for number in range(9_850):
            (self.spool / f"{number:016x}-00000000.pwe").touch()
        for _ in range(150):
            adapter.spool(store, entry)
        for _ in range(3):
            with self.assertRaisesRegex(RuntimeError, "full"):
                adapter.spool(store, entry)
        self.assertEqual(10_000, len(self.waiting()))

    def test_without_a_key_set_nothing_is_taken_from_samba(self):
        said = self.sync(1101)
        self.assertNotIn("DONE-EXIT", said.stdout)
        self.assertNotEqual(0, said.returncode)

    def test_what_nobody_comes_for_is_deleted(self):
        self.enrol()
        aside = self.courier / "quarantine"
        aside.mkdir()
        staging = self.state / "staging"
        staging.mkdir()
        for folder, name, days in (
            (aside, "old.pwe", 8), (aside, "young.pwe", 6), (staging, "half.pwe.tmp", 1), (staging, "new.pwe.tmp", 0),
        ):
            (folder / name).touch()
            then = time.time() - days * DAY
            os.utime(folder / name, (then, then))
        self.start()
        self.master.await_that(lambda: self.master.beats, "a heartbeat")
        self.assertEqual(["young.pwe"], self.quarantined())
        self.assertEqual(1, self.master.beats[0]["queue"]["quarantined"])
        self.samba_tool()
        self.watch()
        await_that((self.state / "watched").exists, "a pass")
        self.assertEqual(["new.pwe.tmp"], [path.name for path in staging.iterdir()])

    def test_the_quarantine_counts_its_days_from_the_refusal(self):
        self.enrol()
        self.put(1101)
        path = self.spool / self.waiting()[0]
        long_ago = time.time() - 20 * DAY
        os.utime(path, (long_ago, long_ago))
        self.master.answers = [lambda m, body: m.accept(body, lambda event_id, line: "rejected")]
        self.start()
        await_that(self.quarantined, "quarantine")
        await_that(lambda: time.time() - (self.courier / "quarantine" / path.name).stat().st_mtime < 60, "a new time")

    # keys and certificates

    def test_a_newer_key_set_is_taken_a_foreign_or_older_one_is_not(self):
        self.enrol()
        newer = self.root.sign(keys.key_set([self.provider.ec("ec-2", nbf=1)], ver=2, mode="phc"))
        foreign = keys.Root().sign(keys.key_set([keys.Provider().ec("evil")], ver=9, mode="phc"))
        for offered, expected in ((foreign, self.jws), ("nonsense", self.jws), (newer, newer), (self.jws, newer)):
            self.master.policy = {"keySet": offered}
            ids = self.put(1101)  # what is offered does not hold up the delivery
            beats = len(self.master.beats)
            self.start()
            self.master.await_that(lambda: len(self.master.beats) > beats, "a heartbeat")
            self.await_empty()
            self.stop()
            self.assertLessEqual(set(ids), set(self.master.events))
            self.assertEqual(expected, (self.courier / "keyset.jws").read_text())
        self.put(1102)
        header = json.loads(unpadded((self.spool / self.waiting()[0]).read_text().split(".")[0]))
        self.assertEqual("ec-2", header["kid"])

    def test_keys_of_unknown_kinds_are_passed_over(self):
        provider = self.provider
        without = provider.ec("no-nbf")
        del without["nbf"]
        point, curve = keys.jwk.JWK.generate(kty="OKP", crv="X25519"), keys.jwk.JWK.generate(kty="EC", crv="P-384")
        strange = {
            "an octet key pair": {**json.loads(point.export_public()), "kid": "x", "use": "enc", "alg": "ECDH-ES", "nbf": 5},
            "another curve": {**json.loads(curve.export_public()), "kid": "p", "use": "enc", "alg": "ECDH-ES", "nbf": 5},
            "another algorithm": {**provider.ec("hpke", nbf=5), "alg": "HPKE-0"},
            "the algorithm of another kind": {**provider.ec("mixed", nbf=5), "alg": "RSA-OAEP-256"},
            "a key to sign with": {**provider.ec("sig", nbf=5), "use": "sig"},
            "a small one": provider.rsa("small", 1024, nbf=5),
            "a huge one": {**provider.rsa("huge", nbf=5), "n": master.b64(b"\xff" * 1024)},
            "no point of the curve": {**provider.ec("off", nbf=5), "y": master.b64(bytes(32))},
            "no time": without,
            "a time that is a text": {**provider.ec("late", nbf=5), "nbf": "5"},
            "a time that is a truth": {**provider.ec("true", nbf=5), "nbf": True},
            "a name that is a number": {**provider.ec("seven", nbf=5), "kid": 7},
            "a name with a quote": provider.ec('quote"', nbf=5),
            "a number": 7,
            "a text": "text",
            "nothing": None,
        }
        self.enrol()
        for name, key in strange.items():
            with self.subTest(name):
                jws = self.root.sign(keys.key_set([key, provider.ec("ec-1", nbf=0)], ver=2, mode="phc"))
                (self.courier / "keyset.jws").write_text(jws)
                for path in self.spool.iterdir():
                    path.unlink()
                said = self.sync(1101)
                self.assertIn("DONE-EXIT: spooled", said.stdout, said.stderr)
                header, _ = provider.open((self.spool / self.waiting()[0]).read_text())
                self.assertEqual("ec-1", header["kid"])

    def test_a_key_set_without_a_key_takes_nothing_from_samba(self):
        self.enrol()
        empty = self.root.sign(keys.key_set([{**self.provider.ec("hpke"), "alg": "HPKE-0"}], ver=2, mode="phc"))
        (self.courier / "keyset.jws").write_text(empty)
        said = self.sync(1101)
        self.assertNotIn("DONE-EXIT", said.stdout)
        self.assertIn("no key to seal to", said.stderr)

    # a key set that asks for what Samba does not have

    def policy(self, ver, mode):
        return self.root.sign(keys.key_set([self.provider.ec("ec-1")], ver=ver, mode=mode, rounds=210_000))

    def test_under_a_policy_that_wants_the_password_itself_the_enrolment_says_so_and_nothing_is_taken(self):
        self.master.policy = {"keySet": self.policy(1, "seal")}
        done = self.run_adapter("enrol", self.master.token_text() + "\n")
        self.assertNotEqual(0, done.returncode)
        self.assertRegex(done.stderr, "says mode 'seal', and Samba has hashes only")
        said = self.sync(1101)
        self.assertNotIn("DONE-EXIT", said.stdout, "Samba keeps it")
        self.assertIn("says mode 'seal'", said.stderr)
        self.assertEqual([], self.waiting())
        self.start()  # the heartbeat tells who cannot do its part
        self.master.await_that(lambda: self.master.beats, "a heartbeat")
        self.assertEqual("seal", self.master.beats[0]["unserved"])
        self.assertEqual(1, self.master.beats[0]["keysetVer"])

    def test_what_waits_when_the_policy_changes_is_kept_until_it_permits_it_again(self):
        self.enrol()
        [late, kept] = [*self.put(1101, ago=DAY), *self.put(1102)]
        self.aged(next(name for name in self.waiting()), 8 * DAY)
        self.master.policy = {"keySet": self.policy(2, "seal")}
        self.start()
        await_that(lambda: "says mode 'seal'" in self.log(), "the refusal")
        self.master.await_that(lambda: late in self.master.events, "the one that is too old")
        self.assertEqual("expired", self.master.events[late]["miss"]["reason"])
        await_that(lambda: len(self.waiting()) == 1, "the other one alone")
        self.assertNotIn("unserved", self.master.beats[0])
        self.stop()
        self.start()
        self.master.await_that(lambda: len(self.master.beats) == 2, "a heartbeat of the next start")
        self.assertEqual("seal", self.master.beats[1]["unserved"])
        self.assertNotIn(kept, self.master.events)
        self.stop()
        self.assertEqual([], self.quarantined())

        self.master.policy = {"keySet": self.policy(3, "phc")}
        self.start()
        self.await_empty()
        self.assertIn("jwe", self.master.events[kept])
        self.assertIn("takes hashes again", self.log())

    def test_the_watch_asks_samba_for_nothing_while_the_policy_does_not_permit_it(self):
        self.enrol()
        (self.courier / "keyset.jws").write_text(self.policy(2, "seal"))
        self.samba_tool()
        self.watch()
        await_that(lambda: "says mode 'seal'" in self.log(), "the refusal")
        self.assertNotIn("--no-wait", (self.folder / "asked").read_text())
        self.assertFalse((self.state / "watched").exists())
        (self.courier / "keyset.jws").write_text(self.policy(3, "phc"))
        await_that((self.state / "watched").exists, "a pass", 20)
        self.assertIn("--no-wait", (self.folder / "asked").read_text())

    def test_the_alternative_is_rsa(self):
        self.master.policy = {"keySet": self.root.sign(keys.key_set([self.provider.rsa("rsa-1")], mode="phc"))}
        self.enrol()
        ids = self.put(1101)
        self.start()
        self.await_empty()
        header, payload = self.provider.open(self.master.events[ids[0]]["jwe"])
        self.assertEqual("RSA-OAEP-256", header["alg"])
        self.assertEqual(HASH, json.loads(payload)["phc"])

    def test_a_certificate_is_renewed_after_two_thirds_of_its_life(self):
        self.master.certificate_start = datetime.datetime.utcnow() - datetime.timedelta(days=70)
        self.enrol()
        self.master.certificate_start = None
        ids = self.put(1101)
        self.start()
        await_that(lambda: "certificate renewed" in self.log(), "the new certificate")
        self.await_empty()
        path, client, _ = next(request for request in self.master.requests if request[0] == "/v1/dc/renew")
        self.assertIsNotNone(client)
        kept = x509.load_pem_x509_certificate((self.courier / "certificate.pem").read_bytes())
        self.assertEqual(self.master.issued.serial_number, kept.serial_number)
        self.assertEqual(set(ids), set(self.master.events))

    def test_a_renewal_that_is_refused_does_not_hold_up_passwords(self):
        self.master.certificate_start = datetime.datetime.utcnow() - datetime.timedelta(days=70)
        self.enrol()
        self.master._issue = lambda request: (403, {}, b'{"error":"no domain controller any more"}')
        ids = self.put(1101)
        self.start()
        self.await_empty()
        self.assertEqual(set(ids), set(self.master.events))
        await_that(lambda: "was not renewed" in self.log(), "the refusal")
        self.assertIn("no domain controller any more", self.log())

    # the heartbeat

    def test_a_heartbeat_tells_how_the_domain_controller_is(self):
        self.enrol()
        self.start()
        self.master.await_that(lambda: self.master.beats, "a heartbeat")
        self.stop()
        beat = self.master.beats[0]
        self.assertEqual("samba", beat["source"])
        self.assertEqual(1, beat["keysetVer"])
        self.assertEqual({"files": 0, "bytes": 0, "oldest": "0", "quarantined": 0}, beat["queue"])
        self.assertNotIn("packageAge", beat, "nothing watches")
        self.master.close()
        self.put(1101)
        oldest = int(self.waiting()[0].split("-")[0], 16)
        self.again()
        self.start()
        self.master.await_that(lambda: self.master.beats, "a heartbeat")
        self.assertEqual(str(oldest), self.master.beats[0]["queue"]["oldest"])
        self.assertEqual(1, self.master.beats[0]["queue"]["files"])
        self.assertLess(self.master.beats[0]["packageAge"], 60)

    def test_a_heartbeat_that_is_refused_does_not_hold_up_passwords(self):
        self.enrol()
        self.master._beat = lambda client, body: (400, {}, b'{"error":"no such member"}')
        ids = self.put(1101)
        self.start()
        self.await_empty()
        self.assertEqual(set(ids), set(self.master.events))
        await_that(lambda: self.log().count("heartbeat: Busy: ") >= 2, "another try")
        self.assertEqual([], self.quarantined())

    def test_strange_files_hold_up_neither_passwords_nor_the_heartbeat(self):
        self.enrol()
        [event_id] = self.put(1101)
        name = self.waiting()[0]
        (self.spool / name).rename(self.spool / "by hand.pwe")
        (self.spool / "folder.pwe").mkdir()
        folder = self.courier / "quarantine" / "kept by somebody"
        folder.mkdir(parents=True)
        for path in (folder, self.spool / "folder.pwe"):
            os.utime(path, (1, 1))
        self.start()
        self.master.await_that(lambda: self.master.beats, "a heartbeat")
        await_that(lambda: self.waiting() == ["folder.pwe"], "the delivery")
        self.assertEqual({event_id}, set(self.master.events))
        self.assertEqual({"files": 1, "oldest": "0", "quarantined": 0},
                         {k: v for k, v in self.master.beats[0]["queue"].items() if k != "bytes"})

    def test_watching_is_noted_also_when_there_is_nothing_to_spool(self):
        self.enrol()
        for ago, hashed in ((8 * DAY, HASH), (0, "")):
            with self.subTest(ago):
                self.assertIn("DONE-EXIT", self.sync(1101, ago=ago, hashed=hashed).stdout)
                (self.state / "watched").unlink()

    def samba_tool(self):
        """One that has told everything already, and fails with what a file "broken" says, where there is one."""
        programs = self.folder / "programs"
        (self.folder / "private" / "sam.ldb.d").mkdir(parents=True)
        (self.folder / "private" / "sam.ldb.d" / "metadata.tdb").touch()
        programs.mkdir()
        tool = programs / "samba-tool"
        tool.write_text(
            f"#!/bin/sh\necho \"$*\" >>{self.folder}/asked\ncase $1 in testparm) echo {self.folder}/private ;;\n"
            f"*) [ ! -e {self.folder}/broken ] || {{ cat {self.folder}/broken >&2; exit 1; }} ;; esac\n"
        )
        tool.chmod(0o755)
        self.environment["PATH"] = f"{programs}:{self.environment['PATH']}"

    def test_watching_is_noted_while_samba_answers_and_no_longer(self):
        self.samba_tool()
        watched = self.state / "watched"
        self.watch()
        await_that(watched.exists, "a good pass")
        self.stop()
        watched.unlink()
        (self.folder / "broken").write_text("no database\n")
        with self.subTest("broken"):
            self.watch()
            await_that(lambda: re.search("syncpasswords.*no database", self.log()), "a bad pass")
            self.assertFalse(watched.exists())

    def test_a_samba_that_does_not_answer_yet_is_waited_for(self):
        self.samba_tool()
        (self.folder / "broken").write_text("no LDAP server\n")
        self.watch()
        await_that(lambda: "syncpasswords: no LDAP server" in self.log(), "the failure")
        (self.folder / "broken").unlink()
        await_that((self.state / "watched").exists, "a good pass", 20)
        asked = (self.folder / "asked").read_text()
        self.assertLess(asked.rindex("--cache-ldb-initialize"), asked.index("--no-wait"))
        self.assertEqual(2, asked.count("--cache-ldb-initialize"))

    def test_the_cause_of_a_failure_is_told_and_not_where_it_was(self):
        self.samba_tool()
        (self.folder / "broken").write_text(
            "Traceback (most recent call last):\n  File \"adsync-samba-sync\", line 1, in <module>\n    main()\n"
            "RuntimeError: there is no key set: enrol first\n"
            "ERROR(exception): uncaught exception - ERROR: None\n  File \"user.py\", line 2, in run\n    raise Exception()\n"
        )
        self.watch()
        await_that(
            lambda: "syncpasswords: RuntimeError: there is no key set: enrol first; ERROR(exception): " in self.log(), "the cause"
        )
        self.assertNotIn("raise Exception", self.log())

    def watch(self):
        log = (self.folder / "log").open("a")
        self.addCleanup(log.close)
        self.processes.append(subprocess.Popen([ADAPTER, "watch"], env=self.environment, stderr=log))


if __name__ == "__main__":
    unittest.main()
