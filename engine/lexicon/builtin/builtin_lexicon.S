// The built-in lexicon, and the tables of its tokenizer, as read-only data between labels.
        .section .rodata
        .global ciku_builtin_lexicon_begin
        .global ciku_builtin_lexicon_end
        .global ciku_builtin_tables_begin
        .global ciku_builtin_tables_end
        .hidden ciku_builtin_lexicon_begin
        .hidden ciku_builtin_lexicon_end
        .hidden ciku_builtin_tables_begin
        .hidden ciku_builtin_tables_end
ciku_builtin_lexicon_begin:
        .incbin "engine/lexicon/builtin/lexicon.tsv"
ciku_builtin_lexicon_end:
ciku_builtin_tables_begin:
        .incbin "ciku/builtin_tables.bin"
ciku_builtin_tables_end:
        .section .note.GNU-stack, "", %progbits
