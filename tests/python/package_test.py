"""The package itself: examples in its docstrings, its types, what importing it costs, and installing it."""

import ast
import doctest
import importlib
import inspect
import os
import pkgutil
import subprocess
import sys
import unittest
from pathlib import Path

from common import SANITIZED, PythonTest, ciku, needs

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "engine" / "python" / "ciku"


class PackageTest(PythonTest):
    def test_examples(self):
        examples = 0
        names = [f"ciku.{module.name}" for module in pkgutil.iter_modules(ciku.__path__) if module.name != "_ciku"]
        for name in ["ciku", *names]:
            result = doctest.testmod(importlib.import_module(name))
            self.assertEqual(result.failed, 0, name)
            examples += result.attempted
        self.assertGreater(examples, 15)

    def test_everything_public_is_documented(self):
        for name in ciku.__all__:
            thing = getattr(ciku, name)
            if name == "__version__":
                continue
            self.assertTrue(inspect.getdoc(thing), name)
            if not (inspect.isclass(thing) and issubclass(thing, Exception)):
                self.assertIn(">>>", inspect.getdoc(thing), f"{name} has no example")
            self.assertEqual(thing.__module__, "ciku", name)
            for member, value in vars(thing).items() if inspect.isclass(thing) else ():
                if not member.startswith("_") and callable(value):
                    self.assertTrue(inspect.getdoc(value), f"{name}.{member}")

    def test_types(self):
        needs("mypy")
        program = self.file("use.py", '''
import ciku
lexicon: ciku.Lexicon = ciku.mine(["a"], method="pair-cut", memory="64M", progress=True)
count: int = lexicon["a"]
words: list[str] = ciku.Tokenizer(lexicon, user_words={"b": None}).cut("ab")
tree: ciku.SentenceTree = ciku.Parser(ciku.templates(["a b"])).parse("a")
scores: dict[str, int | float] = ciku.evaluate([["a"]], [["a"]])
''')  # fmt: skip
        command = [sys.executable, "-m", "mypy", "--strict", "--no-incremental", "--cache-dir", self.folder / "cache",
                   "--ignore-missing-imports", SOURCE, program]  # fmt: skip
        checked = subprocess.run(command, capture_output=True, text=True, check=False, cwd=self.folder,
                                 env={**os.environ, "MYPYPATH": str(SOURCE.parent)})  # fmt: skip
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)

    def test_the_stub_lists_what_there_is(self):
        stub = ast.parse((SOURCE / "_ciku.pyi").read_text())
        listed = {node.name for node in stub.body if isinstance(node, (ast.ClassDef, ast.FunctionDef))}
        here = {name for name in dir(ciku._ciku) if not name.startswith("_")}
        self.assertEqual(listed, here)
        for node in stub.body:
            if not isinstance(node, ast.ClassDef):
                continue
            members = {item.target.id for item in node.body if isinstance(item, ast.AnnAssign)}
            members |= {item.name for item in node.body if isinstance(item, ast.FunctionDef)}
            members |= {target.id for item in node.body if isinstance(item, ast.Assign) for target in item.targets}
            there = {name for name in vars(getattr(ciku._ciku, node.name)) if not name.startswith("_") and name not in ("name", "value")}
            self.assertEqual({name for name in members if not name.startswith("_")}, there, node.name)

    def test_importing_loads_little(self):
        code = "import sys, ciku; print(*sorted(set(sys.modules) & {'numpy', 'pandas', 'tqdm', 'asyncio', 'json'}))"
        loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        self.assertEqual(loaded.stdout.split(), [])

    @unittest.skipIf(SANITIZED or not os.environ.get("CIKU_PYTHON"), "only where the module is tested as a whole")
    def test_pip_install(self):
        environment = self.folder / "venv"
        subprocess.run([sys.executable, "-m", "venv", "--system-site-packages", environment], check=True)
        python = environment / "bin" / "python"
        install = [python, "-m", "pip", "install", "--no-build-isolation", "--no-index", "--quiet", ROOT]
        # What was built for these tests is not built again.
        build = {**os.environ, "CIKU_BUILD": str(Path(ciku._ciku.__file__).parents[2])}
        done = subprocess.run(install, capture_output=True, text=True, check=False, cwd=self.folder, env=build)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        code = "import ciku; print(ciku.__version__, ciku.__file__); print(*ciku.Tokenizer().cut('我们喜欢词典'))"
        used = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True, env=clean, cwd=self.folder)
        self.assertIn(str(environment), used.stdout)
        self.assertTrue(used.stdout.endswith("我们 喜欢 词典\n"), used.stdout)


if __name__ == "__main__":
    unittest.main()
