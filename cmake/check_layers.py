#!/usr/bin/env python3
"""Refuses an #include that breaks the layers: check_layers.py SOURCE_DIR

Reads the levels and uses that core/CMakeLists.txt declares (bd_core) and every #include under core/ and app/ctl.
"""
import pathlib
import re
import sys

DECLARATION = re.compile(r"bd_core\(\s*(\w+)\s+LEVEL\s+(\d+)(.*?)\)", re.S)
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.M)
ONLY_USER = {  # header prefix -> the one folder that may use it
    "QProcess>": "process",  # but QProcessEnvironment, which only reads
    "QtNetwork": "net", "QTcpSocket": "net", "QSsl": "net", "QNetwork": "net", "QHost": "net",
    "librdkafka/": "kafka",
    "zookeeper/zookeeper": "zookeeper",  # the library; our own headers are core/zookeeper's
    "QSql": "store",
    "qt6keychain/": "store",
}
GUI = re.compile(r"^(QtGui|QtWidgets|QGui|QWidget|QApplication|QPainter|QColor|QImage|QPixmap|QFont|QIcon"
                 r"|QAction|QPalette|QDialog|QMainWindow)")


def declared(core):
    text = (core / "CMakeLists.txt").read_text()
    folders = {}
    for name, level, rest in DECLARATION.findall(text):
        uses = re.search(r"USES\s+(.*?)(?:LINK|$)", rest, re.S)
        folders[name] = (int(level), set(uses.group(1).split()) if uses else set())
    return folders


def reachable(name, folders):
    seen, todo = set(), [name]
    while todo:
        for used in folders[todo.pop()][1]:
            if used in folders and used not in seen:
                seen.add(used)
                todo.append(used)
    return seen


def files(folder):
    return sorted(p for p in folder.rglob("*") if p.suffix in (".h", ".cpp"))


def check(root):
    core = root / "core"
    folders = declared(core)
    problems = []
    for folder in sorted(p for p in core.iterdir() if p.is_dir()):
        name = folder.name
        if name not in folders:
            if files(folder):
                problems.append(f"core/{name}: is not declared in core/CMakeLists.txt")
            continue
        allowed = reachable(name, folders) | {name}
        for path in files(folder):
            where = path.relative_to(root)
            for header in INCLUDE.findall(path.read_text()):
                first = header.split("/")[0]
                if "/" in header and first in folders and first not in allowed:
                    problems.append(f'{where}: includes "{header}", but core/{name} (level {folders[name][0]}) '
                                    f"does not use core/{first} (level {folders[first][0]})")
                if GUI.match(header):
                    problems.append(f"{where}: includes <{header}>: core knows neither QtGui nor QtWidgets")
                if first == "app":
                    problems.append(f'{where}: includes "{header}": core does not know app')
                for prefix, owner in ONLY_USER.items():
                    if f"{header}>".startswith(prefix) and name != owner:
                        problems.append(f"{where}: includes <{header}>: only core/{owner} uses it")
    for path in files(root / "app" / "ctl"):
        for header in INCLUDE.findall(path.read_text()):
            if GUI.match(header):
                problems.append(f"{path.relative_to(root)}: includes <{header}>: the command line links no Gui")
    return problems


if __name__ == "__main__":
    found = check(pathlib.Path(sys.argv[1]))
    print("\n".join(found), file=sys.stderr, end="\n" if found else "")
    sys.exit(1 if found else 0)
