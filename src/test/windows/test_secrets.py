"""No password can be read: not in the process one second after the last call, not in the spool."""

import base64
import unittest

import capture
import keys
import wine

MARKER = "".join(chr(ord("A") + (i * 7 + 3) % 26) for i in range(24))


class SecretsTest(unittest.TestCase):
    def setUp(self):
        self.dc = capture.Dc(wine.shared())

    def assert_nothing_left(self, report):
        self.assertEqual("0", report["hits"], report["leaks"])

    def test_the_search_finds_what_is_there(self):
        self.dc.install_ec()
        self.assertNotEqual("0", self.dc.harness("planted")["hits"])

    def test_nothing_is_left_after_sealing(self):
        self.dc.install_ec()
        report = self.dc.harness("calls", 100, 5, 20000)
        self.assertEqual("100", report["records"])
        self.assert_nothing_left(report)
        self.assert_spool_is_sealed()

    def test_what_waits_is_locked_in_memory_and_if_not_all_of_it_that_is_told(self):
        for locks, cells in ((None, 256), ("3", 128), ("1", 0), ("0", 0)):
            with self.subTest(locks):
                self.setUp()
                self.dc.install_ec()
                self.dc.harness("one", 1105, "anna", "secret", **({} if locks is None else {"HARNESS_LOCKS": locks}))
                alive = self.dc.alive()
                self.assertEqual((locks != "0", cells), (alive["locked"]["record"], alive["locked"]["changes"]))

    def test_nothing_is_left_after_sealing_with_rsa(self):
        self.dc.install(self.dc.root.sign(keys.key_set([self.dc.provider.rsa("rsa-1")])))
        report = self.dc.harness("calls", 20, 5, 20000)
        self.assertEqual("20", report["records"])
        self.assert_nothing_left(report)
        self.assert_spool_is_sealed()

    def test_nothing_is_left_after_hashing(self):
        self.dc.install(self.dc.root.sign(keys.key_set([self.dc.provider.ec("ec-1")], mode="phc", rounds=100000)))
        report = self.dc.harness("calls", 5, 5, 30000)
        self.assertEqual("5", report["records"])
        self.assert_nothing_left(report)

    def test_nothing_is_left_after_a_flood(self):
        self.dc.install_ec()
        report = self.dc.harness("flood", 4, 500)
        self.assertEqual(2000, int(report["records"]) + int(report["misses"]), report)
        self.assertGreaterEqual(int(report["records"]), 256, report)
        self.assert_nothing_left(report)

    def test_nothing_is_left_when_the_spool_is_away(self):
        self.dc.install_ec()
        self.dc.spool.rmdir()
        report = self.dc.harness("calls", 50, 5, 500, HARNESS_PASSIVE="1", HARNESS_SPOOL_BACK="1")
        self.assertEqual(("0", "50"), (report["records"], report["misses"]), "told once the spool is back")
        self.assertEqual({"spoolerror"}, {miss["reason"] for miss in self.dc.misses()})
        self.assert_nothing_left(report)

    def test_nothing_is_left_without_a_key(self):
        self.dc.install()
        report = self.dc.harness("calls", 50, 5, 10000)
        self.assertEqual("50", report["misses"])
        self.assertEqual({"nokey"}, {miss["reason"] for miss in self.dc.misses()})
        self.assert_nothing_left(report)

    def test_nothing_is_left_with_a_key_of_somebody_else(self):
        self.dc.install(keys.Root().sign(keys.key_set([self.dc.provider.ec("ec-1")])))
        report = self.dc.harness("calls", 50, 5, 10000)
        self.assertEqual(("0", "50"), (report["records"], report["misses"]))
        self.assert_nothing_left(report)

    def assert_spool_is_sealed(self):
        needles = [MARKER.encode(), MARKER.encode("utf-16-le"), MARKER.encode("utf-16-be")]
        for shift in range(3):
            encoded = base64.urlsafe_b64encode(b"x" * shift + MARKER.encode())
            needles.append(encoded[4 if shift else 0:28])
        for path in self.dc.spool.iterdir():
            content = path.read_bytes()
            for needle in needles:
                self.assertNotIn(needle, content, path)
