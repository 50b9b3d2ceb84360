"""What the commands of ciku-formats(5) mine out of databases is what the rows of the table say.

SQLite needs no server. Tests of servers that are not installed are skipped.
"""

import collections
import json
import os
import random
import re
import sqlite3
import subprocess
import unittest

import random_text
import servers
from driver import ROOT, TIMEOUT, CliTest, oracle, program, seeds, unless_sanitized

# What clients of databases and formats of tables treat in some special way.
ODD = [None, "", "NULL", "null", "\\N", "\\.", "\\", "词典\\", "\\n词典", "词典\n我们", "词典\r\n我们\r\n", "\n词典",
       "词典\r我们", "词典\r", "词\t典", "\t", "词\b\f\v典", '"', '"词典"', "'词典'", '词"典', "词，典", "词,典", ",", "%s",
       "{}", "&lt;", "\ufeff词典", "  词典  ", "𠀀😀词典"]  # fmt: skip
SEPARATORS = ["，", "。", " ", ",", "\n", "\r\n", "\n\n", "\t", "\\", "\\N", "\\n", '"', "'", "NULL", "", "", "", "", ""]
FORMATS = ROOT / "engine" / "commands" / "manual" / "ciku-formats.5.md"
# How often the rows are doubled to make a table of several blocks.
DOUBLED = 6
# All that stands between two line ends is a word: so every byte of a text matters.
EXACT = ["--method", "pair-cut", "--alphabet", "any", "--min-count", "1", "--min-pmi", "-99", "--format", "jsonl"]


def some_rows(seed):
    """Returns the texts of a table: words with anything between them."""
    dice = random.Random(seed)
    words = random_text.vocabulary(dice, 50, random_text.SCRIPTS[:1])
    texts = ["".join(dice.choice(words) + dice.choice(SEPARATORS) for _ in range(dice.randint(0, 40)))
             for _ in range(300)]  # fmt: skip
    rows = ODD * 3 + texts
    dice.shuffle(rows)
    return rows


def recipes():
    """Returns the commands of the manual, by the program that each begins with."""
    section = FORMATS.read_text("utf-8").split("\n# DATABASES\n")[1].split("\n# ")[0]
    commands = re.split(r"(?<![|\\])\n", section.split("```")[1].strip())
    found = {command.split()[0]: command for command in commands}
    assert len(found) == len(commands), commands
    return found


class DatabaseTest(CliTest):
    environment = os.environ
    more_rows = ["词\0典"]

    def setUp(self):
        super().setUp()
        self.programs = self.folder / "programs"
        self.script("ciku", f'exec "{program()}" "$@" $MORE_OPTIONS')

    def script(self, name, text):
        self.write(f"programs/{name}", f"#!/bin/sh\n{text}\n").chmod(0o755)

    def shell(self, command, *options):
        """Runs a command, to which these options of ciku are added, as a user would in a shell."""
        return subprocess.run(
            ["bash", "-o", "pipefail", "-c", command], cwd=self.folder, stdin=subprocess.DEVNULL,
            capture_output=True, timeout=TIMEOUT, check=False,
            env={**self.environment, "MORE_OPTIONS": " ".join(["--report report.json", *options]),
                 "PATH": f"{self.programs}:{self.environment['PATH']}"},
        )  # fmt: skip

    def lexicon(self, command, *options):
        done = self.shell(command, *options)
        self.assertEqual(done.returncode, 0, (command, done))
        report = json.loads((self.folder / "report.json").read_text())
        return (self.folder / "lexicon.tsv").read_bytes(), report["results"]

    def fill(self, rows, doubled=0):
        """Makes the table of the manual, with its rows doubled so often."""
        values = ", ".join(f"({i}, {self.literal(text)})" for i, text in enumerate(rows))
        self.sql("DROP TABLE IF EXISTS posts; CREATE TABLE posts (id INTEGER, body TEXT);\n"
                 f"INSERT INTO posts VALUES {values};\n"
                 + "INSERT INTO posts SELECT * FROM posts;\n" * doubled)  # fmt: skip

    def literal(self, text):
        # All bytes as digits: nothing has to be escaped.
        return "NULL" if text is None else self.from_digits.format(text.encode().hex())

    def check(self, *commands):
        """Checks what these commands write to lexicon.tsv."""
        for seed in seeds(1):
            rows = some_rows(seed) + self.more_rows
            with self.subTest(seed=seed):
                self.check_words(rows, commands)
                self.check_bytes(rows, commands)

    def check_words(self, rows, commands):
        """With ciku's defaults, the commands find what the oracle finds in lines."""
        self.fill(rows)
        lines = [re.sub("[\r\n]", " ", text or "") + "\n" for text in rows]
        words, results = oracle(self.write("plain", "".join(lines)), method="unigram")
        self.assertGreater(words.count(b"\n"), 40)
        for command in commands:
            with self.subTest(command):
                seen, report = self.lexicon(command)
                self.assertEqual(seen.decode(), words.decode())
                self.assertEqual({name: report[name] for name in results}, results)

    def check_bytes(self, rows, commands):
        """No byte of any row is lost or added, whatever the number of threads."""
        self.fill(rows, DOUBLED)
        # A carriage return that is not at the end of a line is an ordinary character.
        pieces = (piece for text in rows for piece in re.split("\r?\n|\r\\Z", text or ""))
        expected = {piece: count << DOUBLED for piece, count in collections.Counter(pieces).items() if piece}
        lexicons = set()
        for command in commands:
            for threads in "1", "4":
                with self.subTest(command, threads=threads):
                    lexicon, report = self.lexicon(command, *EXACT, "--threads", threads)
                    lines = map(json.loads, lexicon.splitlines())
                    seen = {line["word"]: line["count"] for line in lines}
                    self.assertEqual(dict(seen.items() - expected.items()), dict(expected.items() - seen.items()))
                    self.assertEqual(report["records"], len(rows) << DOUBLED)
                    lexicons.add(lexicon)
        self.assertEqual(len(lexicons), 1)

    def check_failure(self, command):
        """Checks that a command fails if there is no such table."""
        broken = command.replace("FROM posts", "FROM nowhere")
        self.assertNotEqual(broken, command)
        done = self.shell(broken)
        self.assertNotEqual(done.returncode, 0, done)
        self.assertIn("nowhere", done.stderr.decode())


@unless_sanitized
class SqliteTest(DatabaseTest):
    from_digits = "CAST(X'{}' AS TEXT)"

    def sql(self, statements):
        database = sqlite3.connect(self.folder / "forum.db")
        database.executescript(statements)
        database.close()

    def test_recipe(self):
        recipe = recipes()["ciku"]
        self.check(recipe)
        self.check_failure(recipe)

    def test_the_database_is_left_alone(self):
        self.fill(ODD)
        before = (self.folder / "forum.db").read_bytes()
        self.lexicon(recipes()["ciku"])
        self.assertEqual((self.folder / "forum.db").read_bytes(), before)
        self.assertEqual([path.name for path in self.folder.glob("forum.db*")], ["forum.db"])


@unless_sanitized
class PostgreSqlTest(DatabaseTest):
    from_digits = "convert_from('\\x{}', 'UTF8')"
    more_rows = []  # texts hold no zero bytes here

    @classmethod
    def setUpClass(cls):
        cls.server = servers.PostgreSql(cls)
        cls.server.run("CREATE DATABASE forum;", "postgres")
        # What users may have set must not matter.
        (cls.server.folder / ".psqlrc").write_text("\\timing on\n")
        cls.environment = {**cls.server.environment, "PGCLIENTENCODING": "GB18030"}

    def sql(self, statements):
        self.server.run(statements)

    def test_recipe_and_others(self):
        recipe = recipes()["psql"]
        self.check(
            recipe,
            "psql -X forum -c \"COPY (SELECT id, body FROM posts) TO STDOUT (FORMAT csv, HEADER, ENCODING 'UTF8')\""
            " | ciku mine - --input-format csv --column body -o lexicon.tsv",
            r"""psql -X forum -c "\copy (SELECT body, id FROM posts) TO posts.copy (ENCODING 'UTF8')" &&"""
            " ciku mine posts.copy --input-format copy --column 1 -o lexicon.tsv",
            'PGCLIENTENCODING=UTF8 psql -X -At forum -c "SELECT row_to_json(posts) FROM posts"'
            " | ciku mine - --field body -o lexicon.tsv",
        )
        self.check_failure(recipe)


@unless_sanitized
class MariaDbTest(DatabaseTest):
    from_digits = "CONVERT(X'{}' USING utf8mb4)"

    @classmethod
    def setUpClass(cls):
        cls.server = servers.MariaDb(cls)
        cls.server.run("CREATE DATABASE forum CHARACTER SET utf8mb4;", "mysql")
        cls.environment = cls.server.environment

    def sql(self, statements):
        self.server.run(statements)

    def test_recipe_and_others(self):
        recipe = recipes()["mariadb"]
        dump = self.server.folder / "posts.copy"
        self.check(
            recipe,
            "mariadb --batch --quick --skip-column-names --default-character-set=utf8mb4 forum"
            " -e \"SELECT IFNULL(body, ''), id FROM posts\""
            " | ciku mine - --input-format copy --column 1 -o lexicon.tsv",
            f"""rm -f {dump} && mariadb forum -e "SELECT body, id FROM posts INTO OUTFILE '{dump}'" &&"""
            f" ciku mine {dump} --input-format copy --column 1 -o lexicon.tsv",
        )
        self.check_failure(recipe)


@unless_sanitized
class MongoDbTest(DatabaseTest):
    def fill(self, rows, doubled=0):
        # A stand-in prints what mongoexport does by its manual.
        documents = [{"_id": {"$oid": f"{i:024x}"}, "body": text} for i, text in enumerate(rows)]
        lines = [json.dumps(each, ensure_ascii=False, separators=(",", ":")) + "\n" for each in documents]
        self.write("documents", "".join(lines).replace("&", "\\u0026") * 2**doubled)
        self.script("mongoexport", f"exec cat '{self.folder}/documents'")

    def test_recipe(self):
        self.check(recipes()["mongoexport"])


class ReadmeTest(unittest.TestCase):
    def test_all_recipes_are_tested(self):
        self.assertEqual(set(recipes()), {"ciku", "psql", "mariadb", "mongoexport"})


if __name__ == "__main__":
    unittest.main()
