"""The provider's side of passwords in the tests of the packages:

  sealed_passwords.py make FOLDER                            its keys; prints the root key, the key set is FOLDER/keys.jws
  sealed_passwords.py login FOLDER TAKEN ACCOUNT PASSWORD    whether the last of the requests in TAKEN that is about somebody has
                                                             the hash of that password
"""

import base64
import crypt
import json
import pathlib
import re
import sys

from jwcrypto import jwk

import keys


def make(folder):
    root, provider = keys.Root(), keys.Provider()
    content = keys.key_set([provider.ec("k1")], mode="phc", rounds=100_000)
    (folder / "keys.jws").write_text(root.sign(content))
    (folder / "k1.json").write_text(provider.keys["k1"].export_private())
    print(base64.urlsafe_b64encode(root.point()).decode().rstrip("="))


def login(folder, taken, account, password):
    provider = keys.Provider()
    provider.keys["k1"] = jwk.JWK.from_json((folder / "k1.json").read_text())
    kept = None
    for record in re.findall(r"ey[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+", taken.read_text() if taken.exists() else ""):
        payload = json.loads(provider.open(record)[1])
        if keys.unpadded(payload["sam"]).decode() == account:
            kept = payload["phc"]
    return kept is not None and crypt.crypt(password, kept) == kept


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    if command == "make":
        make(pathlib.Path(arguments[0]))
    else:
        sys.exit(not login(pathlib.Path(arguments[0]), pathlib.Path(arguments[1]), *arguments[2:]))
