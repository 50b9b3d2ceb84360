"""The classes of the two programs that ciku remakes, by their names and call shapes, for people who port code.

They are thin over :func:`mine` and :func:`templates`, which are to be preferred.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable
from typing import Any

from . import _ciku
from ._inputs import Reading, open_inputs, text_in
from ._lexicon import Lexicon
from ._mining import method_options, text_options
from ._settings import encoded, resources, storage
from ._templates import Templates, Tokenize, template_options, tokenized
from ._tokenizer import Tokenizer


class _Folder:
    """A folder that is removed with this object, or when Python ends."""

    def __init__(self) -> None:
        import shutil
        import tempfile
        import weakref

        self.path = tempfile.mkdtemp(prefix="ciku-")
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


class _Sums:
    """Files of counts, one for each call, in a folder of their own, added up when they are needed."""

    def __init__(self) -> None:
        self._folder = _Folder()
        self._files: list[str] = []
        self._numbers = itertools.count(1)

    def new(self) -> str:
        return os.path.join(self._folder.path, str(next(self._numbers)))

    def add(self, file: str) -> None:
        self._files.append(file)

    def path(self) -> str | None:
        """Returns one file with the sums; None if nothing was counted."""
        if len(self._files) > 1:
            merged = self.new()
            files = [encoded(file) for file in self._files]
            _ciku.merge(files, _ciku.MergeOptions(), encoded(merged), resources(None, None), storage(None), None)
            for file in self._files:
                os.unlink(file)
            self._files = [merged]
        return self._files[0] if self._files else None


class _WordSeed:
    """Counts texts, then cuts texts by the counts; both as often as one likes."""

    _method = ""

    def __init__(self, **thresholds: Any) -> None:
        self._options = method_options(self._method, thresholds)
        self._counted = _Sums()
        self._pieces = _Sums()

    def _count(self, texts: Iterable[str]) -> None:
        options = _ciku.CountOptions()
        options.text = text_options("basic", None, False, "nlp-zero", False)
        options.order = 2
        place = storage(None)
        file = self._counted.new()
        corpus = open_inputs(texts, Reading(), place, name=f"texts {os.path.basename(file)}")
        _ciku.count(corpus, options, encoded(file), resources(None, None), place, None)
        self._counted.add(file)
        self._pieces = _Sums()

    def _cut(self, texts: Iterable[str]) -> None:
        counts = self._counted.path()
        if counts is None:
            raise RuntimeError("texts have to be counted before others are cut")
        place = storage(None)
        file = self._pieces.new()
        corpus = open_inputs(texts, Reading(), place, name=f"texts {os.path.basename(file)}")
        _ciku.cut_pieces(corpus, encoded(counts), self._options, encoded(file), resources(None, None), place, None)
        self._pieces.add(file)

    @property
    def words(self) -> Lexicon:
        """The words of all texts that were cut so far: a mapping from words to counts, the most frequent first."""
        pieces = self._pieces.path()
        if pieces is None:
            return Lexicon()
        options = _ciku.MineOptions()
        options.method = self._options
        options.pieces = encoded(pieces)
        found, figures = _ciku.mine(_ciku.Corpus(), options, resources(None, None), storage(None), None)
        return Lexicon._of(found, False, figures)


class FindWords(_WordSeed):
    """The class of "基于切分的新词发现" (Su Jianlin 2016, archives/3913).

    >>> finder = FindWords(min_count=2, min_pmi=0)
    >>> finder.count(["中国，中国人", "中国。人"])
    >>> finder.find_words(["中国，中国人", "中国。人"])
    >>> finder.words.words
    ['中国', '人']
    """

    _method = "pair-cut"

    def __init__(self, min_count: int = 10, min_pmi: float = 0) -> None:
        """Takes the least count of pairs and words, and the least pointwise mutual information of pairs, in nats."""
        super().__init__(min_count=min_count, min_pmi=min_pmi)

    def count(self, texts: Iterable[str]) -> None:
        """Counts symbols and pairs, in addition to what was counted before. Forgets words."""
        self._count(texts)

    def find_words(self, texts: Iterable[str]) -> None:
        """Cuts texts where two neighbours do not hold together, and counts the pieces."""
        self._cut(texts)


class WordFinder(_WordSeed):
    """The class Word_Finder of nlp-zero (Su Jianlin 2018, archives/5597).

    >>> finder = WordFinder(min_proba=1e-3, min_pmi=0)
    >>> finder.train(["中国，中国人", "中国。人"])
    >>> finder.find(["中国，中国人", "中国。人"])
    >>> finder.words.words
    ['中国', '人']
    >>> finder.export_tokenizer().cut("人在中国")
    ['人', '在', '中国']
    """

    _method = "word-finder"

    def __init__(self, min_proba: float = 1e-7, min_pmi: float = 1) -> None:
        """The probability of pairs and words, and the pointwise mutual information of pairs in nats, are greater."""
        super().__init__(min_proba=min_proba, min_pmi=min_pmi)

    def train(self, texts: Iterable[str]) -> None:
        """Counts symbols and pairs, in addition to what was counted before. Forgets words."""
        self._count(texts)

    def find(self, texts: Iterable[str]) -> None:
        """Cuts texts where two neighbours do not hold together, and counts the pieces."""
        self._cut(texts)

    def export_tokenizer(self) -> Tokenizer:
        """Returns a tokenizer of the words found, by nlp-zero's rules."""
        return Tokenizer(self.words, rules="nlp-zero")


class TemplateFinder:
    """The class Template_Finder of nlp-zero (Su Jianlin 2018, archives/5597).

    Each path through a sentence counts, as in the source; :func:`templates` lets the paths of a sentence share a vote.

    >>> finder = TemplateFinder(str.split, min_proba=0.2, min_pmi=0)
    >>> finder.train(["我 是 人", "你 是 人", "他 是 人"])
    >>> finder.find(["我 是 人", "你 是 人", "他 是 人"])
    >>> print(*finder.templates)
    [X] 是 人
    """

    def __init__(self, tokenize: Tokenize, window: int = 5, min_proba: float = 1e-5, min_pmi: float = 2) -> None:
        """Takes a function that divides a text into words, such as ``jieba.lcut`` or ``Tokenizer().cut``."""
        self._tokenize = tokenize
        self._options = template_options("path", window, min_proba, min_pmi, "any")
        self._folder = _Folder()
        self._training = os.path.join(self._folder.path, "training")
        self._searched = os.path.join(self._folder.path, "searched")
        self._found: Templates | None = None

    def train(self, texts: Iterable[str]) -> None:
        """Learns from texts which words are linked, in addition to those before."""
        self._keep(texts, self._training)

    def find(self, texts: Iterable[str]) -> None:
        """Searches texts for templates, in addition to those before."""
        self._keep(texts, self._searched)

    def _keep(self, texts: Iterable[str], path: str) -> None:
        """Writes tokens with spaces between them. A line end within a text separates runs, as it does in one text."""
        before = os.path.getsize(path) if os.path.exists(path) else None
        try:
            with open(path, "a", encoding="utf-8", newline="\n") as file:
                for text in texts:
                    file.write(tokenized(self._tokenize, text_in(text)).replace("\r", "\n") + "\n")
        except BaseException:  # a call that failed has added nothing
            os.truncate(path, before) if before is not None else os.remove(path)
            raise
        self._found = None

    @property
    def templates(self) -> Templates:
        """The templates of all texts that were searched so far."""
        if self._found is None:
            if not os.path.exists(self._training):
                raise RuntimeError("texts have to be trained on before others are searched")
            open(self._searched, "a").close()
            place = storage(None)
            reading = Reading(encoding="UTF-8", input_format="lines")
            training, searched = (open_inputs(path, reading, place) for path in (self._training, self._searched))
            self._found = Templates(
                _ciku.find_templates(training, searched, self._options, None, resources(None, None), place, None)
            )
        return self._found
