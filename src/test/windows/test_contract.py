"""The package as lsass would use it: it never says no, never blocks, never dies, and loses nothing in silence."""

import collections
import time
import unittest

import capture
import keys
import test_courier
import wine


class ContractTest(unittest.TestCase):
    def setUp(self):
        self.dc = capture.Dc(wine.shared())

    def test_hostile_strings_are_refused_by_nobody_and_reported_where_a_user_lost_a_change(self):
        self.dc.install_ec()
        report = self.dc.harness("hostile")
        self.assertEqual("0", report["refusals"], report)
        reasons = {miss["sid"].rsplit("-", 1)[1]: miss["reason"] for miss in self.dc.misses()}
        self.assertEqual(
            {
                "1104": "fault",
                "1108": "empty",
                "1109": "empty",
                "1110": "oversize",
                "1111": "oversize",
                "1112": "oversize",
                "1113": "encoding",
                "1114": "encoding",
                "1115": "fault",
                "1116": "fault",
                "1117": "fault",
            },
            reasons,
        )
        opened = [self.dc.provider.open(record)[0]["pwc"]["sid"] for record in self.dc.records()]
        self.assertEqual(["1118", "1119", "1120"], [sid.rsplit("-", 1)[1] for sid in opened])

    def test_random_strings_do_no_harm_and_the_package_works_afterwards(self):
        self.dc.install_ec()
        report = self.dc.harness("fuzz", 100000, 20251125, timeout=300)
        self.assertEqual("0", report["refusals"], report)
        sids = {self.dc.provider.open(record)[0]["pwc"]["sid"] for record in self.dc.records()}
        self.assertIn(capture.DOMAIN_SID + "-4711", sids)

    def test_a_caller_waits_less_than_a_tenth_of_a_millisecond(self):
        self.dc.install_ec()
        report = self.dc.harness("calls", 1000, 2, 20000)
        self.assertEqual(1000, int(report["records"]) + int(report["misses"]), report)
        self.assertLess(int(report["p99_ns"]), 100_000, report)

    def test_what_a_flood_pushes_out_is_reported_one_by_one(self):
        self.dc.install_ec()
        report = self.dc.harness("flood", 4, 2000)
        self.assertEqual(8000, int(report["records"]) + int(report["misses"]), report)
        self.assertGreaterEqual(int(report["records"]), 256)
        self.assertGreater(int(report["misses"]), 0)
        reported = collections.Counter(miss["sid"] for miss in self.dc.misses())
        sealed = collections.Counter(self.dc.provider.open(record)[0]["pwc"]["sid"] for record in self.dc.records())
        self.assertEqual(
            collections.Counter({f"{capture.DOMAIN_SID}-{1000 + i}": 1 for i in range(8000)}), reported + sealed
        )
        self.assertEqual({"overflow"}, {miss["reason"] for miss in self.dc.misses()})
        self.assertEqual(8000, len({miss["id"] for miss in self.dc.misses()}) + len(self.dc.records()))

    def test_a_burst_that_fits_is_kept_whole(self):
        self.dc.install_ec()
        report = self.dc.harness("flood", 4, 60)
        self.assertEqual(("240", "0"), (report["records"], report["misses"]), report)

    def test_the_account_of_a_read_only_domain_controllers_tickets_is_passed_over(self):
        self.dc.install_ec()
        names = ["krbtgt_12345", "KRBTGT_1", "krbtgt_", "krbtgt_12a", "krbtgts"]
        changes = [(2000 + i, name, "a password") for i, name in enumerate(names)]
        process = self.dc.start_harness("one", *[word for change in changes for word in change])
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        await_that(lambda: 2004 in self.rids(), "the last one")
        self.assertEqual({2002, 2003, 2004}, self.rids())

    def rids(self):
        return {int(test_courier.header_of(record.encode())["pwc"]["sid"].rsplit("-", 1)[1]) for record in self.dc.records()}

    def test_without_settings_it_is_passive(self):
        wine.shared().registry(wine.CAPTURE_KEY, {"Unrelated": 1})
        report = self.dc.harness("calls", 5, 0, 500, HARNESS_PASSIVE="1")
        self.assertEqual(("1", "0", "0"), (report["initialized"], report["records"], report["misses"]))

    def test_the_third_start_without_a_quiet_time_after_it_was_the_last(self):
        self.dc.install_ec()
        for _ in range(3):
            self.assertEqual("1", self.dc.harness("one", 1001, "anna", "a password")["alive"])
        before = len(self.dc.records())
        self.assertEqual(3, before)
        (self.dc.spool / "alive").unlink()
        report = self.dc.harness("calls", 5, 0, 500, HARNESS_PASSIVE="1")
        self.assertEqual(("1", "0"), (report["initialized"], report["alive"]))
        self.assertEqual(before, len(self.dc.records()))

    def test_a_clock_that_is_put_back_is_no_quiet_time(self):
        self.dc.install_ec()
        process = self.dc.start_harness("back", 120_000)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        early = (time.time() - 1800 + 11644473600) * 10_000_000
        await_that(lambda: (self.dc.spool / "alive").exists() and int(self.dc.alive()["written"]) < early, "the other clock")
        public = [self.dc.provider.ec("ec-1", nbf=1), self.dc.provider.ec("ec-2", nbf=2)]
        self.dc.key_set.write_text(self.dc.root.sign(keys.key_set(public, ver=2)))
        await_that(lambda: self.dc.alive()["keysetVer"] == 2, "a later look")
        self.assertEqual("0x1", wine.shared().query(wine.CAPTURE_KEY, "StartCount"))

    def test_the_switch_of_the_administrator_works_at_the_start(self):
        self.dc.install_ec(Disabled=1)
        report = self.dc.harness("calls", 5, 0, 500, HARNESS_PASSIVE="1")
        self.assertEqual(("1", "0", "0"), (report["initialized"], report["alive"], report["records"]))

    def test_and_while_it_runs(self):
        self.dc.install_ec()
        machine = wine.shared()
        process = self.dc.start_harness("calls", 60_000, 100, 100)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        await_that(lambda: len(self.dc.records()) > 0, "a first record")
        machine.run("reg", "add", wine.CAPTURE_KEY, "/v", "Disabled", "/t", "REG_DWORD", "/d", "1", "/f")
        await_that(lambda: not self.dc.alive()["capturing"], "the switch")
        sealed = len(self.dc.records())
        self.dc.key_set.write_text(self.dc.root.sign(keys.key_set([self.dc.provider.ec("ec-2")], ver=2)))
        await_that(lambda: self.dc.alive()["keysetVer"] == 2, "a later look at the settings")
        self.assertEqual(sealed, len(self.dc.records()))
        self.assertEqual([], self.dc.misses())
        self.assertIsNone(process.poll(), "the calls went on all the time")

    def test_the_switch_the_keys_and_the_misses_do_not_wait_for_a_flood_to_end(self):
        public = [self.dc.provider.ec("ec-1", nbf=1), self.dc.provider.ec("ec-2", nbf=2)]
        slow = {"mode": "phc", "rounds": 300_000}  # slower than the changes come

        def offer(ver, *these):
            self.dc.key_set.write_text(self.dc.root.sign(keys.key_set(list(these), ver=ver, **slow)))

        offer(1, public[0])
        self.dc.install()
        process = self.dc.start_harness("calls", 60_000, 5, 100)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        await_that(lambda: self.dc.records(), "a first record", 60)
        await_that(lambda: self.dc.misses(), "misses in the spool")
        offer(2, *public)
        await_that(lambda: self.dc.alive()["keysetVer"] == 2, "the next key set, and a sign of life")
        self.assertTrue(self.dc.alive()["capturing"])
        wine.shared().run("reg", "add", wine.CAPTURE_KEY, "/v", "Disabled", "/t", "REG_DWORD", "/d", "1", "/f")
        offer(3, public[0])
        await_that(lambda: self.dc.alive()["keysetVer"] == 3, "one more")
        await_that(lambda: not self.dc.alive()["capturing"], "the switch, which was read with it")
        sealed = len(self.dc.records())
        offer(4, *public)
        await_that(lambda: self.dc.alive()["keysetVer"] == 4, "a look at the settings")
        self.assertEqual(sealed, len(self.dc.records()))
        self.assertIsNone(process.poll(), "the flood went on all the time")

    def test_a_full_spool_is_reported_before_a_hash_is_made(self):
        self.dc.install(
            self.dc.root.sign(keys.key_set([self.dc.provider.ec("ec-1")], mode="phc", rounds=10_000_000)), MaxFiles=1
        )
        report = self.dc.harness("calls", 20, 10, 20000)
        self.assertEqual(("0", "20"), (report["records"], report["misses"]), report)
        self.assertEqual({"spoolfull"}, {miss["reason"] for miss in self.dc.misses()})

    def test_a_full_spool_is_reported_and_never_exceeded(self):
        self.dc.install_ec(MaxFiles=5)
        report = self.dc.harness("calls", 20, 10, 10000)
        self.assertEqual(("4", "16"), (report["records"], report["misses"]), report)  # the alive file is the fifth
        self.assertEqual({"spoolfull"}, {miss["reason"] for miss in self.dc.misses()})

    def test_a_spool_that_is_away_is_reported_once_it_is_back(self):
        self.dc.install_ec()
        hidden = self.dc.folder / "hidden"
        self.dc.spool.rename(hidden)
        process = self.dc.start_harness("calls", 10, 10, 20000, HARNESS_PASSIVE="1")
        await_that(lambda: "called=1" in process.output.read_text(), "the end of the calls")
        hidden.rename(self.dc.spool)
        self.assertEqual(0, process.wait(60))
        # The last ones may have been sealed when it was back already.
        self.assertEqual({"spoolerror"}, {miss["reason"] for miss in self.dc.misses()})
        self.assertEqual(10, len(self.dc.misses()) + len(self.dc.records()))

    def test_what_waits_when_the_worker_gives_up_is_reported_and_so_is_that_it_gave_up(self):
        self.dc.install_ec()
        report = self.dc.harness("faults", 20)
        self.assertEqual(("1", "0", "20"), (report["redirected"], report["records"], report["misses"]), report)
        lost = {miss["sid"].rsplit("-", 1)[1]: miss["reason"] for miss in self.dc.misses()}
        self.assertEqual({str(1000 + i): "fault" for i in range(20)}, lost)
        alive = self.dc.alive()
        self.assertFalse(alive["capturing"])
        self.assertEqual((20, 20, 3, 0), tuple(alive["counters"][k] for k in ("seen", "missed", "faults", "unrecorded")))
        self.assertEqual("0", report["hits"], report["leaks"])

    def test_the_alive_file_tells_when_something_was_captured_last(self):
        self.dc.install_ec()
        process = self.dc.start_harness("calls", 60_000, 100, 100)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        await_that(lambda: len(self.dc.records()) >= 3, "some records")
        first = self.times()[0]
        public = [self.dc.provider.ec("ec-1", nbf=1), self.dc.provider.ec("ec-2", nbf=2)]
        self.dc.key_set.write_text(self.dc.root.sign(keys.key_set(public, ver=2)))
        await_that(lambda: self.dc.alive()["keysetVer"] == 2, "a later sign of life")
        told = int(self.dc.alive()["lastCaptured"])
        self.assertIn(told, self.times())
        self.assertGreater(told, first)

    def times(self):
        return sorted(int(test_courier.header_of(record.encode())["pwc"]["ft"]) for record in self.dc.records())

    def test_the_alive_file_tells_which_keys_are_in_use(self):
        self.dc.install(self.dc.root.sign(keys.key_set([self.dc.provider.ec("ec-7")], ver=7)))
        self.dc.harness("one", 1001, "anna", "a password")
        alive = self.dc.alive()
        self.assertEqual((7, "ec-7", True, False), tuple(alive[k] for k in ("keysetVer", "kid", "capturing", "keysetExpired")))


def await_that(condition, what, seconds=120):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.02)
