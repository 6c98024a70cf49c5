"""The pure parts, tested in C (src/test/c/units.c); the parsers among them also natively, under sanitizers (mutate.c)."""

import os
import pathlib
import subprocess
import tempfile
import unittest

import wine

SOURCES = pathlib.Path(__file__).resolve().parents[2]
COMPILER = [
    *("gcc", "-std=c11", "-g", "-O1", "-Wall", "-Wextra", "-Werror", "-fsanitize=address,undefined"),
    *("-fno-sanitize-recover=all", "-Icommon", "-Icourier"),
]
PARSERS = [f"common/{name}.c" for name in ("json", "keyset", "base64url", "text")] + ["courier/answers.c", "courier/event.c"]


class UnitsTest(unittest.TestCase):
    def test_all_of_them(self):
        machine = wine.shared()
        result = machine.run(machine.programs / "lab" / "units.exe")
        self.assertEqual(0, result.returncode, result.stdout)
        self.assertRegex(result.stdout, r"(?m)^[0-9]+ checks, 0 failed")

    def test_no_changed_input_has_a_parser_read_or_write_where_it_must_not(self):
        with tempfile.TemporaryDirectory(prefix="adsync-mutate-") as folder:
            program = pathlib.Path(folder) / "mutate"
            command = [*COMPILER, "-o", program, SOURCES / "test/c/mutate.c", *PARSERS]
            subprocess.run(command, cwd=SOURCES / "main/c", check=True)

            def run(rounds, seed):
                # What is never given back is not looked for: the programs that debug it may be forbidden to.
                environment = {**os.environ, "ASAN_OPTIONS": "detect_leaks=0"}
                return subprocess.run([program, rounds, seed], env=environment, capture_output=True, text=True, timeout=120)

            self.assertIn("heap-buffer-overflow", run("0", "0").stderr, "it looks")
            done = run("60000", "20261127")
            self.assertEqual(0, done.returncode, done.stderr)
            self.assertRegex(done.stdout, "^60000 rounds, taken: ([1-9][0-9]{3,} ?){4}$", "some are good still")
