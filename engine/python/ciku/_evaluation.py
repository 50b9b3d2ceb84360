"""Evaluation, and packing."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from . import _ciku
from ._checks import check, check_text
from ._errors import InputError, UsageError
from ._inputs import Inputs, Reading, open_inputs
from ._lexicon import Lexicon, as_lexicon
from ._progress import Progress, Shown
from ._settings import Path, Size, encoded, resources, size, storage, temporary_folder

#: A file with a record on each line, its words separated by white space; or records, each a list of words, or a str of
#: words separated by white space.
Segmentation = Path | Iterable[Sequence[str] | str]


def evaluate(
    gold: Segmentation, predicted: Segmentation, training_words: Lexicon | Iterable[str] | None = None
) -> dict[str, int | float]:
    """Scores a segmentation against the gold one, as the scorer of the SIGHAN bakeoffs does.

    >>> evaluate([["词库", "很", "大"]], [["词库", "很大"]])["precision"]
    0.5

    :param training_words: the words of the training text; ``oov_recall`` is the recall of all others
    :returns: "precision", "recall", "f1" and the numbers behind them; with training words also "oov_rate", "oov_recall"
        and "iv_recall"
    :raises InputError: if the texts differ; the message names the first place
    """
    known = None if training_words is None else set(as_lexicon(training_words))
    with _file(gold) as gold_path, _file(predicted) as predicted_path:
        return _ciku.evaluate(gold_path, predicted_path, known)


@contextmanager
def _file(segmentation: Segmentation) -> Iterator[bytes]:
    if isinstance(segmentation, (str, os.PathLike)):
        yield encoded(segmentation)
        return
    with temporary_folder() as folder:
        path = os.path.join(folder, "segmentation")
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(_line(words, number) for number, words in enumerate(segmentation))
        yield encoded(path)


def _line(words: Sequence[str] | str, number: int) -> str:
    if isinstance(words, str):
        words = words.split()
    for word in words:
        check_text(f"a word of record {number} (counted from 0)", word)
        if word.split() != [word]:
            raise InputError(f"record {number} (counted from 0): the word {word!r} holds white space, or nothing else")
    return " ".join(words) + "\n"


def pack(
    inputs: Inputs,
    folder: Path,
    *,
    frame_size: Size = "1M",
    shard_size: Size = "256M",
    level: int = 3,
    field: str | Sequence[str] | None = None,
    column: str | Sequence[str] | None = None,
    encoding: str | None = None,
    input_format: str | None = None,
    skip_bad_records: bool = False,
    memory: Size | None = None,
    threads: int | None = None,
    temp_dir: Path | None = None,
    work_dir: Path | None = None,
    progress: Progress = None,
) -> dict[str, int]:
    """Packs text into compressed shards in a new folder, as ``ciku pack`` does, and returns what was packed.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     figures = pack(["中国", "中国人"], folder + "/packed")
    >>> figures["records"]
    2

    :param inputs: as for :func:`mine`; texts become JSON lines, since they may hold line ends
    :param level: of zstd, 1 to 19
    """
    check(locals())
    limits = resources(memory, threads)
    options = _ciku.PackOptions()
    options.frame_size, options.shard_size, options.level = size(frame_size), size(shard_size), level
    for name, given, least in (("frame_size", options.frame_size, 4096), ("shard_size", options.shard_size, 4096)):
        if given < least:
            raise UsageError(f"{name}: {given} is too small; the least is {least}")
    place = storage(temp_dir, work_dir)
    with Shown(progress) as callback:
        corpus = open_inputs(inputs, Reading(field, column, encoding, input_format, skip_bad_records), place, callback)
        return _ciku.pack(corpus, encoded(folder), options, limits, place, callback)
