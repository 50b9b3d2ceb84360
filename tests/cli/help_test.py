"""Help, versions, hints at what was meant, colours and completion: what a person meets first."""

import fcntl
import gzip
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import sys
import termios
import time
import unittest
from pathlib import Path

from driver import ROOT, TIMEOUT, CliTest, command_line, run

COMMANDS = ["mine", "pack", "count", "merge", "weigh", "words", "tokenize", "templates", "parse", "kwic", "explain", "lexicon", "compare",
            "evaluate", "cluster", "cluster-plan", "cluster-submit", "cluster-status", "cluster-run", "cluster-finish",
            "completion"]  # fmt: skip
TITLES = ["Usage", "Finding words", "Using words", "Looking at words", "On a cluster", "Other", "Input", "Lexicon", "Method",
          "Which words", "Output", "Text and lexicons", "Resources", "Recovery", "Messages"]  # fmt: skip
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def help_of(*args):
    result = run(*args)
    assert (result.status, result.errors) == (0, ""), result
    return result.output.decode()


def names_in(text, brief=False):
    """The names of options that a help text lists, with those of the same option together."""
    heads = re.findall(r"^  (?:    )?(-[^\n]*?)(?:  |$)" if brief else "^  (-.*)$", text, re.MULTILINE)
    return [re.findall(r"(?:^|(?<=, ))--?[a-zA-Z0-9-]+", head) for head in heads]


def on_terminal(columns, *args, rows=200, **environment):
    """Runs the program on a terminal of its own, and returns what it shows."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    child = subprocess.Popen(command_line(*args, defaults=True), stdin=follower, stdout=follower, stderr=follower,
                             env={**os.environ, "TERM": "xterm-256color", **environment})  # fmt: skip
    os.close(follower)
    shown = b""
    while True:
        try:
            part = os.read(leader, 65536)
        except OSError:  # the terminal is closed
            part = b""
        if not part:
            break
        shown += part
    child.wait(timeout=TIMEOUT)
    os.close(leader)
    return shown.decode().replace("\r\n", "\n")


class HelpTest(CliTest):
    def test_each_command_is_listed(self):
        for option in ("-h", "--help"):
            listed = re.findall(r"^  ([a-z]+(?: [a-z]+)?)(?:  |$)", help_of(option), re.MULTILINE)
            self.assertEqual([name.replace(" ", "-") for name in listed if not name.startswith("ciku")], COMMANDS)

    def test_both_helps_list_the_same_options_in_groups(self):
        for command in COMMANDS:
            with self.subTest(command):
                full, brief = help_of(command, "--help"), help_of(command, "-h")
                self.assertEqual(names_in(full), names_in(brief, brief=True))
                self.assertTrue({"--help", "-h", "--color"} <= {name for names in names_in(full) for name in names})
                titles = re.findall(r"^([A-Z][a-z ]+):$", full, re.MULTILINE)
                self.assertEqual(titles, sorted(set(titles), key=TITLES.index), "other groups, or another order")
                self.assertNotIn("Other", titles, "an option is in no group")
                self.assertLess(len(brief.split()), len(full.split()))

    def test_most_used_first(self):
        text = help_of("mine", "-h")
        found = [text.index(name) for name in ("INPUT...  ", "--field", "--method", "--min-count", "--output",
                                               "--threads", "--work-dir")]  # fmt: skip
        self.assertEqual(found, sorted(found))

    def test_help_is_a_command_as_well(self):
        for said, meant in ((["help"], ["--help"]), (["help", "mine"], ["mine", "--help"]),
                            (["--color", "never", "help", "mine"], ["mine", "--help"]),
                            (["help", "mine", "--top"], ["mine", "--help"])):  # fmt: skip
            self.assertEqual(help_of(*said), help_of(*meant))
        self.assert_fails(2, "unknown command 'no-such'", "help", "no-such")

    def test_no_arguments_at_all(self):
        result = run(defaults=True)
        self.assertEqual((result.status, result.output), (2, b""))
        self.assertEqual(result.errors, help_of("-h"))

    def test_width(self):
        for command in COMMANDS:
            for option in ("-h", "--help"):
                text = help_of(command, option)
                lines = text[: text.find("\nExample")].splitlines()
                self.assertLessEqual(max(map(len, lines)), 80, command)

    def test_width_of_terminals(self):
        for columns, most in ((50, 50), (80, 80), (300, 100)):
            text = ESCAPE.sub("", on_terminal(columns, "pack", "-h"))
            lines = text[: text.find("\nExample")].splitlines()
            widest = max(len(line) for line in lines)
            self.assertLessEqual(widest, most)
            self.assertGreater(widest, most - 12)
        # Nothing is left of a very narrow terminal, but all is said.
        self.assertEqual(names_in(ESCAPE.sub("", on_terminal(10, "pack", "--help"))), names_in(help_of("pack", "--help")))

    def test_a_full_disk(self):
        with open("/dev/full", "wb") as full:
            for args in (["--help"], ["mine", "-h"], ["--version"], ["completion", "bash"]):
                done = subprocess.run(command_line(*args, defaults=True), stdout=full, stderr=subprocess.PIPE,
                                      timeout=TIMEOUT, check=False)  # fmt: skip
                self.assertEqual(done.returncode, 1)
                self.assertIn(b"standard output: cannot write", done.stderr)

    def test_versions(self):
        for option in ("-V", "--version"):
            self.assertRegex(help_of(option), r"\Aciku \d+\.\d+\.\d+\n(?:.*\n)*.*Unicode \d+\.\d+\n(?:.*\n)*"
                                              r"compiled by (GCC|Clang) \d+\.\d+\.\d+\n\Z")  # fmt: skip
        for library in ("oneTBB", "zstd", "xxHash", "zlib", "libarchive", "ICU", "simdjson", "Expat", "SQLite", "fmt",
                        "Boost", "CLI11", "nlohmann-json"):  # fmt: skip
            self.assertRegex(help_of("-V"), library + r" \d+\.\d+")


class ManualTest(CliTest):
    """The pages that the build has made beside the program."""

    def page(self, name):
        path = Path(command_line()[0]).parent / "manual" / f"{name}.gz"
        if not path.exists():
            self.skipTest("the build made no manual pages")
        return gzip.decompress(path.read_bytes()).decode()

    def test_pages_have_what_the_help_has(self):
        for command in ["", *COMMANDS]:
            page = self.page("-".join(["ciku", command]).rstrip("-") + ".1").replace("\\-", "-")
            text = help_of(*command.split(), "--help")
            listed = re.findall(r"^(?:\.IP \"\" 5n\n)?((?:\\fB-[^ ]*\\fR(?:, )?)+)", page, re.MULTILINE)
            self.assertEqual([re.findall(r"\\fB(-[^\\]*)", names) for names in listed], names_in(text), command)
            plain = " ".join(re.sub(r"\\f\(?[A-Z]+|\\&|[\\\"“”]", "", page.replace("\\(dq", "").replace("\\(lq", "")).split())
            for summary in re.findall(r"^      (\w+ \w+ \w+)", text, re.MULTILINE)[:20]:
                self.assertIn(summary, plain)
            for section in ("NAME", "SYNOPSIS", "OPTIONS", "EXAMPLES", "EXIT STATUS", "ENVIRONMENT", "SEE ALSO"):
                self.assertRegex(page, rf"(?m)^(\.SH )?{section}$")

    def test_pages_that_are_written_by_hand(self):
        for name in ("ciku-formats.5", "ciku-methods.7", "ciku-limits.7", "ciku-clusters.7", "ciku.3"):
            page = self.page(name)
            self.assertRegex(page, r"(?m)^(\.SH )?NAME\n(\.\w+\n)?" + name[:-2] + " - ")
            self.assertGreater(len(page), 2000)

    def test_pages_name_no_options_that_do_not_exist(self):
        known = {name for command in COMMANDS for names in names_in(help_of(command, "--help")) for name in names}
        known |= {"--version", "--db", "--collection", "--fields", "--batch", "--raw", "--quick", "--skip-column-names",
                  "--default-character-set", "--long", "--install", "--prefix", "--build", "--preset",
                  "--resume-words", "--sshloginfile", "--time"}  # of other programs; fmt: skip
        for path in sorted((ROOT / "engine" / "commands" / "manual").glob("*.md")):
            named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", path.read_text()))
            self.assertEqual(named - known, set(), path)


class HintTest(CliTest):
    def test_what_was_meant(self):
        for args, wanted in {
            ("mien",): "unknown command 'mien'; did you mean mine\\? see `ciku --help`",
            ("Tokenise",): "did you mean tokenize\\?",
            ("wor",): "did you mean words\\?",
            ("--color", "always", "mien"): "unknown command 'mien'; did you mean mine\\?",
            ("parse", "--", "-x", "--templates", "f"): "--templates is required; behind --, nothing is an option",
            ("mine", "text", "--min-cuont", "3"): "unknown option '--min-cuont'; did you mean --min-count\\? "
                                                  "see `ciku mine --help`",
            ("mine", "text", "--thread", "3"): "did you mean --threads\\?",
            ("mine", "text", "--mehtod=ngram"): "unknown option '--mehtod'; did you mean --method\\?",
            ("--verson",): "unknown option '--verson'; did you mean --version\\? see `ciku --help`",
            ("mine", "text", "--method", "pair_cut"): "'pair_cut' is none of unigram, pair-cut, ngram, word-finder; "
                                                      "did you mean pair-cut\\?",
            ("mine", "text", "--sort", "scroe"): "did you mean score\\?",
            ("completion", "bsh"): "did you mean bash\\?",
        }.items():
            with self.subTest(args):
                self.assert_fails(2, wanted, *args, defaults=True)

    def test_nothing_near(self):
        for args in (("frobnicate",), ("mine", "text", "--frobnicate"), ("mine", "text", "--method", "frobnicate"),
                     ("mine", "text", "-x"), ("x" * 5000,), ("é",), ("completion", "tcsh")):  # fmt: skip
            self.assertNotIn("did you mean", self.assert_fails(2, "see `ciku", *args, defaults=True))

    def test_ranges(self):
        self.assert_fails(2, "--threads: 0 is too small; 1 to 1024 is possible", "mine", "text", "-j", "0")
        self.assert_fails(2, "--threads: 2000 is too large; 1 to 1024 is possible", "mine", "text", "-j", "2000")
        self.assert_fails(2, "--min-count: 0 is too small, the least is 1", "mine", "text", "--min-count", "0")
        self.assert_fails(2, "--min-proba: 2 is more than 1", "mine", "text", "--min-proba", "2")
        self.assert_fails(2, "--min-proba: -1 is not above 0", "mine", "text", "--min-proba", "-1")
        self.assert_fails(2, "--level: 20 is too large; 1 to 19", "pack", "text", "-o", "out", "--level", "20")

    def test_names_in_any_case(self):
        text = self.write("text", "词典里的词，没有标注\n" * 20)
        usual = self.mine(text, "--method", "ngram", "--sort", "count", "--alphabet", "han", "--format", "jsonl")
        self.assertEqual(self.mine(text, "--method", "NGRAM", "--sort", "Count", "--alphabet", "Han", "--format",
                                   "JSONL"), usual)  # fmt: skip

    def test_short_names(self):
        text = self.write("text", "词典里的词，没有标注\n" * 20)
        result = run("mine", text, "-q", "-j", "2", "-o", self.folder / "lexicon")
        self.assertEqual((result.status, result.errors), (0, ""))


class ColourTest(CliTest):
    def test_only_on_terminals_that_want_them(self):
        for args in (["mine", "-h"], ["mine", "no-such-file", "--quiet"]):
            plain = run(*args, defaults=True)
            plain = plain.output.decode() + plain.errors
            self.assertNotIn("\x1b", plain)
            coloured = on_terminal(80, *args, NO_COLOR="")
            self.assertIn("\x1b[1", coloured)
            self.assertEqual(ESCAPE.sub("", coloured), plain)
            self.assertEqual(on_terminal(80, *args, NO_COLOR="1"), plain)
            self.assertEqual(on_terminal(80, *args, NO_COLOR="", TERM="dumb"), plain)
            self.assertEqual(on_terminal(80, *args, "--color", "never", NO_COLOR=""), plain)
            self.assertEqual(on_terminal(80, *args, "--color", "always", NO_COLOR="1", TERM="dumb"), coloured)
            always = run(*args, "--color=Always", defaults=True)
            self.assertEqual(always.output.decode() + always.errors, coloured)


    def test_tables(self):
        """They are aligned on a terminal, by the widths that characters have there."""
        a = self.write("a", "词典\t12\n词\t3\nA\t1\n")
        b = self.write("b", "词典\t9\n人工智能\t5\n")
        seen = on_terminal(80, "compare", a, b, NO_COLOR="")
        self.assertIn("\x1b[1monly in a: 2\x1b[0m\n  \x1b[31m词\x1b[0m  3\n  \x1b[31mA\x1b[0m   1\n", seen)
        self.assertIn("\x1b[1monly in b: 1\x1b[0m\n  \x1b[32m人工智能\x1b[0m  5\n", seen)
        self.assertIn("\n  词\t3\n  A\t1\n", run("compare", a, b).output.decode())
        lines = on_terminal(80, "evaluate", a, b, "--words", b, NO_COLOR="1").splitlines()
        self.assertEqual(lines[0], f"{'score':12}  {a}  {b}")
        self.assertEqual(lines[1], f"{'words':12}  {1:{len(str(a))}}  {2:{len(str(b))}}")


class CompletionTest(CliTest):
    """The scripts, sourced in their shells."""

    EXPECTED = [
        ("ciku tok", ["tokenize"]),
        ("ciku --ver", ["--version"]),
        ("ciku mine --meth", ["--method"]),
        ("ciku mine --method w", ["word-finder"]),
        ("ciku mine some", ["some.txt"]),
        ("ciku pack -o fol", ["folder/"]),
        ("ciku pack -o some", []),
        ("ciku completion z", ["zsh"]),
        ("ciku mine --min-count 3 --alph", ["--alphabet"]),
        ("ciku help ev", ["evaluate"]),
        ("ciku clu", ["cluster"]),
        ("ciku cluster sub", ["submit"]),
        ("ciku cluster plan --merge-t", ["--merge-tasks"]),
        ("ciku cluster status fol", ["folder/"]),
    ]

    def setUp(self):
        super().setUp()
        self.write("some.txt", "")
        (self.folder / "folder").mkdir()

    def shell(self, name):
        if shutil.which(name) is None:
            self.skipTest(f"{name} is not installed")
        return self.write(f"completion.{name}", run("completion", name).output)

    def run_script(self, *command):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=self.folder, check=False,
                              timeout=TIMEOUT)  # fmt: skip
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        return done.stdout.decode().splitlines()

    def test_bash(self):
        script = self.shell("bash")
        for line, expected in [*self.EXPECTED, ("ciku mine --method = w", ["word-finder"]),
                               ("ciku --color never tok", ["tokenize"]), ("ciku --color = al", ["always"]),
                               ("ciku --color n", ["never"])]:
            words = " ".join(f"'{word}'" for word in line.split(" "))
            found = self.run_script("bash", "-c", f"compopt() {{ :; }}; source '{script}'; COMP_WORDS=({words}); "
                                    "COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _ciku; printf '%s\n' \"${COMPREPLY[@]}\"")  # fmt: skip
            self.assertEqual([name for name in found if name], [name.rstrip("/") for name in expected], line)
        self.assertIn("complete -F _ciku ciku", script.read_text())

    def test_fish(self):
        script = self.shell("fish")
        for line, expected in [*self.EXPECTED, ("ciku mine --method=w", ["--method=word-finder"])]:
            found = self.run_script("fish", "--no-config", "-c", f"source '{script}'; complete -C '{line}'")
            # Later versions also list names that only hold the letters that were typed, behind the others.
            typed = line.split(" ")[-1]
            names = [name.split("\t")[0] for name in found]
            self.assertEqual([name for name in names if name.startswith(typed)], expected, line)

    def test_zsh(self):
        script = self.shell("zsh")
        for line, expected in [*self.EXPECTED, ("ciku mine --method=w", ["--method=word-finder"])]:
            self.assertEqual(self.typed_in_zsh(script, line), line[: line.rfind(" ") + 1] + "".join(expected or [
                line.split(" ")[-1]]))  # fmt: skip

    def typed_in_zsh(self, script, line):
        """Returns the command line after a tab, as zsh then has it."""
        leader, follower = pty.openpty()
        child = subprocess.Popen(["zsh", "-f", "-i"], stdin=follower, stdout=follower, stderr=follower,
                                 cwd=self.folder, start_new_session=True,
                                 env={**os.environ, "TERM": "dumb", "HOME": str(self.folder)})  # fmt: skip
        os.close(follower)
        result = self.folder / "line"
        result.unlink(missing_ok=True)
        # Control-X writes the command line to a file.
        commands = (f"autoload -U compinit; compinit -D -u; source '{script}'; zle -C complete complete-word _generic; "
                    f"keep() {{ print -r -- $BUFFER >'{result}.new'; mv '{result}.new' '{result}'; BUFFER=; }}; "
                    "zle -N keep; bindkey '^X' keep; bindkey '^I' complete-word\n")  # fmt: skip
        os.write(leader, commands.encode() + line.encode() + b"\t\x18")
        deadline = time.monotonic() + TIMEOUT
        while not result.exists() and time.monotonic() < deadline:
            if select.select([leader], [], [], 0.05)[0]:
                os.read(leader, 65536)
        child.kill()
        child.wait()
        os.close(leader)
        return result.read_text().rstrip("=\n ")  # an equals sign that a blank would replace


if __name__ == "__main__":
    sys.exit(unittest.main())
