"""Division of text into words of a lexicon."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from . import _ciku
from ._checks import POSITIVE, check, check_text, is_text, wrong_type
from ._errors import UsageError
from ._lexicon import Lexicon
from ._settings import Path, encoded, named, resources


class Token(NamedTuple):
    """A word of a text, ``text[start:end]``.

    >>> Token("词典", 2, 4).word
    '词典'
    """

    word: str
    start: int
    end: int


#: Words with counts or without (None), words alone, or a file of a lexicon.
UserWords = Mapping[str, int | None] | Iterable[str] | Path


class Tokenizer:
    """Divides text as ``ciku tokenize`` does, and gives what it gives. Threads may share one.

    >>> Tokenizer().cut("我们喜欢词典")
    ['我们', '喜欢', '词典']
    """

    def __init__(
        self,
        lexicon: Lexicon | Path | None = None,
        user_words: UserWords | None = None,
        joining: bool = True,
        *,
        rules: str | None = None,
        alphabet: str = "han",
        script: str | None = None,
    ) -> None:
        """Takes the words of a lexicon, or of a file of one; by default, of the built-in lexicon.

        :param user_words: words that are added, as :meth:`add_word` does
        :param joining: with rules "nlp-zero", whether letters and digits are joined
        :param rules: "units" (numbers, dates, Latin words and punctuation are found before all words) or "nlp-zero"; if
            not given, "units" with the built-in lexicon and with those that were mined so
        :param alphabet: with rules "units", which characters are symbols; all others are tokens of their own
        :param script: with rules "units", whether words are also found by simplified forms of Traditional characters:
            "auto", "hant", "hans", "none"
        """
        check(locals())
        if lexicon is not None and not isinstance(lexicon, (Lexicon, str, os.PathLike)):
            raise wrong_type("lexicon", lexicon, "a ciku.Lexicon, or the path of a file of one; ciku.Lexicon(words) makes one")
        options = _ciku.TokenizerOptions()
        options.alphabet = named(_ciku.Alphabet, alphabet, "alphabet")
        options.joining = joining
        if rules is not None:
            options.rules = named(_ciku.Rules, rules, "rules")
        if not joining:
            if rules == "units":
                raise UsageError("joining is for rules 'nlp-zero': units join letters and digits")
            options.rules = _ciku.Rules.nlp_zero
        if script is not None:
            options.script = named(_ciku.Script, script, "script")
        if lexicon is not None and not isinstance(lexicon, Lexicon):
            lexicon = Lexicon.load(lexicon)
        self._tokenizer = _ciku.Tokenizer(None if lexicon is None else lexicon._words, options, Token)
        if script not in (None, "none") and self.rules != "units":
            raise UsageError("script is for rules 'units'")
        if isinstance(user_words, (str, os.PathLike)):
            self._tokenizer.add_file(encoded(user_words))
        elif isinstance(user_words, Mapping):
            self._add(user_words.items())
        elif user_words is not None:
            self._add((word, None) for word in user_words)

    def _add(self, words: Iterable[tuple[str, int | None]]) -> None:
        listed = list(words)
        for word, count in listed:
            check_text("a word", word)
            check({"count": count}, count=POSITIVE)
        self._tokenizer.add_words(listed)

    @property
    def rules(self) -> str:
        """ "units" or "nlp-zero"."""
        return self._tokenizer.rules.name.replace("_", "-")

    def cut(self, text: str) -> list[str]:
        """Returns the words of a text, without those that are only white space.

        Raises TypeError if it is no str, InputError if it holds a lone surrogate. O(length of the text).
        """
        return self._tokenizer.cut(text)

    def tokenize(self, text: str) -> list[Token]:
        """Returns all words of a text with their places; together they cover all of it.

        >>> Tokenizer().tokenize("喜欢 词典")
        [Token(word='喜欢', start=0, end=2), Token(word=' ', start=2, end=3), Token(word='词典', start=3, end=5)]
        """
        return self._tokenizer.tokenize(text)

    def cut_batch(self, texts: Iterable[str], threads: int | None = None) -> list[list[str]]:
        """Returns the words of many texts, like :meth:`cut`, on several threads: all processors if not given."""
        return self._tokenizer.cut_batch(texts, resources(None, threads).threads)

    def add_word(self, word: str, count: int | None = None) -> None:
        """Adds a word. Its count is added to the one that it has; without a count, it gets the least with which it is
        more probable than its parts. The words are prepared anew before the next text, which takes some milliseconds.

        >>> tokenizer = Tokenizer()
        >>> tokenizer.add_word("词库挖掘")
        >>> tokenizer.cut("喜欢词库挖掘")
        ['喜欢', '词库挖掘']
        """
        self._add([(word, count)])

    def remove_word(self, word: str) -> None:
        """Removes a word. Raises KeyError if the lexicon does not have it."""
        check_text("a word", word)
        self._tokenizer.remove_word(word)

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and is_text(word) and self._tokenizer.count(word) > 0

