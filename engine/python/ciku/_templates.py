"""Sentence templates, and trees of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, overload

from . import _ciku
from ._checks import FROM_0, check, wrong_type
from ._errors import UsageError
from ._inputs import Inputs, Reading, open_inputs, paths_of, text_in
from ._lexicon import Lexicon
from ._progress import Progress, Shown
from ._settings import Path, Size, encoded, named, resources, storage
from ._tokenizer import Tokenizer

if TYPE_CHECKING:
    import pandas

#: Divides a text into words, as ``jieba.lcut`` does.
Tokenize = Callable[[str], Iterable[str]]

# A space in a word, which would divide it where tokens are written with spaces between them.
_SPACE, _NO_BREAK_SPACE = " ", "\u00a0"


class Template(NamedTuple):
    """A template.

    >>> str(Template((None, "是", "人"), 2))
    '[X] 是 人'
    """

    #: Its words, with None for each gap.
    words: tuple[str | None, ...]
    #: How often it was found, in paths or votes.
    count: int | float  # type: ignore[assignment]

    def __str__(self) -> str:
        return " ".join("[X]" if word is None else word for word in self.words)


class Templates(Sequence[Template]):
    """Templates, the most frequent first.

    >>> found = templates(["我 是 人", "你 是 人", "他 是 人"], tokenize=str.split, min_proba=0.2, min_pmi=0)
    >>> len(found), found[0]
    (1, Template(words=(None, '是', '人'), count=1.5))
    """

    def __init__(self, found: _ciku.Templates) -> None:
        self._found = found

    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, index: int) -> Template: ...
    @overload
    def __getitem__(self, index: slice) -> list[Template]: ...
    def __getitem__(self, index: int | slice) -> Template | list[Template]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if index < 0:
            index += len(self)
        if not 0 <= index < len(self):
            raise IndexError(f"there are {len(self)} templates")
        count = self._found.count(index)
        return Template(_ciku.parts_of(self._found.text(index)), float(count) if "." in count else int(count))

    def __repr__(self) -> str:
        return f"<ciku.Templates: {len(self):,}, the first is {str(self[0])!r}>" if self else "<ciku.Templates: none>"

    def to_pandas(self) -> pandas.DataFrame:
        """Returns a table with the columns "template", "count" and "words". Needs pandas."""
        import pandas

        rows = [(str(template), template.count, template.words) for template in self]
        return pandas.DataFrame(rows, columns=["template", "count", "words"])

    def save(self, path: Path, *, format: str | None = None) -> None:
        """Writes a file, "tsv" or "jsonl", as ``ciku templates -o`` does; if not given, the name of the file tells it."""
        if format is None:
            name = os.fspath(path).removesuffix(".gz").removesuffix(".zst")
            format = "jsonl" if name.endswith((".jsonl", ".ndjson", ".jl", ".json")) else "tsv"
        if format not in ("tsv", "jsonl"):
            raise UsageError(f"format: {format!r} is neither 'tsv' nor 'jsonl'")
        self._found.save(encoded(path), format == "jsonl")


def templates(
    inputs: Inputs,
    *,
    lexicon: Lexicon | Tokenizer | Path | None = None,
    tokenize: Tokenize | None = None,
    weight: str = "sentence",
    window: int = 5,
    min_proba: float = 1e-5,
    min_pmi: float = 2,
    min_count: int = 0,
    min_words: int = 1,
    no_trivial: bool = False,
    top: int | None = None,
    alphabet: str = "basic",
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
) -> Templates:
    """Finds the sentence templates of a corpus, as ``ciku templates`` does (Su Jianlin, archives/5597).

    >>> texts = ["我是人", "你是人", "他是人"]
    >>> [str(template) for template in templates(texts, tokenize=list, min_proba=0.2, min_pmi=0)]
    ['[X] 是 人']

    :param inputs: as for :func:`mine`
    :param lexicon: by whose words, or by which tokenizer, text is divided; the built-in lexicon if not given
    :param tokenize: a function that divides a text instead, such as ``jieba.lcut``; inputs must then be texts
    :param weight: "sentence": the paths of a run share one vote; "path": each counts, as in the source
    :param window: how many words apart two linked words may be, 1 to 64
    :param min_proba: the probability of links and templates is greater
    :param min_pmi: the pointwise mutual information of links is greater, in nats
    :param min_words: lists templates of so many words; ``no_trivial`` leaves out single words between two gaps
    """
    check(locals(), min_count=FROM_0)
    options = template_options(weight, window, min_proba, min_pmi, alphabet)
    options.min_count = min_count
    options.min_words = min_words
    options.no_trivial = no_trivial
    if top is not None:
        options.top = top
    limits = resources(memory, threads)
    place = storage(temp_dir, work_dir)
    if tokenize is not None:
        if lexicon is not None:
            raise UsageError("either lexicon or tokenize divides the texts")
        inputs = (tokenized(tokenize, text_in(text)) for text in texts_of(inputs))
    divider = None if tokenize is not None else as_tokenizer(lexicon)._tokenizer
    with Shown(progress) as callback:
        reading = Reading(field, column, encoding, input_format, skip_bad_records)
        corpus = open_inputs(inputs, reading, place, callback)
        found = _ciku.find_templates(corpus, None, options, divider, limits, place, callback)
    return Templates(found)


def template_options(weight: str, window: int, min_proba: float, min_pmi: float, alphabet: str) -> _ciku.TemplateOptions:
    check(locals())
    options = _ciku.TemplateOptions()
    options.weight = named(_ciku.PathWeight, weight, "weight")
    options.alphabet = named(_ciku.Alphabet, alphabet, "alphabet")
    options.window = window
    options.min_proba = min_proba
    options.min_pmi = min_pmi
    return options


def texts_of(inputs: Inputs) -> Iterable[str]:
    """Returns inputs that are texts."""
    if paths_of(inputs) is not None:
        raise UsageError("tokenize divides texts, and these inputs are files: pass their texts")
    return inputs  # type: ignore[return-value]


def tokenized(tokenize: Tokenize, text: str) -> str:
    """Returns a text as its tokens with spaces between them."""
    if not isinstance(text, str):
        raise TypeError(f"a text to divide is not a str but {'None' if text is None else type(text).__name__}")
    words = (word.replace(_SPACE, _NO_BREAK_SPACE) for word in tokenize(text) if word and not word.isspace())
    return _SPACE.join(words)


def as_tokenizer(lexicon: Lexicon | Tokenizer | Path | None) -> Tokenizer:
    return lexicon if isinstance(lexicon, Tokenizer) else Tokenizer(lexicon)


class SentenceTree:
    """The best nesting of templates for a stretch of a sentence.

    >>> tree = Parser([Template((None, "是", "人"), 2)], tokenize=list).parse("她是人")
    >>> tree.template, tree.content, [module.content for module in tree.modules], tree.score
    ((None, '是', '人'), '她是人', ['她'], 0.0)
    """

    def __init__(self, tree: _ciku.SentenceTree) -> None:
        self._tree = tree

    @property
    def template(self) -> tuple[str | None, ...]:
        """The words of the template, with None for each gap; the stretch's own words if none matches it."""
        return self._tree.template

    @property
    def content(self) -> str:
        """The stretch."""
        return self._tree.content

    @property
    def modules(self) -> list[SentenceTree]:
        """The trees in the gaps, in order."""
        return [SentenceTree(module) for module in self._tree.modules]

    @property
    def score(self) -> float:
        """Of the template and everything below it, in nats, rounded to four decimals."""
        return self._tree.score

    def __str__(self) -> str:
        """A drawing, as ``ciku parse`` draws it."""
        return self._tree.drawn()

    def __repr__(self) -> str:
        return f"<ciku.SentenceTree {self.brackets()!r}>"

    def _repr_html_(self) -> str:
        import html

        return f"<pre>{html.escape(str(self))}</pre>"

    def brackets(self) -> str:
        """The tree on a line, each module in parentheses."""
        return self._tree.brackets()

    def json(self) -> str:
        """The tree as JSON."""
        return self._tree.json()


class Parser:
    """Parses sentences into trees of templates, as ``ciku parse`` does. Threads may share one.

    >>> print(Parser([Template((None, "是", "人"), 2)], tokenize=list).parse("她是人"))
    (她) 是 人
    └─ 她
    """

    def __init__(
        self,
        templates: Templates | Path | Iterable[Template],
        lexicon: Lexicon | Tokenizer | Path | None = None,
        *,
        tokenize: Tokenize | None = None,
        null_score: float = -20,
    ) -> None:
        """Takes templates, or a file of them.

        :param lexicon: by whose words, or by which tokenizer, sentences are divided; the built-in lexicon if not given
        :param tokenize: a function that divides a sentence instead
        :param null_score: of two neighbouring words that no template matches, in nats
        """
        check({"null_score": null_score})
        if tokenize is not None and not callable(tokenize):
            raise wrong_type("tokenize", tokenize, "a function that divides a text")
        if lexicon is not None and tokenize is not None:
            raise UsageError("either lexicon or tokenize divides the sentences")
        self._parser = _ciku.Parser(_counts(templates), null_score)
        self._tokenize = tokenize
        self._tokenizer = None if tokenize is not None else as_tokenizer(lexicon)

    def parse(self, text: str) -> SentenceTree:
        """Returns the tree of a sentence.

        Raises InputError if it has more than 1,000 words. O(words^3).
        """
        if self._tokenize is not None:
            return SentenceTree(self._parser.parse_tokens(list(self._tokenize(text))))
        assert self._tokenizer is not None
        return SentenceTree(self._parser.parse_text(self._tokenizer._tokenizer, text))


def _counts(templates: Templates | Path | Iterable[Template]) -> _ciku.TemplateCounts:
    if isinstance(templates, Templates):
        return templates._found.counts()
    if isinstance(templates, (str, os.PathLike)):
        return _ciku.TemplateCounts.load(encoded(templates))
    counts = _ciku.TemplateCounts()
    for template in templates:
        if not isinstance(template, Template):
            raise wrong_type("templates", template, "ciku.Template objects, or a file of templates")
        count = template.count
        counts.add(str(template), str(count) if isinstance(count, int) else f"{count:.6f}")
    return counts
