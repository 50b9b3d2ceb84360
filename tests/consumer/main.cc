// Mines the words of the files named on the command line with the installed library.
#include <ciku/engine/discover/count_pieces.h>
#include <ciku/engine/discover/pair_cut.h>

#include <iostream>

int main(int argc, char** argv) {
  const ciku::Corpus corpus = ciku::Corpus::Open({argv + 1, argv + argc}, {});
  const ciku::Symbols symbols = ciku::Symbols::Rank(ciku::Alphabet::kBasic, corpus);
  const ciku::PairCutOptions options{.min_count = 2, .min_pmi = 0};
  ciku::SpillFolder spills;
  const ciku::Storage storage{&spills};
  const auto plan = ciku::MemoryPlan::Make(ciku::DefaultResources(), corpus, symbols);

  ciku::SweepMeter counting;
  const auto method = ciku::MakePairCut(symbols, plan, options);
  method->Count(corpus, storage, false, &counting);
  const ciku::Weighed weighed = method->Weigh(storage);
  ciku::SweepMeter cutting;
  ciku::PieceCounts pieces =
      ciku::CountPieces(corpus, symbols, *weighed.joints, plan, storage, &cutting);
  const ciku::WordFilter every({}, 0);
  ciku::RankWords(&pieces, symbols, *weighed.joints, 2, every,
                  {plan.ranking, plan.sweep.threads, storage.spills()})
      .ForEach([](std::string_view word, uint64_t count) {
        std::cout << word << '\t' << count << '\n';
      });
}
