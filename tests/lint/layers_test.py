#!/usr/bin/env python3
"""A breach of the layers fails: by include (check_layers.py) and by declared dependency (CMake)."""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(sys.argv.pop(1))


class Layers(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="bd-layers-")
        self.root = pathlib.Path(self.folder.name)
        for part in ("core", "cmake", "app/ctl"):
            shutil.copytree(SOURCE / part, self.root / part)
        self.addCleanup(self.folder.cleanup)

    def check(self):
        return subprocess.run([sys.executable, self.root / "cmake/check_layers.py", self.root],
                              capture_output=True, text=True, check=False)

    def add(self, file, line):
        with open(self.root / file, "a", encoding="utf-8") as out:
            out.write(line + "\n")

    def assert_refused(self, file, line, reason):
        self.add(file, line)
        result = self.check()
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertIn(reason, result.stderr)

    def test_the_tree_as_it_is_passes(self):
        result = self.check()
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_a_lower_level_using_a_higher_one(self):
        self.assert_refused("core/engine/engine.h", '#include "startup/runner.h"', "does not use core/startup")

    def test_a_neighbour_on_the_same_level(self):
        self.assert_refused("core/net/net.h", '#include "store/store.h"', "does not use core/store")

    def test_core_naming_gui(self):
        self.assert_refused("core/timeline/timeline.h", "#include <QColor>", "neither QtGui nor QtWidgets")

    def test_core_naming_widgets(self):
        self.assert_refused("core/stack/state.h", "#include <QtWidgets/QLabel>", "neither QtGui nor QtWidgets")

    def test_librdkafka_outside_of_kafka(self):
        self.assert_refused("core/probe/probe.h", "#include <librdkafka/rdkafka.h>", "only core/kafka uses it")

    def test_gui_in_the_command_line(self):
        self.assert_refused("app/ctl/options.h", "#include <QIcon>", "links no Gui")

    def test_a_dependency_that_goes_up_does_not_configure(self):
        core = self.root / "core/CMakeLists.txt"
        text = core.read_text(encoding="utf-8").replace(
            "bd_core(process  LEVEL 1 USES base)", "bd_core(process  LEVEL 1 USES base engine)")
        core.write_text(text, encoding="utf-8")
        (self.root / "CMakeLists.txt").write_text(
            "cmake_minimum_required(VERSION 3.25)\nproject(Layers LANGUAGES NONE)\n"
            "function(add_library)\nendfunction()\nfunction(target_include_directories)\nendfunction()\n"
            "function(target_link_libraries)\nendfunction()\n"
            "list(APPEND CMAKE_MODULE_PATH ${CMAKE_SOURCE_DIR}/cmake)\ninclude(layers)\nadd_subdirectory(core)\n",
            encoding="utf-8")
        result = subprocess.run(["cmake", "-S", self.root, "-B", self.root / "build"], capture_output=True, text=True,
                                check=False)
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("core/process uses core/engine", result.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=1)
