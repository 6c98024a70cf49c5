"""Records are opened by an independent implementation of JOSE; only keys that the root signed are used."""

import base64
import json
import os
import time
import unittest

from jwcrypto import jwe

import capture
import keys
import test_courier
import wine
from keys import unpadded


class CryptoTest(unittest.TestCase):
    def setUp(self):
        self.dc = capture.Dc(wine.shared())

    def seal(self, jws, *changes, **values):
        """Header and payload of one record for each change."""
        self.dc.install(jws, **values)
        arguments = [word for change in changes or [(1105, "anna", "Winter-2025!")] for word in change]
        self.dc.harness("one", *arguments)
        return [self.dc.provider.open(record) for record in self.dc.records()]

    def signed(self, *public_keys, **content):
        return self.dc.root.sign(keys.key_set(list(public_keys), **content))

    def test_a_record_says_who_when_and_where_and_hides_what(self):
        before = time.time()
        [(header, payload)] = self.seal(self.signed(self.dc.provider.ec("ec-1")))
        self.assertEqual(
            ("ECDH-ES", "A256GCM", "pwc+jwe", "ec-1"), tuple(header[k] for k in ("alg", "enc", "typ", "kid"))
        )
        event = header["pwc"]
        self.assertEqual({"v", "id", "sid", "ft", "dc", "boot", "seq"}, set(event))
        self.assertEqual((1, capture.DOMAIN_SID + "-1105", capture.DC, 1), tuple(event[k] for k in ("v", "sid", "dc", "seq")))
        self.assertRegex(event["id"], "^[0-9a-f]{32}$")
        self.assertRegex(event["boot"], "^[0-9a-f]{32}$")
        self.assertAlmostEqual(before, int(event["ft"]) / 1e7 - 11644473600, delta=60)
        content = json.loads(payload)
        self.assertEqual((b"anna", b"Winter-2025!"), (unpadded(content["sam"]), unpadded(content["pw"])))

    def test_every_alphabet_survives(self):
        passwords = ["ä", "Grüße aus Köln", "пароль", "密码密码", "🔑🗝", "\"\\/<>&", " leading and trailing ", "e\u0301"]
        changes = [(2000 + i, "jürgen", password) for i, password in enumerate(passwords)]
        opened = self.seal(self.signed(self.dc.provider.ec("ec-1")), *changes)
        self.assertEqual(passwords, [unpadded(json.loads(payload)["pw"]).decode() for _, payload in opened])
        self.assertEqual({"jürgen"}, {unpadded(json.loads(payload)["sam"]).decode() for _, payload in opened})

    def test_the_alternative_is_rsa(self):
        for size in (2048, 3072, 4096):
            with self.subTest(size=size):
                self.setUp()
                [(header, payload)] = self.seal(self.signed(self.dc.provider.rsa("rsa-1", size)))
                self.assertEqual("RSA-OAEP-256", header["alg"])
                self.assertEqual(b"Winter-2025!", unpadded(json.loads(payload)["pw"]))

    def test_the_source_can_hash(self):
        [(_, payload)] = self.seal(self.signed(self.dc.provider.ec("ec-1"), mode="phc", rounds=120000))
        content = json.loads(payload)
        self.assertNotIn("pw", content)
        self.assertIn("$i=120000$", content["phc"])
        self.assertTrue(keys.verify_phc(content["phc"], b"Winter-2025!"))
        self.assertFalse(keys.verify_phc(content["phc"], b"Winter-2025?"))

    def test_the_administrator_can_insist_on_hashing(self):
        [(_, payload)] = self.seal(self.signed(self.dc.provider.ec("ec-1")), Mode="phc")
        self.assertTrue(keys.verify_phc(json.loads(payload)["phc"], b"Winter-2025!"))
        self.assertEqual("seal", self.dc.alive()["unserved"], "the provider may refuse it")

    def test_who_has_what_the_key_set_asks_for_says_nothing_of_it(self):
        for mode, values in (("seal", {}), ("phc", {"Mode": "phc"})):
            with self.subTest(mode):
                self.setUp()
                self.seal(self.signed(self.dc.provider.ec("ec-1"), mode=mode, rounds=120000), **values)
                self.assertNotIn("unserved", self.dc.alive())

    def test_the_length_of_a_password_does_not_show(self):
        self.dc.install_ec()
        self.dc.harness("lengths", 100)
        records = self.dc.records()
        self.assertEqual(100, len(records))
        self.assertEqual(1, len({len(record.split(".")[3]) for record in records}))
        self.assertEqual({256}, {len(self.dc.provider.open(record)[1]) for record in records})

    def test_nothing_repeats(self):
        opened = self.seal(self.signed(self.dc.provider.ec("ec-1")), *[(1105, "anna", "the same")] * 20)
        self.assertEqual(20, len({header["epk"]["x"] for header, _ in opened}))
        self.assertEqual(20, len({header["pwc"]["id"] for header, _ in opened}))
        self.assertEqual(20, len({record.split(".")[2] for record in self.dc.records()}))

    def test_another_header_does_not_open(self):
        self.seal(self.signed(self.dc.provider.ec("ec-1")))
        [record] = self.dc.records()
        head, *rest = record.split(".")
        header = json.loads(unpadded(head))
        header["pwc"]["sid"] = capture.DOMAIN_SID + "-500"
        forged = base64.urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("=")
        with self.assertRaises(jwe.InvalidJWEData):
            self.dc.provider.open(".".join([forged, *rest]))

    def test_the_newest_key_that_is_valid_already_is_used(self):
        now = int(time.time())
        provider = self.dc.provider
        [(header, _)] = self.seal(
            self.signed(
                provider.ec("old", nbf=now - 2000), provider.ec("current", nbf=now - 1000), provider.ec("next", nbf=now + 9000)
            )
        )
        self.assertEqual("current", header["kid"])

    def test_keys_of_unknown_kinds_are_passed_over(self):
        provider = self.dc.provider
        strange = [{**provider.ec("hpke", nbf=5), "alg": "HPKE-0"}, {**provider.ec("sig", nbf=5), "use": "sig"},
                   {**provider.ec("quote\"", nbf=5)}, 7, "text", {**provider.rsa("small", 1024, nbf=5)}]
        [(header, _)] = self.seal(self.signed(*strange, provider.ec("ec-1", nbf=1)))
        self.assertEqual("ec-1", header["kid"])

    def test_an_expired_set_goes_on_sealing_and_says_so(self):
        [(header, _)] = self.seal(self.signed(self.dc.provider.ec("ec-1"), exp=1))
        self.assertEqual("ec-1", header["kid"])
        self.assertTrue(self.dc.alive()["keysetExpired"])

    def test_what_the_root_did_not_sign_is_not_used(self):
        public = self.dc.provider.ec("ec-1")
        good = self.signed(public)
        head, body, signature = good.split(".")
        flipped = ("A" if signature[9] != "A" else "B").join([signature[:9], signature[10:]])
        other = self.dc.root.sign(keys.key_set([public]), typ="JWT")
        hollow = {"ver": 1, "exp": 2000000000, "mode": "seal"}
        weak = keys.key_set([public], mode="phc", rounds=1000)
        sets = {
            "somebody else's": keys.Root().sign(keys.key_set([public])),
            "changed signature": f"{head}.{body}.{flipped}",
            "no signature": f"{head}.{body}.",
            "another type": other,
            "no keys": self.dc.root.sign(hollow),
            "an unknown mode": self.signed(public, mode="plain"),
            "too few rounds": self.dc.root.sign(weak),
            "not even a JWS": "nonsense",
            "nothing": "",
            "too large": good + "A" * 20000,
        }
        for name, jws in sets.items():
            with self.subTest(name):
                self.setUp_again(public)
                self.assertEqual([], self.seal(jws))
                self.assertEqual(["nokey"], [miss["reason"] for miss in self.dc.misses()])

    def setUp_again(self, public):
        root, provider = self.dc.root, self.dc.provider
        self.dc = capture.Dc(wine.shared())
        self.dc.root, self.dc.provider = root, provider

    def test_an_older_set_is_refused_even_after_a_restart(self):
        self.seal(self.signed(self.dc.provider.ec("new"), ver=12))
        self.dc.key_set.write_text(self.signed(self.dc.provider.ec("rolled-back"), ver=11))
        self.dc.harness("one", 1106, "berta", "another")
        self.assertEqual(1, len(self.dc.records()))
        self.assertEqual(["nokey"], [miss["reason"] for miss in self.dc.misses()])

    def test_a_set_that_could_not_be_read_once_is_read_again(self):
        jws = self.signed(self.dc.provider.ec("ec-1"))
        self.dc.install(jws)
        when = self.dc.key_set.stat().st_mtime_ns
        self.dc.key_set.unlink()
        self.dc.key_set.mkdir()  # nobody can read it
        os.utime(self.dc.key_set, ns=(when, when))
        process = self.dc.start_harness("stay", 60_000)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        alive = self.dc.spool / "alive"
        test_courier.await_that(lambda: alive.exists() and self.dc.alive()["keysetVer"] == 0, "a look at it")
        self.dc.key_set.rmdir()
        self.dc.key_set.write_text(jws)
        os.utime(self.dc.key_set, ns=(when, when))
        test_courier.await_that(lambda: self.dc.alive()["keysetVer"] == 1, "another look")
