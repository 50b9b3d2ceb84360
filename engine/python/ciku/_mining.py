"""The main job: finding the words of a corpus; and its parts, counting and merging counts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from . import _ciku
from ._checks import COUNTED_ORDER, NUMBER, check, check_folder_of, statistic, wrong_type
from ._errors import UsageError
from ._inputs import Inputs, Reading, open_inputs
from ._lexicon import Lexicon, LexiconLike, lexicon_files
from ._progress import Progress, ProgressCallback, Shown
from ._settings import Path, Size, encoded, named, resources, storage

_METHODS: dict[str, type[Any]] = {
    "unigram": _ciku.UnigramOptions,
    "pair-cut": _ciku.PairCutOptions,
    "ngram": _ciku.NgramOptions,
    "word-finder": _ciku.WordFinderOptions,
}


def mine(
    inputs: Inputs,
    *,
    method: str = "unigram",
    min_count: int | None = None,
    min_pmi: float | None = None,
    min_proba: float | None = None,
    smoothing: float | None = None,
    thresholds: Sequence[float] | None = None,
    order: int | None = None,
    dictionary: LexiconLike | None = None,
    only_new: bool = False,
    alphabet: str = "basic",
    normalize: str | None = None,
    lower: bool = False,
    rules: str | None = None,
    field: str | Sequence[str] | None = None,
    column: str | Sequence[str] | None = None,
    encoding: str | None = None,
    input_format: str | None = None,
    skip_bad_records: bool = False,
    strict: bool = False,
    exclude: LexiconLike | None = None,
    stop_words: LexiconLike | None = None,
    min_length: int = 1,
    max_length: int | None = None,
    least: Mapping[str, float] | None = None,
    top: int | None = None,
    stats: bool = False,
    sort: str = "count",
    memory: Size | None = None,
    threads: int | None = None,
    temp_dir: Path | None = None,
    work_dir: Path | None = None,
    progress: Progress = None,
) -> Lexicon:
    """Finds the words of a corpus: what ``ciku mine`` finds, byte for byte.

    >>> import ciku
    >>> ciku.mine(["中国，中国人", "中国。人"], method="pair-cut", min_count=2).words
    ['中国', '人']

    :param inputs: a path or several paths of files and folders, plain or compressed; or any iterable of texts: a list, a
        generator, a cursor, a column of pandas. Texts are read once and kept compressed in the folder for temporary
        files. A list of strings is one of paths if all of them name files
    :param method: "unigram", the best one; "pair-cut" (Su Jianlin 2016, archives/3913); "ngram" (2017 and 2019,
        archives/4256 and 6920); "word-finder" (nlp-zero, archives/5597)
    :param min_count: the least count of a word: 1 with unigram, 10 with pair-cut and ngram
    :param min_pmi: the least pointwise mutual information of two neighbours, in nats, with pair-cut and word-finder
    :param min_proba: with word-finder, the probability of a word is greater
    :param smoothing: with pair-cut, is added to each count in the ratio
    :param thresholds: with ngram, the least cohesion for each length up to the order, in nats; with unigram, the least
        gain of words of 2, 3, ... symbols, in nats
    :param order: the longest n-gram, in symbols: 8 with unigram, 4 with ngram
    :param dictionary: with unigram, words that stay words; ``only_new`` leaves them out of the result
    :param alphabet: which characters are symbols: "basic", "han", "letters", "any"
    :param normalize: "nfkc" or None
    :param rules: "units" (numbers, dates, Latin words, punctuation stand apart) or "nlp-zero"
    :param field: the field of JSON lines that holds text, or several; ``column`` the same for tables
    :param encoding: of files; None is UTF-8, "auto" tells it from the bytes
    :param strict: invalid UTF-8 is an error
    :param exclude: a lexicon, a file of one, or words, which are left out; ``stop_words`` the same
    :param min_length: of listed words, in symbols; ``max_length`` the same
    :param least: the least values of statistics that listed words have, such as ``{"entropy": 1.5}``; their names are
        those of :attr:`Lexicon.statistics` and of ``ciku mine --help``
    :param top: lists only the first words
    :param stats: measures the words, at the cost of reading the inputs once more
    :param sort: "count", "word" or a statistic, such as "score", the surest words first
    :param memory: a number of bytes, or "512M"; half of what this process may use if not given
    :param work_dir: a folder that keeps finished work: the same call goes on from there, even after a crash. It is
        removed when all is done
    :param progress: True shows it; a function gets (pass, bytes read, bytes in all) some times a second
    :raises UsageError: if arguments contradict each other, or if the memory is too little
    :raises InputError: if an input cannot be used, or a text is none
    :raises IoError: if the system refuses something
    :raises KeyboardInterrupt: within a second after Ctrl-C; nothing is left behind, except in ``work_dir``
    """
    check(locals())
    reading = Reading(field, column, encoding, input_format, skip_bad_records)
    given = {"min_count": min_count, "min_pmi": min_pmi, "min_proba": min_proba, "smoothing": smoothing,
             "thresholds": thresholds, "order": order}  # fmt: skip
    options = listing_options(min_length, max_length, top, stats, sort)
    options.text = text_options(alphabet, normalize, lower, rules, strict)
    if method == "unigram" and options.text.rules == _ciku.Rules.nlp_zero:
        raise UsageError("method 'unigram' needs rules 'units'")
    options.selection.least = _thresholds_of(least or {})
    limits = resources(memory, threads)
    place = storage(temp_dir, work_dir)
    with Shown(progress) as callback, lexicon_files(dictionary, exclude, stop_words) as (words, excluded, stopped):
        chosen = method_options(method, given)
        if only_new and not words:
            raise UsageError("only_new leaves out the words of a dictionary, and none is given")
        if isinstance(chosen, _ciku.UnigramOptions):
            chosen.dictionary, chosen.only_new = words, only_new
        elif words or only_new:
            raise UsageError("dictionary and only_new are for method 'unigram'")
        options.method = chosen
        options.filter.excluded = [excluded] if excluded else []
        options.filter.stop_words = [stopped] if stopped else []
        corpus = open_inputs(inputs, reading, place, callback)
        found, figures = _ciku.mine(corpus, options, limits, place, callback)
    return Lexicon._of(found, stats, figures)


def _thresholds_of(least: Mapping[str, float]) -> dict[str, float]:
    if not isinstance(least, Mapping):
        raise wrong_type("least", least, "a mapping of statistics to numbers")
    named_so = {statistic(name, "least"): value for name, value in least.items()}
    for name, value in named_so.items():
        check({f"least {name!r}": value}, **{f"least {name!r}": NUMBER})
    return {name: float(value) for name, value in named_so.items()}


def listing_options(min_length: int, max_length: int | None, top: int | None, stats: bool, sort: str) -> _ciku.MineOptions:
    """Returns options that say which words are listed, and how."""
    options = _ciku.MineOptions()
    if max_length is not None and max_length < min_length:
        raise UsageError(f"max_length: {max_length} is less than min_length, {min_length}: no word could be found")
    options.filter.min_length = min_length
    if max_length is not None:
        options.filter.max_length = max_length
    options.selection.sort = statistic(sort, "sort", ("count", "word"))
    options.statistics = stats
    if top is not None:
        options.top = top
    return options


def text_options(alphabet: str, normalize: str | None, lower: bool, rules: str | None, strict: bool) -> _ciku.TextOptions:
    options = _ciku.TextOptions()
    options.alphabet = named(_ciku.Alphabet, alphabet, "alphabet")
    if normalize not in (None, "none", "nfkc"):
        raise UsageError(f"normalize: {normalize!r} is neither 'nfkc' nor None")
    options.nfkc = normalize == "nfkc"
    options.lower = lower
    options.strict = strict
    if rules is not None:
        options.rules = named(_ciku.Rules, rules, "rules")
    return options


def method_options(method: str, given: Mapping[str, Any]) -> _ciku.MethodOptions:
    """Returns the options of a method, of which those that are None keep their defaults."""
    if not isinstance(method, str) or method not in _METHODS:
        raise UsageError(f"method: {method!r} is none of {', '.join(map(repr, _METHODS))}")
    options: _ciku.MethodOptions = _METHODS[method]()
    for name, value in given.items():
        if value is None:
            continue
        attribute = "min_gain" if method == "unigram" and name == "thresholds" else name
        if not hasattr(options, attribute):
            raise UsageError(f"{name} is not for method {method!r}")
        setattr(options, attribute, list(value) if name == "thresholds" else value)
    _fit_thresholds(method, options, given)
    return options


def _fit_thresholds(method: str, options: Any, given: Mapping[str, Any]) -> None:
    """Fits thresholds that were not given to the order, and checks those that were."""
    if method not in ("unigram", "ngram"):
        return
    if not 2 <= options.order <= 8:
        raise UsageError(f"order: {options.order} is not from 2 to 8")
    name = "min_gain" if method == "unigram" else "thresholds"
    lengths = options.order - 1 if method == "unigram" else options.order
    if given.get("thresholds") is None:
        defaults = options.default_gains if method == "unigram" else options.default_thresholds
        setattr(options, name, defaults(options.order))
    elif len(getattr(options, name)) != lengths:
        raise UsageError(f"thresholds: {lengths} are needed for order {options.order}, one for each length")
    if method == "unigram":
        options.seed_entropy = options.default_entropies(options.order)


def count(
    inputs: Inputs,
    path: Path,
    *,
    order: int = 4,
    alphabet: str = "basic",
    normalize: str | None = None,
    lower: bool = False,
    rules: str = "nlp-zero",
    field: str | Sequence[str] | None = None,
    column: str | Sequence[str] | None = None,
    encoding: str | None = None,
    input_format: str | None = None,
    skip_bad_records: bool = False,
    strict: bool = False,
    memory: Size | None = None,
    threads: int | None = None,
    temp_dir: Path | None = None,
    work_dir: Path | None = None,
    progress: Progress = None,
) -> Counts:
    """Counts the n-grams of a corpus into a file, as ``ciku count --order 4 --rules nlp-zero`` does, and returns its counts.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     counts = count(["中国，中国人", "中国。人"], folder + "/counts", order=2)
    >>> counts["中国"], counts["人"], counts["国家"]
    (3, 2, 0)

    :param path: the file, which appears when it is complete
    :param order: the length of the longest n-grams, 1 to 9; all shorter ones are counted as well
    :param rules: "nlp-zero", which goes with the sources' methods, or "units", which unigram needs, with order 9

    The other arguments, and the exceptions, are those of :func:`mine`.
    """
    check(locals(), order=COUNTED_ORDER)
    check_folder_of(path)
    limits = resources(memory, threads)
    options = _ciku.CountOptions()
    options.text = text_options(alphabet, normalize, lower, rules, strict)
    options.order = order
    place = storage(temp_dir, work_dir)
    with Shown(progress) as callback:
        corpus = open_inputs(inputs, Reading(field, column, encoding, input_format, skip_bad_records), place, callback)
        _ciku.count(corpus, options, encoded(path), limits, place, callback)
    return Counts(path)


def merge(
    paths: Iterable[Path],
    path: Path,
    *,
    min_count: int = 1,
    complete: bool = False,
    memory: Size | None = None,
    threads: int | None = None,
    temp_dir: Path | None = None,
    progress: Progress = None,
) -> Counts:
    """Adds counts files up into one, as ``ciku merge`` does.

    The result is, byte for byte, what counting all files at once gives. Of texts that were counted in portions, the counts
    are the same; only what the file says of its inputs differs.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     parts = [f"{folder}/{number}" for number in (1, 2)]
    ...     for part, texts in zip(parts, (["中国"], ["中国人"])):
    ...         counts = count(texts, part)
    ...     counts = merge(parts, folder + "/sum")
    >>> counts["中国"]
    2

    :param min_count: n-grams of two symbols or more that occur less often are left out
    :param complete: it is an error if parts of a corpus are missing
    :raises InputError: if the files do not go together, or if an input was counted twice: also texts of two portions that
        are all the same
    """
    check(locals())
    if isinstance(paths, (str, bytes, os.PathLike)):
        raise TypeError("paths are several counts files, not one path")
    check_folder_of(path)
    options = _ciku.MergeOptions()
    options.min_count = min_count
    options.complete = complete
    with Shown(progress) as callback:
        files = [encoded(file) for file in paths]
        if not files:
            raise UsageError("there are no counts files to add up")
        _ciku.merge(files, options, encoded(path), resources(memory, threads), storage(temp_dir), callback)
    return Counts(path)


class Counts:
    """A file of counts, of n-grams or of pieces. Threads may share it.

    >>> import tempfile
    >>> texts = ["中国，中国人", "中国。人"]
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     counts = count(texts, folder + "/counts")
    ...     words = counts.words(texts, min_count=3)
    >>> counts.order, counts.symbols, words.words
    (4, 8, ['中国'])
    """

    def __init__(self, path: Path) -> None:
        """Opens a file. Raises InputError if it is no counts file, CorruptionError if it is damaged."""
        self._path = path
        self._counts = _ciku.Counts(encoded(path))

    def __getitem__(self, ngram: str) -> int:
        """Returns how often an n-gram occurs; 0 if it does not. Reads what begins with its first symbol.

        Raises UsageError if the n-gram is longer than those that were counted.
        """
        return self._counts.count(ngram)

    def __contains__(self, ngram: str) -> bool:
        return self[ngram] > 0

    __iter__ = None  # there may be billions

    @property
    def order(self) -> int:
        """The length of the longest n-grams; 0 if the file holds pieces."""
        return self._counts.order

    @property
    def symbols(self) -> int:
        """All occurrences of symbols."""
        return self._counts.symbols

    def __repr__(self) -> str:
        return f"<ciku.Counts {str(self._path)!r} of order {self.order}>"

    def words(
        self,
        inputs: Inputs | None = None,
        *,
        method: str = "pair-cut",
        min_count: int | None = None,
        min_pmi: float | None = None,
        min_proba: float | None = None,
        smoothing: float | None = None,
        thresholds: Sequence[float] | None = None,
        order: int | None = None,
        field: str | Sequence[str] | None = None,
        column: str | Sequence[str] | None = None,
        encoding: str | None = None,
        input_format: str | None = None,
        skip_bad_records: bool = False,
        min_length: int = 1,
        max_length: int | None = None,
        top: int | None = None,
        stats: bool = False,
        sort: str = "count",
        memory: Size | None = None,
        threads: int | None = None,
        temp_dir: Path | None = None,
        progress: Progress = None,
    ) -> Lexicon:
        """Finds words by thresholds of one's own, without counting again, as ``ciku words`` does.

        :param inputs: what is cut by the counts, usually what was counted. Not needed if the file holds pieces

        The other arguments, and the exceptions, are those of :func:`mine`.
        """
        check(locals())
        reading = Reading(field, column, encoding, input_format, skip_bad_records)
        given = {"min_count": min_count, "min_pmi": min_pmi, "min_proba": min_proba, "smoothing": smoothing,
                 "thresholds": thresholds, "order": order}  # fmt: skip
        options = listing_options(min_length, max_length, top, stats, sort)
        options.method = method_options(method, given)
        place = storage(temp_dir)
        with Shown(progress) as callback:
            corpus = self._corpus(inputs, reading, place, callback)
            if self.order == 0:
                options.pieces = encoded(self._path)
            else:
                options.counts = encoded(self._path)
            found, figures = _ciku.mine(corpus, options, resources(memory, threads), place, callback)
        return Lexicon._of(found, stats, figures)

    def _corpus(
        self, inputs: Inputs | None, reading: Reading, place: _ciku.Storage, callback: ProgressCallback | None
    ) -> _ciku.Corpus:
        if inputs is not None:
            return open_inputs(inputs, reading, place, callback)
        if self.order > 0:
            raise UsageError("the counts are of n-grams, by which texts are cut: words(inputs)")
        return _ciku.Corpus()
