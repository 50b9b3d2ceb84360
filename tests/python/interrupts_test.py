"""Ctrl-C ends every job within a second, wherever it is, and leaves nothing behind."""

import random
import subprocess
import sys
import unittest

from common import SANITIZED, PythonTest, ciku, random_texts

CHILD = """
import os, signal, sys, threading, time
import ciku
path, place, delay, method = sys.argv[1], sys.argv[2], float(sys.argv[3]), sys.argv[4]
arguments = dict(method=method, temp_dir=place, memory="60M", threads=2)
if method == "word-finder":
    arguments["min_proba"] = 1e-6
else:
    arguments["stats"] = True
print("ready", flush=True)
begin = time.monotonic()
def interrupt():
    time.sleep(delay)
    global sent
    sent = time.monotonic()
    os.kill(os.getpid(), signal.SIGINT)
sent = None
threading.Thread(target=interrupt, daemon=True).start()
try:
    while True:
        if path == "texts":
            ciku.mine((text for text in ["某个文本" * 100] * 10**9), **arguments)
        else:
            ciku.mine(path, **arguments)
except KeyboardInterrupt:
    print(time.monotonic() - sent)
print(len(ciku.mine(["中国"] * 10, method="pair-cut")))
"""


class InterruptsTest(PythonTest):
    def test_any_moment(self):
        texts = random_texts(61, 2000, 2000)
        path = self.file("texts.txt", "".join(text.replace("\n", "，") + "\n" for text in texts) * 4)
        rng = random.Random(62)
        for number in range(3 if SANITIZED else 12):
            method = ("unigram", "pair-cut", "ngram", "word-finder")[number % 4]
            delay = rng.uniform(0.05, 3)
            with self.subTest(method, delay=delay):
                self.interrupt(path, method, delay)
        self.interrupt("texts", "pair-cut", 0.5)

    def interrupt(self, path, method, delay):
        place = self.folder / "temp"
        place.mkdir(exist_ok=True)
        done = subprocess.run([sys.executable, "-c", CHILD, str(path), str(place), str(delay), method],
                              capture_output=True, timeout=120, check=False)  # fmt: skip
        lines = done.stdout.decode().split()
        self.assertEqual((lines[0], lines[2], done.returncode), ("ready", "1", 0), done.stderr.decode())
        self.assertLess(float(lines[1]), 30 if SANITIZED else 5)  # a second, on a machine that does nothing else
        self.assert_empty(place)

    def test_work_folder(self):
        texts = random_texts(63, 3000, 2000)
        path = self.file("texts.txt", "".join(text.replace("\n", "，") + "\n" for text in texts))
        work = self.folder / "work"

        def progress(name, done, total):
            if name == "cut pieces":
                raise KeyboardInterrupt

        with self.assertRaises(KeyboardInterrupt):
            ciku.mine(path, method="pair-cut", stats=True, work_dir=work, progress=progress)
        self.assertTrue(work.exists())
        lexicon = ciku.mine(path, method="pair-cut", stats=True, work_dir=work)
        self.assertEqual(list(lexicon.items()), list(ciku.mine(path, method="pair-cut").items()))
        self.assertFalse(work.exists())


if __name__ == "__main__":
    unittest.main()
