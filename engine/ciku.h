// The library ciku: mines dictionaries out of raw text, tokenizes by them, finds sentence templates
// and parses sentences. This header includes all others that are public.
#ifndef CIKU_ENGINE_CIKU_H_
#define CIKU_ENGINE_CIKU_H_

#include "ciku/comparison.h"
#include "ciku/corpus.h"
#include "ciku/corpus_writer.h"
#include "ciku/counts.h"
#include "ciku/error.h"
#include "ciku/evaluation.h"
#include "ciku/find_templates.h"
#include "ciku/lexicon.h"
#include "ciku/lexicon_format.h"
#include "ciku/merge_options.h"
#include "ciku/method_options.h"
#include "ciku/mine.h"
#include "ciku/pack.h"
#include "ciku/parse_corpus.h"
#include "ciku/parser.h"
#include "ciku/resources.h"
#include "ciku/sentence_tree.h"
#include "ciku/stopping.h"
#include "ciku/template.h"
#include "ciku/text_options.h"
#include "ciku/text_sink.h"
#include "ciku/tokenize_corpus.h"
#include "ciku/tokenizer.h"
#include "ciku/user_words.h"
#include "ciku/white_space.h"
#include "ciku/word_list.h"
#include "ciku/words.h"

#endif  // CIKU_ENGINE_CIKU_H_
