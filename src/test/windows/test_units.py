"""The pure parts, tested in C (src/test/c/units.c)."""

import unittest

import wine


class UnitsTest(unittest.TestCase):
    def test_all_of_them(self):
        machine = wine.shared()
        result = machine.run(machine.programs / "lab" / "units.exe")
        self.assertEqual(0, result.returncode, result.stdout)
        self.assertRegex(result.stdout, r"(?m)^[0-9]+ checks, 0 failed")
