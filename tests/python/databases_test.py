"""Texts from databases: PostgreSQL, by a server that the test starts, and SQLite."""

import os
import sqlite3
import sys
import unittest
from pathlib import Path

from common import PythonTest, ciku, needs, random_texts

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "cli"))
import servers  # noqa: E402

ROWS = 200_000


class DatabasesTest(PythonTest):
    def test_sqlite(self):
        texts = random_texts(81, 5000)
        connection = sqlite3.connect(self.folder / "texts.db")
        connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT)")
        connection.executemany("INSERT INTO t (body) VALUES (?)", [(text,) for text in texts])
        connection.commit()
        expected = ciku.mine(texts)
        self.assertEqual(ciku.mine(connection.execute("SELECT body FROM t ORDER BY id")), expected)
        self.assertEqual(ciku.mine(body for (body,) in connection.execute("SELECT body FROM t ORDER BY id")), expected)
        connection.row_factory = sqlite3.Row
        self.assertEqual(ciku.mine(row["body"] for row in connection.execute("SELECT body FROM t ORDER BY id")), expected)
        connection.row_factory = None
        connection.execute("INSERT INTO t (body) VALUES (NULL)")
        with self.assertRaisesRegex(TypeError, r"text 5000 \(counted from 0\) is not a str but None"):
            ciku.mine(connection.execute("SELECT body FROM t ORDER BY id"))

    def test_postgresql(self):
        psycopg2 = needs("psycopg2")
        os.environ.pop("LD_PRELOAD", None)  # a sanitizer, which the server does not need
        server = servers.PostgreSql(type(self))
        connection = psycopg2.connect(host=str(server.folder), user="tester", dbname=server.first_database)
        with connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE t (id serial PRIMARY KEY, body text)")
            texts = random_texts(82, 2000, 40)
            cursor.executemany("INSERT INTO t (body) VALUES (%s)", [(text,) for text in texts])
            cursor.execute(f"INSERT INTO t (body) SELECT a.body FROM t a, generate_series(2, {ROWS // 2000}) n ORDER BY n, a.id")
        with connection, connection.cursor("server-side") as cursor:
            cursor.itersize = 10_000
            cursor.execute("SELECT body FROM t ORDER BY id")
            lexicon = ciku.mine(cursor, stats=True)
        self.assertEqual(lexicon.figures["records"], ROWS)
        self.assertEqual(list(lexicon.items()), list(ciku.mine(texts * (ROWS // 2000), stats=True).items()))
        with connection, connection.cursor("closed") as cursor:
            cursor.execute("SELECT body FROM t")
            cursor.close()
            with self.assertRaises(psycopg2.InterfaceError):
                ciku.mine(cursor)
        connection.close()


if __name__ == "__main__":
    unittest.main()
