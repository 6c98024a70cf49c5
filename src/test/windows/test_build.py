"""What the built files are: what they import and export, how they are hardened, and that a build repeats."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from wine import BUILD

SOURCE = pathlib.Path(__file__).resolve().parents[2] / "main" / "c"
SYSTEM = {"kernel32.dll", "advapi32.dll", "bcrypt.dll", "msvcrt.dll"}


def dump(name):
    return subprocess.run(
        ["x86_64-w64-mingw32-objdump", "-p", str(BUILD / name)], check=True, capture_output=True, text=True
    ).stdout


class BuildTest(unittest.TestCase):
    def test_the_package_imports_nothing_but_the_system(self):
        self.assertEqual(SYSTEM, imports("pwc1.dll"))

    def test_the_package_opens_no_provider_while_lsass_loads_it(self):
        for name in ("CryptAcquireContext", "LoadLibrary", "WSAStartup", "CoInitialize"):
            self.assertNotIn(name, dump("pwc1.dll"))

    def test_the_programs_import_nothing_but_the_system(self):
        self.assertEqual(SYSTEM | {"winhttp.dll", "crypt32.dll"}, imports("adsync-courier.exe"))
        self.assertLessEqual(
            imports("dcsetup.exe"), SYSTEM | {"netapi32.dll", "secur32.dll", "wintrust.dll", "crypt32.dll"}
        )

    def test_the_package_exports_the_three_functions_of_the_interface(self):
        text = dump("pwc1.dll")
        table = text[text.index("[Ordinal/Name Pointer] Table"):]
        names = [line.split()[-1] for line in table.splitlines()[1:] if line.strip().startswith("[")]
        self.assertEqual(["InitializeChangeNotify", "PasswordChangeNotify", "PasswordFilter"], names[:3])
        self.assertIn("Export Address Table \t\t00000003", text)

    def test_addresses_are_random_and_data_is_not_code(self):
        for name in ("pwc1.dll", "adsync-courier.exe", "dcsetup.exe"):
            line = next(line for line in dump(name).splitlines() if line.startswith("DllCharacteristics"))
            bits = int(line.split()[-1], 16)
            self.assertEqual(0x160, bits & 0x160, name)  # high entropy, dynamic base, no execution of data

    def test_there_is_no_time_and_no_path_of_the_machine_in_them(self):
        for name in ("pwc1.dll", "adsync-courier.exe", "dcsetup.exe"):
            self.assertNotIn(str(SOURCE.parents[2]).encode(), (BUILD / name).read_bytes())

    def test_a_second_build_in_another_folder_is_the_same_to_the_bit(self):
        with tempfile.TemporaryDirectory(prefix="adsync-second-build-") as folder:
            copy = pathlib.Path(folder) / "somewhere" / "else" / "c"
            shutil.copytree(SOURCE, copy)
            out = pathlib.Path(folder) / "out"
            subprocess.run(
                ["make", "-s", "-j", str(os.cpu_count()), "-C", str(copy), f"OUT={out}"],
                check=True,
                stdout=subprocess.DEVNULL,
            )
            for name in ("pwc1.dll", "adsync-courier.exe", "dcsetup.exe"):
                self.assertTrue((BUILD / name).read_bytes() == (out / name).read_bytes(), name)


def imports(name):
    return {line.split()[-1].lower() for line in dump(name).splitlines() if "DLL Name:" in line}
