"""What the code behind an export of a program for Windows can reach, by its machine code: imports, and what is no plain call."""

import functools
import re
import struct
import subprocess

# Where the process ends at once (__fastfail), nothing follows.
_LAST = ("ret", "jmp", "ud2", "hlt")
_FAST_FAIL = "int $0x29"
_JUMP = re.compile("(j[a-z]+|loop[a-z]*|call)$")
_OWN_ADDRESS = re.compile("# (?:0x)?([0-9a-f]+)")
_LINE = re.compile(r" *([0-9a-f]+):\t(\S+) *(.*)$")


class Program:
    def __init__(self, path):
        self._bytes = path.read_bytes()
        header = self._number("<I", 0x3C)
        optional = header + 24
        self._base = self._number("<Q", optional + 24)
        sections = optional + self._number("<H", header + 20)
        self._sections = [struct.unpack_from("<III", self._bytes, sections + 40 * i + 12)  # address, length, place
                          for i in range(self._number("<H", header + 6))]
        self.exports = self._exports(self._number("<I", optional + 112))
        self.imports = self._imports(self._number("<I", optional + 120))
        self._code = self._disassemble(path)

    def _number(self, kind, place):
        return struct.unpack_from(kind, self._bytes, place)[0]

    def _place(self, address):
        return next(address - start + place for start, length, place in self._sections if start <= address < start + length)

    def _text(self, address):
        place = self._place(address)
        return self._bytes[place:self._bytes.index(0, place)].decode()

    def _exports(self, directory):
        """Addresses by name."""
        count, functions, names, ordinals = struct.unpack_from("<IIII", self._bytes, self._place(directory) + 24)
        found = {}
        for i in range(count):
            ordinal = self._number("<H", self._place(ordinals) + 2 * i)
            name = self._text(self._number("<I", self._place(names) + 4 * i))
            found[name] = self._base + self._number("<I", self._place(functions) + 4 * ordinal)
        return found

    def _imports(self, directory):
        """Names by the address of the pointer that the loader fills in."""
        found = {}
        place = self._place(directory)
        while names := self._number("<I", place):
            pointer = self._base + self._number("<I", place + 16)
            entry = self._place(names)
            while name := self._number("<Q", entry):
                found[pointer] = self._text(name + 2)
                entry, pointer = entry + 8, pointer + 8
            place += 20
        return found

    @staticmethod
    def _disassemble(path):
        """Of each address the instruction, its operands and the address behind it."""
        told = subprocess.run(["x86_64-w64-mingw32-objdump", "-d", "--no-show-raw-insn", path],
                              check=True, capture_output=True, text=True).stdout
        lines = [found.groups() for found in map(_LINE.match, told.splitlines()) if found]
        behind = [int(address, 16) for address, _, _ in lines[1:]] + [None]
        return {int(address, 16): (name, operands, after) for (address, name, operands), after in zip(lines, behind)}

    def _target(self, name, operands):
        """Where a jump or a call with an address in it goes."""
        found = re.match("(?:0x)?([0-9a-f]+)", operands) if _JUMP.match(name) else None
        return int(found[1], 16) if found else None

    def _goes_on(self, name, operands, behind):
        """The address of what may be executed next in the same function; None if that is nothing."""
        ends = name in _LAST or f"{name} {operands}" == _FAST_FAIL
        target = self._target(name, operands)
        return None if ends or (name == "call" and target is not None and not self._returns(target)) else behind

    @functools.cache
    def _returns(self, function):
        """Whether a function ever returns: behind a call of one that does not, other functions begin."""
        pending, seen = [function], set()
        while pending:
            at = pending.pop()
            while at is not None and at not in seen:
                if at not in self._code:
                    return True  # called by a pointer: nobody knows
                seen.add(at)
                name, operands, behind = self._code[at]
                target = self._target(name, operands)
                if name == "ret" or (name == "jmp" and target is None):
                    return True
                if name != "call" and target is not None:
                    pending.append(target)
                at = self._goes_on(name, operands, behind)
        return False

    def reach(self, export):
        """
        The names of the imports that it can call, and each instruction that leads nobody knows where or into the kernel. Code whose
        address is taken counts as called: so whatever is called through a pointer that was made on the way is looked at, too.
        """
        imports, strange, seen = set(), {}, set()
        pending = [self.exports[export]]
        while pending:
            at = pending.pop()
            while at is not None and at not in seen:
                seen.add(at)
                name, operands, behind = self._code[at]
                said = f"{name} {operands}"
                own = _OWN_ADDRESS.search(operands)
                own = int(own[1], 16) if own else None
                target = self._target(name, operands)
                if own in self.imports:
                    imports.add(self.imports[own])
                elif own in self._code:
                    pending.append(own)
                elif _JUMP.match(name) and target is None or name in ("syscall", "sysenter", "int") and said != _FAST_FAIL:
                    strange[at] = said
                if target is not None:
                    pending.append(target)
                at = self._goes_on(name, operands, behind)
        return imports, strange
