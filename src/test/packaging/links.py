#!/usr/bin/env python3
"""links.py FOLDER - whether each link in its Markdown files, and each runbook_url of its alerts, leads to something there."""
import os
import re
import sys


def headings(path):
    with open(path, encoding="utf-8") as lines:
        titles = [line.lstrip("#").strip() for line in lines if re.match(r"#+ ", line)]
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def broken(base, link):
    path, _, anchor = link.partition("#")
    target = os.path.normpath(os.path.join(base, path))
    if not os.path.exists(target):
        return True
    return bool(anchor) and target.endswith(".md") and anchor not in headings(target)


def links(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if path.endswith(".md"):
        for link in re.findall(r"\]\(([^)\s]+)\)", text):
            if not re.match(r"[a-z]+:", link):
                yield link if not link.startswith("#") else os.path.basename(path) + link


def main(folder):
    found = 0
    wrong = []
    for base, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(base, name)
            for link in links(path) if name.endswith(".md") else ():
                found += 1
                if broken(base, link):
                    wrong.append(f"{path}: {link}")
    with open(os.path.join(folder, "monitoring", "alerts.yml"), encoding="utf-8") as rules:
        for link in re.findall(r"runbook_url: (\S+)", rules.read()):
            found += 1
            if broken(folder, link):
                wrong.append(f"alerts.yml: {link}")
    print("\n".join(wrong))
    return 1 if wrong or not found else 0


sys.exit(main(sys.argv[1]))
