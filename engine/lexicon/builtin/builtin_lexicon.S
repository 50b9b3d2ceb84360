// The built-in lexicon, as read-only data between two labels.
        .section .rodata
        .global ciku_builtin_lexicon_begin
        .global ciku_builtin_lexicon_end
ciku_builtin_lexicon_begin:
        .incbin "engine/lexicon/builtin/lexicon.tsv"
ciku_builtin_lexicon_end:
        .section .note.GNU-stack, "", %progbits
