"""What the built files are: what they import and export, how they are hardened, and that a build repeats."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest
import zipfile

import callgraph
from wine import BUILD

ROOT = pathlib.Path(__file__).resolve().parents[3]
SOURCE = ROOT / "src" / "main" / "c"
SYSTEM = {"kernel32.dll", "advapi32.dll", "bcrypt.dll", "msvcrt.dll"}

ANALYZER = [
    *("clang", "--analyze", "--analyzer-output", "text", "--target=x86_64-w64-mingw32", "-std=c11"),
    *("-isystem", "/usr/x86_64-w64-mingw32/include", "-D_WIN32_WINNT=0x0602", "-DWINVER=0x0602", "-DUNICODE", "-D_UNICODE"),
    *("-DWIN32_LEAN_AND_MEAN", "-Icommon", "-Ipackage", "-Icourier", "-Idcsetup"),
]


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

    def test_whoever_changes_a_password_waits_for_no_system_call(self):
        package = callgraph.Program(BUILD / "pwc1.dll")
        imports, strange = package.reach("PasswordChangeNotify")
        # The first reads a page that Windows shares with every process.
        self.assertEqual({"GetSystemTimeAsFileTime", "memcpy"}, imports)
        # That of guard.S: what it calls is in the same code, for only there are the addresses taken.
        self.assertEqual(["call *%rax"], list(strange.values()))
        self.assertEqual((set(), {}), package.reach("PasswordFilter"))
        self.assertLess({"CreateThread", "CreateFileW", "BCryptEncrypt"}, package.reach("InitializeChangeNotify")[0], "it looks")

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

    def test_what_is_shipped_is_these_three_and_the_manual_the_same_twice(self):
        made = []
        for _ in range(2):
            with tempfile.TemporaryDirectory(prefix="adsync-archive-") as folder:
                subprocess.run([ROOT / "scripts/package", "windows-source"], check=True, stdout=subprocess.DEVNULL,
                               env={**os.environ, "ADSYNC_PACKAGES": folder})
                [archive] = pathlib.Path(folder).glob("adsync-windows-source-*.zip")
                made.append(archive.read_bytes())
                with zipfile.ZipFile(archive) as opened:
                    files = {name: opened.read(name) for name in opened.namelist() if not name.endswith("/")}
        shipped = {name: (BUILD / name).read_bytes() for name in ("pwc1.dll", "adsync-courier.exe", "dcsetup.exe")}
        manuals = {"windows-source.md": ROOT / "docs" / "windows-source.md", "LICENSE": ROOT / "LICENSE"}
        shipped.update((name, path.read_bytes()) for name, path in manuals.items())
        self.assertEqual({f"{archive.stem}/{name}": content for name, content in shipped.items()}, files)
        self.assertEqual(made[0], made[1])

    def test_the_package_can_be_signed_and_a_signature_is_of_the_whole_file(self):
        with tempfile.TemporaryDirectory(prefix="adsync-signing-") as name:
            folder = pathlib.Path(name)
            key, certificate, signed = folder / "key.pem", folder / "certificate.pem", folder / "pwc1.dll"
            subprocess.run(
                ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate]
                + ["-days", "2", "-subj", "/CN=throw-away", "-addext", "extendedKeyUsage=codeSigning"],
                check=True, capture_output=True,
            )
            signing = ["osslsigncode", "sign", "-certs", certificate, "-key", key, "-h", "sha256"]
            subprocess.run([*signing, "-in", BUILD / "pwc1.dll", "-out", signed], check=True, capture_output=True)
            verifying = ["osslsigncode", "verify", "-CAfile", certificate, "-in", signed]
            self.assertEqual(0, subprocess.run(verifying, capture_output=True).returncode)
            content = bytearray(signed.read_bytes())
            content[0x600] ^= 1
            signed.write_bytes(content)
            self.assertNotEqual(0, subprocess.run(verifying, capture_output=True).returncode)

    def test_the_analyzer_finds_nothing(self):
        def analyze(*files):
            done = subprocess.run([*ANALYZER, *files], cwd=SOURCE, capture_output=True, text=True)
            self.assertEqual(0, done.returncode, done.stderr)
            return done.stderr

        with tempfile.TemporaryDirectory(prefix="adsync-analyzer-") as folder:
            wrong = pathlib.Path(folder) / "wrong.c"
            wrong.write_text("int wrong(void);\nint wrong(void) { int *nothing = 0; return *nothing; }\n")
            self.assertIn("null pointer", analyze(wrong), "it looks")
        self.assertEqual("", analyze(*sorted(SOURCE.glob("*/*.c"))))


def imports(name):
    return {line.split()[-1].lower() for line in dump(name).splitlines() if "DLL Name:" in line}
