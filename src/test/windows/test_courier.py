"""The courier against a master with mutual TLS that answers, refuses, is silent, or is somebody else."""

import base64
import datetime
import json
import os
import threading
import time
import unittest

from cryptography.hazmat.primitives import serialization

import capture
import keys
import master
import wine
from keys import unpadded

PROGRAM = "adsync-courier.exe"


def await_that(condition, what, seconds=120):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.02)


def header_of(record):
    return json.loads(unpadded(record.decode().split(".")[0]))


def claim_of(record):
    return header_of(record)["pwc"]


def id_of(record):
    return claim_of(record)["id"]


def with_claim(record, **claims):
    """The record with other claims; nobody could open it any more, and the courier does not try."""
    header = header_of(record)
    header["pwc"].update(claims)
    head = base64.urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("=")
    return ".".join([head, *record.decode().split(".")[1:]]).encode()


class CourierTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        """Sealed records, made once by the package and copied for each test."""
        cls.authority = master.Authority()
        cls.source = capture.Dc(wine.shared())
        cls.jws = cls.source.root.sign(keys.key_set([cls.source.provider.ec("ec-1")]))
        cls.source.install(cls.jws)
        changes = [(2000 + i, f"user{i}", f"password {i}") for i in range(12)]
        cls.source.harness("one", *[word for change in changes for word in change])
        cls.sealed = {path.name: path.read_bytes() for path in cls.source.spool.glob("*.pwe")}
        assert len(cls.sealed) == 12

    def setUp(self):
        self.machine = wine.shared()
        self.dc = capture.Dc(self.machine)
        self.dc.root, self.dc.provider = self.source.root, self.source.provider
        self.install()
        self.master = master.Master(self.dc.folder / "tls", self.authority)
        self.addCleanup(lambda: self.master.close())
        self.processes = []
        self.addCleanup(self.stop)

    def install(self, patience=20):
        self.dc.install(self.jws, RequestSeconds=patience, HeartbeatSeconds=2)

    def start(self):
        self.processes.append(self.machine.start(self.machine.programs / PROGRAM, "run"))

    def stop(self):
        while self.processes:
            process = self.processes.pop()
            process.kill()
            process.wait()

    def spool(self, name, record):
        """As the package does it: a courier that runs finds it whole or not at all."""
        (self.dc.spool / "new.tmp").write_bytes(record)
        (self.dc.spool / "new.tmp").rename(self.dc.spool / name)

    def put(self, count, first=0):
        names = sorted(self.sealed)[first:first + count]
        for name in names:
            self.spool(name, self.sealed[name])
        return [master.event_id_of({"jwe": self.sealed[name].decode()}) for name in names]

    def waiting(self):
        return sorted(path.name for path in self.dc.spool.iterdir() if path.suffix in (".pwe", ".miss"))

    def quarantined(self):
        return sorted(path.name for path in (self.dc.state / "quarantine").glob("*"))

    def log(self):
        path = self.dc.state / "courier.log"
        return path.read_text() if path.exists() else ""

    def enrol(self, text=None):
        (self.dc.state / "enrol.token").write_text(text or self.master.token_text())
        self.start()
        self.master.await_that(lambda: self.master.beats, "a heartbeat")

    def test_enrolment_once_and_delivery_with_the_certificate(self):
        ids = self.put(3)
        self.enrol()
        await_that(lambda: not self.waiting(), "an empty spool")
        self.assertEqual(ids, [event_id for event_id, _ in self.master.statuses])
        self.assertFalse((self.dc.state / "enrol.token").exists())
        self.assertEqual(capture.DC, self.master.enrolled["dc"])
        presented = {client for path, client, _ in self.master.requests if path != "/v1/dc/enrol"}
        self.assertEqual({self.master.issued.public_bytes(serialization.Encoding.DER)}, presented)
        opened = [self.dc.provider.open(line["jwe"])[1] for line in self.master.events.values()]
        self.assertEqual(
            [b"password 0", b"password 1", b"password 2"], [unpadded(json.loads(payload)["pw"]) for payload in opened]
        )
        for path in self.dc.state.iterdir():
            if path.is_file():
                self.assertNotIn(b"one-time-token", path.read_bytes())

    def test_an_answer_to_the_enrolment_may_be_lost(self):
        genuine = self.master._issue
        self.master._issue = lambda request: self.use(genuine)
        (self.dc.state / "enrol.token").write_text(self.master.token_text())
        self.start()
        self.master.await_that(lambda: self.master.beats, "a heartbeat")
        self.assertEqual(2, [path for path, _, _ in self.master.requests].count("/v1/dc/enrol"))

    def test_a_certificate_for_another_key_leaves_all_as_it_was_and_the_token(self):
        genuine, seen = self.master._issue, []

        def issue(request):
            seen.append((self.dc.state / "master.json").exists())
            if len(seen) > 1:
                return genuine(request)
            der = self.authority.certificate.public_bytes(serialization.Encoding.DER)
            return 200, {}, json.dumps({"certificate": master.b64(der), "pins": [self.master.pin]}).encode()

        self.master._issue = issue
        self.enrol()
        self.assertEqual([False, False], seen)
        self.assertIn("not for this courier's key", self.log())

    def use(self, issue):
        """No answer now, the genuine one from the next time on."""
        self.master._issue = issue

    def test_the_certificate_outlives_a_restart(self):
        self.enrol()
        self.stop()
        ids = self.put(2)
        self.start()
        self.master.await_that(lambda: set(ids) <= set(self.master.events), "both events")

    def test_a_heartbeat_tells_how_the_domain_controller_is(self):
        self.put(2)
        (self.dc.spool / "alive").write_bytes((self.source.spool / "alive").read_bytes())
        self.machine.registry(
            r"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Lsa",
            {"Notification Packages": ["rassfm", "scecli", "pwc1"], "RunAsPPL": 1},
        )
        self.enrol()
        beat = self.master.beats[0]
        self.assertEqual(["rassfm", "scecli", "pwc1"], beat["packages"])
        self.assertEqual(1, beat["runAsPpl"])
        self.assertTrue(beat["package"]["capturing"])
        self.assertEqual("ec-1", beat["package"]["kid"])
        self.assertEqual(1, beat["keysetVer"])
        self.assertEqual(2, beat["queue"]["files"])
        self.assertAlmostEqual(time.time(), beat["time"], delta=60)

    def test_a_heartbeat_tells_of_lsa_protection_by_a_policy(self):
        policy = r"HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Microsoft\Windows\System"
        self.addCleanup(self.machine.registry, policy, {})
        self.machine.registry(policy, {"RunAsPPL": 2})
        self.machine.registry(r"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Lsa", {"Notification Packages": ["scecli"]})
        self.enrol()
        self.assertEqual(2, self.master.beats[0]["runAsPpl"])

    def test_a_newer_key_set_comes_with_a_heartbeat_and_a_bad_one_does_not(self):
        newer = self.dc.root.sign(keys.key_set([keys.Provider().ec("ec-2")], ver=2))
        self.master.policy = {"keySet": keys.Root().sign(keys.key_set([keys.Provider().ec("evil")], ver=9))}
        self.enrol()
        await_that(lambda: "not signed by the pinned root" in self.log(), "a refusal")
        self.assertNotEqual(newer, self.dc.key_set.read_text())
        self.master.policy = {"keySet": newer}
        await_that(lambda: self.dc.key_set.read_text() == newer, "the newer set")
        self.master.policy = {"keySet": self.dc.root.sign(keys.key_set([keys.Provider().ec("ec-1")], ver=1))}
        beats = len(self.master.beats)
        self.master.await_that(lambda: len(self.master.beats) >= beats + 2, "two more heartbeats")
        self.assertEqual(newer, self.dc.key_set.read_text())

    def test_a_master_with_another_key_gets_nothing(self):
        self.enrol()
        self.stop()
        self.put(2)
        port = self.master.port
        self.master.close()
        self.master = master.Master(self.dc.folder / "other", self.authority, port=port)
        self.start()
        await_that(lambda: "wrong key (pin)" in self.log(), "a refusal")
        await_that(lambda: self.log().count("password-events: wrong key") >= 2, "two tries")
        self.assertEqual([b""] * len(self.master.requests), [body or b"" for _, _, body in self.master.requests])
        self.assertEqual(2, len(self.waiting()))

    def test_the_token_goes_to_nobody_but_the_pinned_master(self):
        self.dc.state.joinpath("enrol.token").write_text(self.master.token_text(pin="A" * 43))
        self.start()
        await_that(lambda: "enrolment: wrong key (pin)" in self.log(), "a refusal")
        self.assertEqual([b""] * len(self.master.requests), [body or b"" for _, _, body in self.master.requests])
        self.assertTrue((self.dc.state / "enrol.token").exists())  # the administrator may have to correct the master

    def test_a_used_token_is_refused_and_forgotten(self):
        self.master.token = None
        (self.dc.state / "enrol.token").write_text(self.master.token_text())
        self.start()
        await_that(lambda: "enrolment: master answered 401" in self.log(), "a refusal")
        await_that(lambda: not (self.dc.state / "enrol.token").exists(), "the token's end")

    def test_a_master_that_wants_a_certificate_is_not_deceived(self):
        """Without the certificate that belongs to it the courier gets nowhere, and deletes nothing."""
        self.enrol()
        self.stop()
        (self.dc.state / "certificate.der").unlink()
        self.put(2)
        self.start()
        await_that(lambda: self.log().count("not enrolled") == 2, "a start without enrolment")
        requests = len(self.master.requests)
        self.stop()
        self.assertEqual(requests, len(self.master.requests))
        self.assertEqual(2, len(self.waiting()))

    def test_a_master_that_no_longer_knows_the_certificate_gets_nothing_deleted(self):
        self.enrol()
        self.stop()
        self.put(2)
        self.master.close()
        self.master = master.Master(
            self.dc.folder / "tls", master.Authority(), require_client=True, port=self.master.port, like=self.master
        )
        self.start()
        await_that(lambda: self.log().count("password-events: unreachable") >= 2, "two failures")
        self.assertEqual(2, len(self.waiting()))

    def test_refused_then_back(self):
        self.enrol()
        self.stop()
        ids = self.put(4)
        self.master.close()
        self.start()
        await_that(lambda: self.log().count("password-events: unreachable") >= 2, "two failures")
        self.assertEqual(4, len(self.waiting()))
        self.master = master.Master(self.dc.folder / "tls", self.authority, port=self.master.port, like=self.master)
        self.master.await_that(lambda: set(ids) <= set(self.master.events), "all events")
        await_that(lambda: not self.waiting(), "an empty spool")

    def test_a_silent_master_does_not_hold_the_courier(self):
        self.enrol()
        self.stop()
        self.install(patience=3)
        self.master.answers = [lambda m, body: m.silence()] * 2
        ids = self.put(2)
        self.start()
        self.master.await_that(lambda: set(ids) <= set(self.master.events), "both events")
        self.assertGreaterEqual(self.log().count("password-events: silent"), 2)
        await_that(lambda: not self.waiting(), "an empty spool")

    def test_busy_is_waited_for_as_long_as_asked(self):
        for status in (429, 503):
            with self.subTest(status=status):
                if status == 503:
                    self.stop()
                    self.setUp()
                times = []

                def busy(m, body):
                    times.append(time.monotonic())
                    return status, {"Retry-After": "4"}, b"later"

                def accept(m, body):
                    times.append(time.monotonic())
                    return m.accept(body)

                self.master.answers = [busy, accept]
                ids = self.put(1)
                self.enrol()
                self.master.await_that(lambda: set(ids) <= set(self.master.events), "the event")
                self.assertGreaterEqual(times[1] - times[0], 3.9)
                self.assertLess(times[1] - times[0], 40)

    def test_each_event_has_an_answer_of_its_own(self):
        ids = self.put(5)
        decisions = dict(zip(ids, ["accepted", "rejected", "stale", "ignored", "duplicate"]))
        self.master.answers = [lambda m, body: m.accept(body, lambda event_id, _: decisions[event_id])]
        self.enrol()
        await_that(lambda: not self.waiting(), "an empty spool")
        await_that(self.quarantined, "quarantine")
        self.assertEqual([sorted(self.sealed)[1]], self.quarantined())
        self.assertIn(f"event {ids[1]} rejected: as told", self.log())

    def test_without_an_answer_an_event_stays(self):
        def forgetful(m, body):
            status, headers, content = m.accept(body)
            return status, headers, b"\n".join(content.split(b"\n")[:2]) + b"\nnonsense\n{\"id\":7}\n"

        def later(m, body):
            looked.wait(15)
            return m.accept(body)

        looked = threading.Event()
        ids = self.put(4)
        self.master.answers = [forgetful, lambda m, body: (500, {}, b""), later]
        self.enrol()
        await_that(lambda: "master answered 500" in self.log(), "the second try")
        self.assertEqual(sorted(self.sealed)[2:4], self.waiting())
        looked.set()
        await_that(lambda: not self.waiting(), "an empty spool")
        self.assertEqual([(i, "duplicate") for i in ids[2:]], self.master.statuses[4:])

    def test_an_answer_that_is_cut_off_deletes_nothing(self):
        def cut(m, body):
            status, headers, content = m.accept(body)
            return None

        ids = self.put(3)
        self.master.answers = [cut]
        self.enrol()
        await_that(lambda: not self.waiting(), "an empty spool")
        self.assertEqual(
            [(i, "accepted") for i in ids] + [(i, "duplicate") for i in ids], self.master.statuses
        )

    def test_killed_between_acknowledgement_and_deletion(self):
        def accept_and_kill(m, body):
            answer = m.accept(body)
            process.kill()
            process.wait()
            killed.set()
            return answer

        killed = threading.Event()
        ids = self.put(3)
        self.master.answers = [accept_and_kill]
        (self.dc.state / "enrol.token").write_text(self.master.token_text())
        self.start()
        process = self.processes[0]
        self.assertTrue(killed.wait(60), "the first delivery")
        self.assertEqual(3, len(self.waiting()))
        self.start()
        await_that(lambda: not self.waiting(), "an empty spool")
        self.assertEqual(
            [(i, "accepted") for i in ids] + [(i, "duplicate") for i in ids], self.master.statuses
        )

    def test_one_record_that_breaks_a_batch_is_found(self):
        ids = self.put(8)

        def picky(m, body):
            if ids[5].encode() in b"".join(unpadded(json.loads(line)["jwe"].split(".")[0]) for line in body.splitlines()):
                return 413, {}, b""
            return m.accept(body)

        self.master.answers = [picky] * 40
        self.enrol()
        await_that(lambda: not self.waiting(), "an empty spool")
        await_that(self.quarantined, "quarantine")
        self.assertEqual([sorted(self.sealed)[5]], self.quarantined())
        self.assertEqual(set(ids) - {ids[5]}, set(self.master.events))

    def test_only_the_newest_password_of_a_user_is_sent(self):
        older, newer = self.records_of_one_user()
        self.deliver({"01dd000000000001-00000001.pwe": older, "01dd000000000002-00000002.pwe": newer})
        self.assertEqual([id_of(newer)], list(self.master.events))

    def test_the_newest_is_known_by_its_number_if_the_clock_was_put_back(self):
        older, newer = self.records_of_one_user()
        newer = with_claim(newer, ft=str(int(claim_of(older)["ft"]) - 10_000_000))
        self.deliver({"01dd000000000002-00000001.pwe": older, "01dd000000000001-00000002.pwe": newer})
        self.assertEqual([id_of(newer)], list(self.master.events))

    def test_of_two_boots_both_are_sent(self):
        first, second = self.records_of_one_user()
        second = with_claim(second, boot="f" * 32)
        self.deliver({"01dd000000000001-00000001.pwe": first, "01dd000000000002-00000002.pwe": second})
        self.assertEqual([id_of(first), id_of(second)], list(self.master.events))

    def test_where_the_newer_one_is_rejected_the_older_one_is_sent(self):
        older, newer = self.records_of_one_user()
        self.master.answers = [
            lambda m, body: m.accept(body, lambda event_id, _: "rejected" if event_id == id_of(newer) else None)
        ] * 10
        self.deliver({"01dd000000000001-00000001.pwe": older, "01dd000000000002-00000002.pwe": newer})
        await_that(self.quarantined, "quarantine")
        self.assertEqual(["01dd000000000002-00000002.pwe"], self.quarantined())
        self.assertEqual([id_of(older)], list(self.master.events))

    def test_what_a_lost_change_replaced_is_not_sent_in_its_place(self):
        older, newer = self.records_of_one_user()
        newer = with_claim(newer, ft="130000000000000000")
        self.deliver({"01dd000000000001-00000001.pwe": older, "01cddb0000000000-00000002.pwe": newer})
        [line] = self.master.events.values()
        self.assertEqual(("expired", id_of(newer)), (line["miss"]["reason"], line["miss"]["id"]))

    def test_what_a_lost_change_replaced_is_sent_if_the_loss_itself_is_rejected(self):
        older, newer = self.records_of_one_user()
        newer = with_claim(newer, ft="130000000000000000")
        self.master.answers = [
            lambda m, body: m.accept(body, lambda event_id, line: "rejected" if "miss" in line else None)
        ] * 10
        self.deliver({"01dd000000000001-00000001.pwe": older, "01cddb0000000000-00000002.pwe": newer})
        self.assertEqual(["01cddb0000000000-00000002.pwe"], self.quarantined())
        self.assertEqual([id_of(older)], list(self.master.events))

    def test_a_quarantine_that_cannot_be_written_loses_nothing_and_holds_up_nothing(self):
        obstacle = self.dc.state / "quarantine"
        obstacle.write_text("no folder")
        ids = self.put(3)
        (self.dc.spool / "01dd000000000001-00000001.pwe").write_bytes(b"no record")
        self.master.answers = [
            lambda m, body: m.accept(body, lambda event_id, _: "rejected" if event_id == ids[1] else None)
        ] * 1000
        self.enrol()
        self.master.await_that(lambda: len(self.master.beats) >= 3, "three heartbeats")
        stuck = ["01dd000000000001-00000001.pwe", sorted(self.sealed)[1]]
        self.assertEqual(sorted(stuck), self.waiting())
        tries = self.master.statuses.count((ids[1], "rejected"))
        self.assertLessEqual(tries, len(self.master.beats) + 1, "once a heartbeat, not once a round")
        later = self.put(1, first=3)
        self.master.await_that(lambda: set(later) <= set(self.master.events), "what came after it")
        obstacle.unlink()
        await_that(lambda: not self.waiting(), "an empty spool")
        self.assertEqual(sorted(stuck), self.quarantined())
        self.assertIn(f"{stuck[1]} cannot go to quarantine", self.log())

    def test_where_the_quarantine_cannot_be_written_one_that_breaks_batches_holds_up_nothing(self):
        (self.dc.state / "quarantine").write_text("no folder")
        ids = self.put(4)

        def picky(m, body):
            m.think(2.5)  # longer than one heartbeat comes after another
            told = [master.event_id_of(json.loads(line)) for line in body.splitlines()]
            return (400, {}, b"") if ids[0] in told else m.accept(body)

        self.master.answers = [picky] * 1000
        self.enrol()
        self.master.await_that(lambda: set(ids[1:]) <= set(self.master.events), "the others")
        await_that(lambda: self.waiting() == [sorted(self.sealed)[0]], "the one to blame alone in the spool")

    def deliver(self, files):
        """All of them in one batch."""
        self.enrol()
        self.stop()
        for name, record in files.items():
            (self.dc.spool / name).write_bytes(record)
        self.start()
        await_that(lambda: not self.waiting(), "an empty spool")

    def records_of_one_user(self):
        source = capture.Dc(self.machine)
        source.install_ec()
        source.harness("one", 3000, "anna", "the first", 3000, "anna", "the second")
        older, newer = [path.read_bytes() for path in sorted(source.spool.glob("*.pwe"))]
        self.install()
        return older, newer

    def test_misses_are_told_and_what_is_too_old_becomes_one(self):
        lines = [
            {"id": f"{i:032x}", "sid": capture.DOMAIN_SID + f"-{4000 + i}", "ft": "134400000000000000", "dc": capture.DC,
             "reason": "overflow"}
            for i in range(100)
        ]
        self.enrol()
        # The second one begins when the answer to the first, with the master's time, has been read.
        self.master.await_that(lambda: len(self.master.beats) >= 2, "two heartbeats")
        for name in ("01dd000000000001-00000001.miss", "01dd000000000001-00000002.miss", "01dd000000000001-00000003.miss"):
            text = "".join(json.dumps({**line, "id": name[-7:-5] + line["id"][2:]}) + "\n" for line in lines)
            self.spool(name, text.encode())
        aged = with_claim(self.sealed[sorted(self.sealed)[0]], ft="130000000000000000")
        self.spool("01cddb0000000000-00000009.pwe", aged)
        await_that(lambda: not self.waiting(), "an empty spool")
        misses = [line["miss"] for line in self.master.events.values() if "miss" in line]
        self.assertEqual(301, len(misses))
        self.assertEqual(1, sum(miss["reason"] == "expired" for miss in misses))
        expired = next(miss for miss in misses if miss["reason"] == "expired")
        self.assertEqual(id_of(aged), expired["id"])
        bodies = [body for path, _, body in self.master.requests if path == "/v1/password-events"]
        self.assertTrue(all(len(body.splitlines()) <= 200 for body in bodies))

    def test_what_waits_is_too_old_only_if_the_master_says_so_too(self):
        aged = with_claim(self.sealed[sorted(self.sealed)[0]], ft=str(self.filetime(8)))
        (self.dc.spool / "01dd000000000001-00000001.pwe").write_bytes(aged)
        self.master.policy = {"time": int(time.time()) - 8 * 86400}  # ours is ahead
        self.enrol()
        await_that(lambda: not self.waiting(), "an empty spool")
        self.assertEqual(["jwe"], list(self.master.events[id_of(aged)]))

    @staticmethod
    def filetime(days_ago):
        return int((time.time() - days_ago * 86400 + 11644473600) * 10_000_000)

    def test_files_that_are_no_records_go_to_quarantine_and_others_are_left_alone(self):
        (self.dc.spool / "01dd000000000001-00000001.pwe").write_bytes(b"\x00\xff not a record")
        (self.dc.spool / "01dd000000000002-00000002.pwe").write_bytes(b"")
        (self.dc.spool / "01dd000000000003-00000003.pwe").write_bytes(b"e30..a.b.c")
        (self.dc.spool / "01dd000000000004-00000004.miss").write_bytes(b"{broken\n")
        (self.dc.spool / "01dd000000000005-00000005.pwe").write_bytes(b"A" * 70000)
        (self.dc.spool / "notes.txt").write_text("not mine")
        ids = self.put(1)
        self.enrol()
        await_that(lambda: not self.waiting(), "an empty spool")
        await_that(lambda: len(self.quarantined()) == 5, "quarantine")
        self.assertEqual(set(ids), set(self.master.events))
        self.assertTrue((self.dc.spool / "notes.txt").exists())

    def test_a_certificate_is_renewed_after_two_thirds_of_its_life(self):
        self.master.certificate_start = datetime.datetime.utcnow() - datetime.timedelta(days=70)
        self.enrol()
        self.master.await_that(lambda: any(path == "/v1/dc/renew" for path, _, _ in self.master.requests), "renewal")
        self.master.certificate_start = None
        await_that(lambda: "certificate renewed" in self.log(), "the new certificate")
        path, client, _ = next(request for request in self.master.requests if request[0] == "/v1/dc/renew")
        self.assertIsNotNone(client)
        beats = len(self.master.beats)
        self.master.await_that(lambda: len(self.master.beats) > beats, "a heartbeat with it")
        self.assertNotIn("unreachable", self.log().split("certificate renewed")[1])

    def test_a_certificate_for_another_key_is_not_taken(self):
        foreign = master.Authority()
        genuine = self.master._issue

        def exchanged(request):
            status, headers, _ = genuine(request)
            der = foreign.certificate.public_bytes(serialization.Encoding.DER)
            return status, headers, json.dumps({"certificate": master.b64(der), "pins": [self.master.pin]}).encode()

        self.master._issue = exchanged
        (self.dc.state / "enrol.token").write_text(self.master.token_text())
        self.start()
        await_that(lambda: "not for this courier's key" in self.log(), "a refusal")
        self.assertFalse((self.dc.state / "certificate.der").exists())

    def test_the_next_master_of_the_list_is_tried(self):
        dead = master.closed_port()
        self.master.policy = {"masters": [f"127.0.0.1:{dead}", f"127.0.0.1:{self.master.port}"]}
        ids = self.put(2)
        self.enrol()
        self.master.await_that(lambda: set(ids) <= set(self.master.events), "both events")

    def test_the_program_leaves_a_token_only_if_it_is_one(self):
        program = self.machine.programs / PROGRAM
        self.assertEqual(2, self.machine.run(program, "enrol", "pwc1:host:8443:short:x").returncode)
        self.assertFalse((self.dc.state / "enrol.token").exists())
        self.assertEqual(0, self.machine.run(program, "enrol", self.master.token_text()).returncode)
        self.assertEqual(self.master.token_text(), (self.dc.state / "enrol.token").read_text())

    def test_the_program_takes_the_token_from_standard_input(self):
        program = self.machine.programs / PROGRAM
        for said in ("", "\n", "pwc1:host:8443:short:x\n", "A" * 5000):
            self.assertEqual(2, self.machine.run(program, "enrol", said=said).returncode)
        self.assertFalse((self.dc.state / "enrol.token").exists())
        self.assertEqual(0, self.machine.run(program, "enrol", said=f"  {self.master.token_text()}\r\n").returncode)
        self.assertEqual(self.master.token_text(), (self.dc.state / "enrol.token").read_text())

    def test_the_quarantine_is_kept_for_a_week_from_the_refusal(self):
        aside = self.dc.state / "quarantine"
        aside.mkdir()
        for name, days in (("old.pwe", 8), ("young.pwe", 6)):
            (aside / name).touch()
            os.utime(aside / name, (time.time() - days * 86400,) * 2)
        self.put(1)
        [name] = self.waiting()
        os.utime(self.dc.spool / name, (time.time() - 20 * 86400,) * 2)
        self.master.answers = [lambda m, body: m.accept(body, lambda event_id, line: "rejected")]
        self.enrol()
        self.master.await_that(lambda: self.master.beats[-1]["queue"]["quarantined"] == 2, "two in quarantine")
        self.assertEqual(sorted([name, "young.pwe"]), self.quarantined())
