"""What a person sees who runs ciku in a terminal: progress, messages, answers to what is typed."""

import os
import re
import signal
import subprocess
import time
import unittest

from driver import CliTest, command_line, few
from screen import CTRL_C, CTRL_D, Terminal

LINES = "国务院总理在会议上强调，要加快推进经济结构调整。\n"
SIZE = 8 << 20
# A bar without colours, and the figures behind it, of a run that has read a part of its input.
BAR = r"\[#*\.*\] +\d+%"
AMOUNT = r"  \S+ [kM]?B of 8\.4 MB"
SPEED = r", \S+ [kM]?B/s"
LEFT = r"(, \S+( s)? left)?"
# What is shown at a width.
SHOWN = {
    200: rf"tokenize     {BAR}{AMOUNT}{SPEED}{LEFT}",
    120: rf"tokenize     {BAR}{AMOUNT}{SPEED}{LEFT}",
    80: rf"tokenize     {BAR}{AMOUNT}{SPEED}{LEFT}",
    50: rf"tokenize     {BAR}{AMOUNT}",
    30: rf"tokenize     {BAR}",
    18: r"tokenize +\d+%",
    9: r"toke +\d+%",
    5: r" +\d+%",
    1: "",
}


class TerminalTest(CliTest):
    def setUp(self):
        super().setUp()
        self.text = self.write("text", LINES * (SIZE // len(LINES.encode())))

    def start(self, terminal, *args, **more):
        return terminal.start(command_line(*args), **more)

    def start_slow(self, terminal, **more):
        """Starts a run that goes on only as far as take() takes its output."""
        self.start(terminal, "tokenize", self.text, stdout=subprocess.PIPE, **more)

    def take(self, terminal, size):
        return len(os.read(terminal.process.stdout.fileno(), size))

    def take_some(self, terminal):
        """Takes a part of the output, so that the run has read a part of its input."""
        taken = 0
        while taken < SIZE // 4:
            taken += self.take(terminal, 1 << 16)

    def take_rest(self, terminal):
        while self.take(terminal, 1 << 20):
            pass

    def see(self, terminal, columns):
        """Waits for the bar of this width, which has to be all that is seen."""
        pattern = re.compile(SHOWN[columns])
        terminal.wait_for(lambda: pattern.fullmatch(terminal.text()), f"the bar at {columns} columns")
        self.assertLess(max(map(len, terminal.rows()), default=0), columns)

    def see_nothing(self, terminal):
        """The run has cleared its bar and ended in the first row."""
        self.assertEqual(terminal.rows(), [])
        self.assertEqual([(screen.cursor.y, screen.cursor.x) for screen in terminal.screens], [(0, 0)] * 2)


class ProgressTest(TerminalTest):
    def test_widths(self):
        for columns in few([30, 50, 80, 120, 200]):
            with self.subTest(columns), Terminal(columns) as terminal:
                self.start_slow(terminal)
                self.take_some(terminal)
                self.see(terminal, columns)
                self.take_rest(terminal)
                self.assertEqual(terminal.wait(), 0)
                self.see_nothing(terminal)

    def test_resized_in_mid_run(self):
        with Terminal(120) as terminal:
            self.start_slow(terminal)
            self.take_some(terminal)
            for columns in [120, 30, 200, 50, 18, 80, 9, 120, 5, 1, 80]:
                terminal.resize(columns)
                self.see(terminal, columns)
            self.take_rest(terminal)
            self.assertEqual(terminal.wait(), 0)
            self.see_nothing(terminal)

    def test_grows(self):
        with Terminal() as terminal:
            self.start_slow(terminal)
            seen = []
            for _ in range(3):
                self.take_some(terminal)
                terminal.read(0.3)
                seen.append(int(re.search(r"(\d+)%", terminal.text()).group(1)))
            self.assertLess(seen[0], seen[1])
            self.assertLess(seen[1], seen[2])

    def test_an_unknown_total(self):
        fifo = self.folder / "fifo"
        os.mkfifo(fifo)
        with Terminal(50) as terminal:
            self.start(terminal, "mine", fifo, "-o", self.folder / "lexicon")
            with fifo.open("wb", buffering=0) as writer:
                writer.write(LINES.encode() * 1000)
                terminal.wait_for(lambda: re.fullmatch(r"open +\d+\.\d kB, \S+ kB/s", terminal.text()), "the amount")
                terminal.resize(22)
                terminal.wait_for(lambda: re.fullmatch(r"open +\d+\.\d kB", terminal.text()), "the amount alone")
            self.assertEqual(terminal.wait(), 0)

    def test_no_colours(self):
        # The bar has none, with or without NO_COLOR: nothing but cursor movements and clearing.
        for env in ({"NO_COLOR": "1"}, {}):
            with Terminal() as terminal:
                self.start_slow(terminal, env=env)
                self.take_some(terminal)
                self.see(terminal, 80)
                self.assertEqual(set(re.findall(rb"\x1b\[[^A-Za-z]*[A-Za-z]", terminal.raw)), {b"\x1b[J"})

    def test_interrupted(self):
        for columns in (50, 80):
            with Terminal(columns) as terminal:
                self.start_slow(terminal)
                self.take_some(terminal)
                self.see(terminal, columns)
                terminal.type(CTRL_C)
                self.assertEqual(terminal.wait(), -signal.SIGINT)
                self.assertEqual("".join(terminal.rows()), "ciku: interrupted; the output is not complete")

    def test_quiet(self):
        with Terminal() as terminal:
            self.start(terminal, "tokenize", "--quiet", self.text, stdout=subprocess.PIPE)
            self.take_some(terminal)
            terminal.read(0.5)
            self.assertEqual(terminal.raw, b"")

    def test_none_where_results_are_seen(self):
        with Terminal() as terminal:
            fifo = self.folder / "fifo"
            os.mkfifo(fifo)
            self.start(terminal, "tokenize", fifo)
            with fifo.open("wb", buffering=0) as writer:
                for i in range(5):  # longer than it takes for a bar to appear
                    writer.write(LINES.encode())
                    terminal.read(0.1)
                self.assertEqual(len(terminal.rows()), 5)
            self.assertEqual(terminal.wait(), 0)
            self.assertNotIn(b"\x1b", terminal.raw)

    def test_a_line_now_and_then_where_lines_cannot_be_drawn_again(self):
        with Terminal() as dumb, Terminal() as unknown, Terminal() as no_terminal:
            self.start_slow(dumb, env={"TERM": "dumb"})
            self.start_slow(unknown, env={"TERM": ""})
            log = self.folder / "log"
            with log.open("wb") as file:
                self.start_slow(no_terminal, stderr=file)
            for terminal in (dumb, unknown, no_terminal):
                self.take_some(terminal)
            line = rf"tokenize +\d+%{AMOUNT}{SPEED}{LEFT}\n"
            for terminal in (dumb, unknown):
                terminal.wait_for(lambda shown=terminal: b"\n" in shown.raw, "a line")
                self.assertRegex(terminal.raw.decode().replace("\r\n", "\n"), rf"\A{line}\Z")
            no_terminal.wait_for(lambda: log.read_text().endswith("\n"), "a line")
            self.assertRegex(log.read_text(), rf"\A{line}\Z")


class MessageTest(TerminalTest):
    def test_messages_take_the_place_of_the_bar(self):
        # Spilling is told while the bar is shown.
        random = os.urandom(1 << 20).hex()
        text = self.write("random", "".join(chr(0x4E00 + int(random[i : i + 4], 16) % 20000)
                                            for i in range(0, len(random), 4)) * 60)  # fmt: skip
        with Terminal(120) as terminal:
            self.start(terminal, "count", text, "--memory", "24M", "-o", self.folder / "counts")
            terminal.wait_for(lambda: re.search(r"spilling.*\n.*%", terminal.text()), "a message and the bar")
            message, bar = terminal.rows()
            self.assertRegex(message, r"^spilling to [^ ]+: about \S+ MB more will be needed, \S+ \wB are free$")
            self.assertRegex(bar, rf"^count n-grams +{BAR}")


class ForegroundTest(TerminalTest):
    """Jobs of a shell."""

    def start_shell(self, terminal):
        terminal.start(["bash", "--norc", "--noprofile", "--noediting", "-i"], env={"PS1": "> ", "HISTFILE": ""})
        terminal.wait_for(lambda: terminal.text() == ">", "a prompt")

    def run_in_shell(self, terminal, command):
        terminal.type(f"{command}\n")

    def test_no_bar_in_the_background(self):
        fifo = self.folder / "fifo"
        os.mkfifo(fifo)
        program = " ".join(map(str, command_line("tokenize", self.text)))
        with Terminal(200) as terminal:
            self.start_shell(terminal)
            self.run_in_shell(terminal, f"{program} >{fifo} &")
            with fifo.open("rb", buffering=0) as output:
                taken = 0
                while taken < SIZE // 4:
                    taken += len(output.read(1 << 16))
                terminal.read(0.5)
                self.assertNotIn(b"%", terminal.raw)
                self.run_in_shell(terminal, "fg")
                terminal.wait_for(lambda: re.search(SHOWN[200], terminal.text()), "the bar")
                while output.read(1 << 20):
                    pass
            terminal.wait_for(lambda: terminal.rows()[-1:] == [">"], "a prompt")
            self.assertNotIn("%", terminal.text())
            self.run_in_shell(terminal, "exit")
            self.assertEqual(terminal.wait(), 0)

    def test_reading_stops_a_job_in_the_background(self):
        program = " ".join(map(str, command_line("tokenize")))
        with Terminal(120) as terminal:
            self.start_shell(terminal)
            # Nothing is typed before it stops.
            self.run_in_shell(terminal, f"{program} & until jobs | grep -q Stopped; do sleep 0.1; done; echo so")
            terminal.wait_for(lambda: "so" in terminal.rows(), "a job that has stopped")
            self.run_in_shell(terminal, "clear; fg")
            terminal.wait_for(lambda: "tokenize" in terminal.text(), "the job")
            terminal.type("国务院总理\n")
            terminal.wait_for(lambda: terminal.rows()[-1:] == ["国务院 总理"], "an answer")
            terminal.type(CTRL_D)
            terminal.wait_for(lambda: terminal.rows()[-1:] == [">"], "a prompt")
            self.run_in_shell(terminal, "exit $?")
            self.assertEqual(terminal.wait(), 0)


class TypingTest(TerminalTest):
    def tokenize_typed(self, terminal, *args, **more):
        self.start(terminal, "tokenize", *args, **more)

    def ask(self, terminal, question, answer):
        """Types a line; the answer has to come below it before anything else is typed."""
        before = terminal.rows()
        terminal.type(question + "\n")
        terminal.wait_for(lambda: terminal.rows() == [*before, question, *answer], f"an answer to {question}")

    def test_line_by_line(self):
        with Terminal() as terminal:
            self.tokenize_typed(terminal)
            self.ask(terminal, "国务院总理", ["国务院 总理"])
            self.ask(terminal, "促进就业。", ["促进 就业 。"])
            self.ask(terminal, "a", ["a"])
            terminal.type(CTRL_D)  # once
            self.assertEqual(terminal.wait(), 0)
            self.assertEqual(len(terminal.rows()), 6)

    def test_parse(self):
        templates = self.write("templates", "[X] 的 [X]\t3\n")
        with Terminal() as terminal:
            self.start(terminal, "parse", "--templates", templates, "--tokenized", "--format", "brackets")
            terminal.type("甲 的 乙\n")
            terminal.wait_for(lambda: len(terminal.rows()) == 2, "an answer")
            terminal.type(CTRL_D)
            self.assertEqual(terminal.wait(), 0)

    def test_the_end_within_a_line(self):
        with Terminal() as terminal:
            self.tokenize_typed(terminal)
            terminal.type("国务院总理" + CTRL_D)
            terminal.wait_for(lambda: terminal.rows() == ["国务院总理"], "what was typed")
            terminal.read(0.3)
            self.assertEqual(terminal.rows(), ["国务院总理"], "a line that is not complete has no answer")
            terminal.type(CTRL_D)
            self.assertEqual(terminal.wait(), 0)
            self.assertEqual(terminal.rows(), ["国务院总理国务院 总理"])

    def test_nothing_typed(self):
        with Terminal() as terminal:
            self.tokenize_typed(terminal)
            terminal.type(CTRL_D)
            self.assertEqual(terminal.wait(), 0)
            self.see_nothing(terminal)

    def test_interrupted(self):
        with Terminal() as terminal:
            self.tokenize_typed(terminal)
            self.ask(terminal, "国务院总理", ["国务院 总理"])
            terminal.type("国务")
            terminal.wait_for(lambda: terminal.rows()[-1:] == ["国务"], "what was typed")
            terminal.type(CTRL_C)
            self.assertEqual(terminal.wait(), -signal.SIGINT)
            last = ["国务^C", "ciku: interrupted; the output is not complete"]
            self.assertEqual(terminal.rows(), ["国务院总理", "国务院 总理", *last])

    def test_no_progress(self):
        # Results go elsewhere, so that a bar would be all that is seen besides the typing.
        for command in (["tokenize"], ["mine", "-"], ["mine", "/dev/tty"], ["count", "-"]):
            with self.subTest(command), Terminal() as terminal:
                self.start(terminal, *command, "-o", self.folder / "out")
                terminal.type("国务院总理\n")
                terminal.read(0.5)
                self.assertEqual(terminal.raw, "国务院总理\r\n".encode())
                terminal.type(CTRL_D)
                self.assertEqual(terminal.wait(), 0)
                self.assertNotIn(b"\x1b[J", terminal.raw)


class HangUpTest(TerminalTest):
    """The terminal goes away."""

    def test_ends_the_run(self):
        with Terminal() as terminal:
            self.start_slow(terminal)
            self.take_some(terminal)
            self.see(terminal, 80)
            terminal.close()
            self.assertEqual(terminal.process.wait(60), -signal.SIGHUP)

    def test_unless_that_is_ignored(self):
        with Terminal() as terminal:
            self.start_slow(terminal, before=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
            self.take_some(terminal)
            self.see(terminal, 80)
            terminal.close()
            before = self.processor_time(terminal.process)
            time.sleep(1)
            self.assertLess(self.processor_time(terminal.process) - before, 0.3, "it spins")
            self.take_rest(terminal)
            self.assertEqual(terminal.process.wait(60), 0)

    def test_ends_what_is_typed(self):
        with Terminal() as terminal:
            self.start(terminal, "tokenize", before=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
            terminal.type("国务院总理\n")
            terminal.wait_for(lambda: len(terminal.rows()) == 2, "an answer")
            terminal.close()
            self.assertIn(terminal.process.wait(60), (0, 1))

    def processor_time(self, process):
        with open(f"/proc/{process.pid}/stat", encoding="ascii") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    unittest.main()
