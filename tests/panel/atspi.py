"""The panel as a screen reader and a keyboard meet it: the real program under X, driven through AT-SPI and xdotool."""
import os
import subprocess
import time

os.environ["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"
import pyatspi  # noqa: E402  (it reads the environment)

BUTTON, CHECK, RADIO, CELL, LABEL = "push button", "check box", "radio button", "table cell", "label"


class Panel:
    """One run of the program. Everything that is found is showing, as of the moment of the call."""

    def __init__(self, program, env, *argv, cwd=None):
        pyatspi.Registry.getDesktop(0)  # Qt's bridge of 6.4 only joins a bus that is there before it
        self.process = subprocess.Popen([program, *argv], stdin=subprocess.DEVNULL, cwd=cwd, env=dict(
            env, QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1", QT_QPA_PLATFORM="xcb"))
        try:
            self.wait(lambda: self.window(), 20, "the panel's window")
        except AssertionError:
            self.close()
            raise

    def application(self):
        for one in pyatspi.Registry.getDesktop(0):
            try:
                if one and one.get_process_id() == self.process.pid:
                    return one
            except Exception:  # an application that has just ended
                continue
        return None

    def window(self):
        application = self.application()
        return application[0] if application and application.childCount else None

    def showing(self):
        """(role, name, node) of everything on screen, in the order of the tree; modal windows too."""
        found = []

        def walk(node):
            try:
                if node is None or not node.getState().contains(pyatspi.STATE_SHOWING):
                    return
                found.append((node.getRoleName(), node.name, node))
                for child in node:
                    walk(child)
            except Exception:  # it went while we looked
                return

        application = self.application()
        for window in application if application else []:
            walk(window)
        return found

    def texts(self):
        return [name for _, name, _ in self.showing() if name]

    def find(self, role, begins):
        return next((node for its, name, node in self.showing() if its == role and name.startswith(begins)), None)

    def press(self, role, begins, seconds=10):
        node = self.wait(lambda: self.find(role, begins), seconds, f"{role} «{begins}»")
        node.queryAction().doAction(0)

    def click(self, role, begins, seconds=10):
        """As a hand does it: the mouse goes there, and its button is pressed."""
        node = self.wait(lambda: self.find(role, begins), seconds, f"{role} «{begins}»")
        place = node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
        subprocess.run(["xdotool", "mousemove", str(place.x + place.width // 2),
                        str(place.y + place.height // 2), "click", "1"], check=True, timeout=20)

    def is_enabled(self, role, begins):
        return self.wait(lambda: self.find(role, begins), 10, begins).getState().contains(pyatspi.STATE_SENSITIVE)

    def is_enabled_named(self, role, exactly):
        node = next(node for its, name, node in self.showing() if its == role and name == exactly)
        return node.getState().contains(pyatspi.STATE_SENSITIVE)

    def services(self):
        """Name and state of each row of the table of services."""
        states, name = {}, None
        for role, text, _ in self.showing():
            if role == CELL and text.startswith("Service: "):
                name = text.removeprefix("Service: ")
            elif role == CELL and text.startswith("State: ") and name:
                states[name] = text.removeprefix("State: ")
        return states

    def windows(self):
        """X's numbers of those that are visible, the topmost last; menus too."""
        return subprocess.run(["xdotool", "search", "--sync", "--onlyvisible", "--pid", str(self.process.pid)],
                              capture_output=True, text=True, check=True, timeout=20).stdout.split()

    def focus(self):
        """The topmost window: without a window manager nobody else gives it the focus."""
        subprocess.run(["xdotool", "windowfocus", "--sync", self.windows()[-1]], check=True, timeout=20)

    def rows(self, first, *others):
        """{cell of the column `first`: {column: cell}} of the table that has one."""
        found, name = {}, None
        for role, text, _ in self.showing():
            column, _, value = text.partition(": ") if role == CELL else ("", "", "")
            if column == first:
                name = value
                found[name] = {}
            elif column in others and name is not None:
                found[name].setdefault(column, value)  # what comes again is another table's
        return found

    def key(self, *keys):
        self.focus()
        subprocess.run(["xdotool", "key", "--clearmodifiers", *keys], check=True, timeout=20)

    def type(self, text):
        self.focus()
        subprocess.run(["xdotool", "type", "--clearmodifiers", "--delay", "20", text], check=True, timeout=20)

    def wait(self, condition, seconds, what):
        end = time.monotonic() + seconds
        while True:
            result = condition()
            if result:
                return result
            if self.process.poll() is not None:
                raise AssertionError(f"waited for {what}, but the panel ended with {self.process.returncode}")
            if time.monotonic() > end:
                raise AssertionError(f"{what}: not within {seconds} s; on screen:\n" + "\n".join(self.texts()))
            time.sleep(0.1)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def close(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=10)
