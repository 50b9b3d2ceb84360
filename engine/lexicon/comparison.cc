#include "engine/lexicon/comparison.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <utility>

#include "engine/lexicon/lexicon_source.h"
#include "io/error.h"

namespace ciku {
namespace {

struct Word {
  std::string word;
  std::optional<uint64_t> count;
};

void SortByRank(std::vector<Word>* words) {
  std::sort(words->begin(), words->end(), [](const Word& x, const Word& y) {
    return x.count != y.count ? x.count > y.count : x.word < y.word;
  });
}

// The words of a lexicon, each once, by rank.
std::vector<Word> ReadRanked(const std::string& path, std::optional<LexiconFormat> format) {
  std::vector<Word> words;
  std::unordered_map<std::string, size_t> places;
  bool counted = true;
  LexiconSource reader(path, format);
  for (LexiconEntry entry; reader.Next(&entry);) {
    counted = counted && entry.count.has_value();
    const auto [place, is_new] = places.emplace(entry.word, words.size());
    if (is_new) {
      words.push_back({std::move(entry.word), entry.count});
    } else if (entry.count) {
      const uint64_t before = words[place->second].count.value_or(0);
      if (*entry.count > UINT64_MAX - before) {
        throw InputError(reader.Place() + ": the counts of this word add up to 2^64 or more");
      }
      words[place->second].count = before + *entry.count;
    }
  }
  if (counted) SortByRank(&words);
  return words;
}

std::vector<Word> RankedWords(const WordList& list) {
  std::vector<Word> words;
  for (size_t i = 0; i < list.size(); ++i) {
    words.push_back({std::string(list.word(i)), list.count(i)});
  }
  SortByRank(&words);
  return words;
}

// Spearman's rho = 1 - 6 sum(d^2) / (n (n^2 - 1)), where d are the differences between the two
// ranks of each of the n words in both. `both` is sorted by the rank in a.
std::optional<double> Correlation(const std::vector<const ComparedWord*>& both) {
  if (both.size() < 2) return std::nullopt;
  std::vector<size_t> by_b(both.size());
  for (size_t i = 0; i < by_b.size(); ++i) by_b[i] = i;
  std::sort(by_b.begin(), by_b.end(),
            [&](size_t x, size_t y) { return both[x]->b->rank < both[y]->b->rank; });
  double squares = 0;
  for (size_t i = 0; i < by_b.size(); ++i) {
    const double difference = static_cast<double>(i) - static_cast<double>(by_b[i]);
    squares += difference * difference;
  }
  const auto n = static_cast<double>(both.size());
  return 1 - 6 * squares / (n * (n * n - 1));
}

// Compares two lexicons whose words are in the order of their ranks.
Comparison CompareRanked(std::vector<Word> a, std::vector<Word> b) {
  Comparison comparison;
  comparison.a = a.size();
  comparison.b = b.size();
  std::unordered_map<std::string, size_t> places;
  for (size_t i = 0; i < a.size(); ++i) {
    places.emplace(a[i].word, i);
    comparison.words.push_back({std::move(a[i].word), Ranked{i + 1, a[i].count}, std::nullopt});
  }
  for (size_t i = 0; i < b.size(); ++i) {
    const Ranked ranked{i + 1, b[i].count};
    if (const auto place = places.find(b[i].word); place != places.end()) {
      comparison.words[place->second].b = ranked;
      ++comparison.both;
    } else {
      comparison.words.push_back({std::move(b[i].word), std::nullopt, ranked});
    }
  }
  std::vector<const ComparedWord*> both;
  for (const ComparedWord& word : comparison.words) {
    if (word.a && word.b) both.push_back(&word);
  }
  comparison.correlation = Correlation(both);
  return comparison;
}

}  // namespace

Comparison Compare(const std::string& path_a, const std::string& path_b,
                   std::optional<LexiconFormat> format) {
  return CompareRanked(ReadRanked(path_a, format), ReadRanked(path_b, format));
}

Comparison Compare(const WordList& a, const WordList& b) {
  return CompareRanked(RankedWords(a), RankedWords(b));
}

std::vector<ComparedWord> ByChangeOfRank(const Comparison& comparison) {
  std::vector<ComparedWord> words;
  std::copy_if(comparison.words.begin(), comparison.words.end(), std::back_inserter(words),
               [](const ComparedWord& word) { return word.a && word.b; });
  const auto change = [](const ComparedWord& word) {
    const auto [less, more] = std::minmax(word.a->rank, word.b->rank);
    return static_cast<double>(more) / static_cast<double>(less);
  };
  std::stable_sort(words.begin(), words.end(), [&](const ComparedWord& x, const ComparedWord& y) {
    return change(x) > change(y);
  });
  return words;
}

}  // namespace ciku
