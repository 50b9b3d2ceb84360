"""ciku (词库) mines dictionaries out of raw text, and uses them: it divides text into words, finds sentence templates and
parses sentences into trees.

>>> import ciku
>>> lexicon = ciku.mine("corpus/", sort="score", min_length=2)  # doctest: +SKIP
>>> ciku.Tokenizer(lexicon).cut("我们喜欢词典")  # doctest: +SKIP
['我们', '喜欢', '词典']
"""

from ._ciku import __version__
from ._errors import CorruptionError, Error, InputError, IoError, UsageError
from ._evaluation import evaluate, pack
from ._lexicon import Comparison, Lexicon
from ._mining import Counts, count, merge, mine
from ._seeds import FindWords, TemplateFinder, WordFinder
from ._templates import Parser, SentenceTree, Template, Templates, templates
from ._tokenizer import Token, Tokenizer

__all__ = [
    "Comparison",
    "CorruptionError",
    "Counts",
    "Error",
    "FindWords",
    "InputError",
    "IoError",
    "Lexicon",
    "Parser",
    "SentenceTree",
    "Template",
    "TemplateFinder",
    "Templates",
    "Token",
    "Tokenizer",
    "UsageError",
    "WordFinder",
    "__version__",
    "count",
    "evaluate",
    "merge",
    "mine",
    "pack",
    "templates",
]

for _name in __all__:
    _object = globals()[_name]
    if getattr(_object, "__module__", "").startswith("ciku._"):
        _object.__module__ = "ciku"
del _name, _object
