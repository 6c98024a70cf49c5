"""The provider's side, by an independent JOSE implementation (jwcrypto): its root, its keys, opening a record."""

import base64
import hashlib
import json
import time

from jwcrypto import jwe, jwk, jws


def unpadded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Root:
    """The offline key that signs key sets."""

    def __init__(self):
        self.key = jwk.JWK.generate(kty="EC", crv="P-256")

    def point(self):
        public = json.loads(self.key.export_public())
        return unpadded(public["x"]) + unpadded(public["y"])

    def sign(self, content, typ="pwkeyset+jws", alg="ES256"):
        token = jws.JWS(json.dumps(content).encode())
        token.add_signature(self.key, None, json.dumps({"alg": alg, "typ": typ}), None)
        return token.serialize(compact=True)


class Provider:
    """Key pairs by their id."""

    def __init__(self):
        self.keys = {}

    def ec(self, kid, nbf=0):
        return self._add(kid, nbf, jwk.JWK.generate(kty="EC", crv="P-256"), "ECDH-ES")

    def rsa(self, kid, size=2048, nbf=0):
        return self._add(kid, nbf, jwk.JWK.generate(kty="RSA", size=size), "RSA-OAEP-256")

    def _add(self, kid, nbf, key, alg):
        self.keys[kid] = key
        public = json.loads(key.export_public())
        return {**public, "kid": kid, "use": "enc", "alg": alg, "nbf": nbf}

    def open(self, record):
        """Header and payload of a record; raises if it was not sealed to one of the keys."""
        token = jwe.JWE()
        token.deserialize(record)
        header = json.loads(token.objects["protected"])
        token.decrypt(self.keys[header["kid"]])
        return header, token.payload


def key_set(keys, ver=1, mode="seal", **others):
    return {"ver": ver, "exp": int(time.time()) + 86400, "mode": mode, "keys": keys, **others}


def verify_phc(phc, password):
    """Whether the PHC string is PBKDF2-HMAC-SHA512 of the password."""
    empty, name, parameters, salt, digest = phc.split("$")
    assert (empty, name) == ("", "pbkdf2-sha512") and parameters.startswith("i=")

    def decode(text):
        return base64.b64decode(text + "=" * (-len(text) % 4))

    rounds = int(parameters[2:])
    return hashlib.pbkdf2_hmac("sha512", password, decode(salt), rounds, 64) == decode(digest)
