"""Lexicons: words with counts and statistics."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from . import _ciku
from ._checks import POSITIVE, check
from ._settings import Path, encoded, named, temporary_folder

if TYPE_CHECKING:
    import numpy
    import pandas

# So many words become Python objects at a time while a lexicon is gone through.
_AT_ONCE = 10_000


class Lexicon(Mapping[str, int]):
    """Words and how often each occurs, in an order of their own: a mapping from words to counts.

    The words are not Python objects until they are asked for, so that a lexicon of a million words takes about 50 MB.
    It never changes. ``figures`` of a lexicon that was mined tell what was read and found, as the program's reports do.

    >>> lexicon = Lexicon({"词库": 3, "词": 5})
    >>> lexicon["词"], "字" in lexicon, len(lexicon)
    (5, False, 2)
    >>> list(lexicon)
    ['词库', '词']
    """

    def __init__(self, words: Mapping[str, int] | Iterable[str] = ()) -> None:
        """Takes words and their counts, at least 1, in this order; or words alone, which count once each.

        A word that comes twice gets the sum of its counts. Raises InputError for a word that is empty, holds a lone
        surrogate or a control character such as a tab, or counts less than once, TypeError for one that is no str.
        """
        self._words = _ciku.WordList()
        self._stats = False
        self.figures: dict[str, int] = {}
        items = words.items() if isinstance(words, Mapping) else ((word, 1) for word in words)
        for word, count in items:
            try:
                self._words.add(word, count)
            except TypeError:
                check({f"the count of {word!r}": count}, **{f"the count of {word!r}": POSITIVE})
                raise

    @classmethod
    def _of(cls, words: _ciku.WordList, stats: bool = False, figures: dict[str, int] | None = None) -> Lexicon:
        lexicon = cls()
        lexicon._words, lexicon._stats, lexicon.figures = words, stats, figures or {}
        return lexicon

    @classmethod
    def load(cls, path: Path, *, format: str | None = None) -> Lexicon:
        """Reads words and counts from a file in any format that ``ciku lexicon`` reads, in the order of the file.

        :param format: "tsv", "csv", "jsonl", "jieba", "hanlp", "words" or "rime"; told from the lines if not given
        :raises IoError: if the file cannot be read
        :raises InputError: at a line that does not belong in a lexicon; the message names it
        """
        chosen = None if format is None else named(_ciku.LexiconFormat, format, "format")
        return cls._of(_ciku.WordList.load(b"./builtin" if encoded(path) == b"builtin" else encoded(path), chosen))

    @classmethod
    def builtin(cls) -> Lexicon:
        """Returns the lexicon that is built in: modern Chinese in simplified characters, mined by ciku itself."""
        return cls._of(_ciku.WordList.load(b"builtin", None))

    def __len__(self) -> int:
        return len(self._words)

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self._words.find(word) is not None

    def __getitem__(self, word: str) -> int:
        number = self._words.find(word) if isinstance(word, str) else None
        if number is None:
            raise KeyError(word)
        return self._words.count(number)

    def __iter__(self) -> Iterator[str]:
        for begin in range(0, len(self), _AT_ONCE):
            yield from self._words.words(begin, begin + _AT_ONCE)

    def __eq__(self, other: object) -> bool:
        """Whether both have the same words with the same counts, in any order."""
        return Mapping.__eq__(self, other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        shown = ", ".join(f"{word!r}: {self[word]}" for word in self._words.words(0, 3))
        return f"<ciku.Lexicon of {len(self):,} words: {{{shown}{', ...' if len(self) > 3 else ''}}}>"

    @property
    def words(self) -> list[str]:
        """All words, in order."""
        return self._words.words(0, len(self))

    @property
    def counts(self) -> numpy.ndarray[Any, Any]:
        """The counts of all words, in the same order: an array of int64."""
        return self._words.counts()

    @property
    def total(self) -> int:
        """The sum of all counts."""
        return self._words.total

    @property
    def statistics(self) -> list[str]:
        """The names of the statistics that the words have; none unless they were mined with ``stats`` or sorted by one."""
        return self._words.column_names

    def column(self, name: str) -> numpy.ndarray[Any, Any]:
        """Returns a statistic of all words: an array of float64, with NaN where a word has none.

        "frequency" and "documents" count occurrences and records; "cohesion", "gain" and the entropies are in nats.
        Raises KeyError if the words do not have it.
        """
        return self._words.column(name)

    def to_pandas(self) -> pandas.DataFrame:
        """Returns a table with the columns "word", "count" and those of the statistics. Needs pandas.

        >>> Lexicon({"词库": 3, "词": 5}).to_pandas()  # doctest: +SKIP
          word  count
        0   词库      3
        1    词      5
        """
        import pandas

        columns: dict[str, Any] = {"word": pandas.Series(self.words, dtype=object), "count": self.counts}
        for name in self.statistics:
            column = self.column(name)
            whole = _ciku.WordList.is_whole(name) and not pandas.isna(column).any()
            columns[name] = column.astype("int64") if whole else column
        return pandas.DataFrame(columns)

    def save(self, path: Path, *, format: str | None = None, stats: bool | None = None) -> None:
        """Writes a file, which appears when it is complete: what ``ciku mine -o`` writes.

        :param format: "tsv", "csv", "jsonl", "jieba", "hanlp", "words", "rime" or "sentencepiece"; if not given, the
            name tells it ("lexicon.csv", "lexicon.jsonl.gz"), and it is tsv for other names
        :param stats: whether statistics are written; if not given, whether they were asked for when mining
        """
        chosen = None if format is None else named(_ciku.LexiconFormat, format, "format")
        self._words.save(encoded(path), chosen, self._stats if stats is None else stats)

    def minus(self, other: Lexicon | Iterable[str]) -> Lexicon:
        """Returns the words that the other lexicon, or a list of words, does not hold.

        >>> Lexicon({"词库": 3, "词": 5}).minus(["词"]).words
        ['词库']
        """
        rest = self._words.minus(as_lexicon(other)._words)
        return Lexicon._of(rest, self._stats)

    def compare(self, other: Lexicon | Mapping[str, int]) -> Comparison:
        """Compares two lexicons as ``ciku compare`` does: words rank by their counts.

        >>> Lexicon({"一": 9, "二": 5}).compare({"二": 8, "三": 1}).rows
        [('一', 1, 9, None, None), ('二', 2, 5, 1, 8), ('三', None, None, 2, 1)]
        """
        return Comparison(*self._words.compare(as_lexicon(other)._words))


class Comparison(NamedTuple):
    """How two lexicons, a and b, differ.

    >>> Lexicon({"一": 9, "二": 5}).compare({"二": 8, "一": 1})
    <ciku.Comparison of 2 and 2 words, 2 in both, rank correlation -1.0>
    """

    words_a: int
    words_b: int
    words_in_both: int
    #: Spearman's rank correlation of the words in both; None if these are fewer than two.
    rank_correlation: float | None
    #: (word, rank in a, count in a, rank in b, count in b) for each word, with None where it is missing.
    rows: list[tuple[str, int | None, int | None, int | None, int | None]]

    def __repr__(self) -> str:
        return (
            f"<ciku.Comparison of {self.words_a:,} and {self.words_b:,} words, {self.words_in_both:,} in both, "
            f"rank correlation {self.rank_correlation}>"
        )

    def to_pandas(self) -> pandas.DataFrame:
        """Returns a table with the columns word, rank_a, count_a, rank_b and count_b. Needs pandas."""
        import pandas

        table = pandas.DataFrame(self.rows, columns=["word", "rank_a", "count_a", "rank_b", "count_b"])
        return table.astype({name: "Int64" for name in table.columns[1:]})


def as_lexicon(words: Lexicon | Mapping[str, int] | Iterable[str]) -> Lexicon:
    """Returns a lexicon as it is, or one of these words."""
    if isinstance(words, Lexicon):
        return words
    if isinstance(words, str):
        raise TypeError("one str is no list of words; to read a file, Lexicon.load(path)")
    return Lexicon(words)


#: A lexicon, or a file that holds one, or words.
LexiconLike = Path | Lexicon | Mapping[str, int] | Iterable[str]


@contextmanager
def lexicon_files(*lexicons: LexiconLike | None) -> Iterator[list[bytes]]:
    """Yields the path of a file for each lexicon, empty for None. Lexicons in memory are written to temporary ones."""
    with ExitStack() as stack:
        paths: list[bytes] = []
        for lexicon in lexicons:
            if lexicon is None:
                paths.append(b"")
            elif isinstance(lexicon, (str, os.PathLike)):
                paths.append(encoded(lexicon))
            else:
                path = os.path.join(stack.enter_context(temporary_folder()), "lexicon.jsonl")
                as_lexicon(lexicon).save(path, stats=False)
                paths.append(encoded(path))
        yield paths
