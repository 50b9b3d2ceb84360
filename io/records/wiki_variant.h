// A language variant of wikitext, -{...}-, while it is read: rule 6 of io/records/wikitext.h.
#ifndef CIKU_IO_RECORDS_WIKI_VARIANT_H_
#define CIKU_IO_RECORDS_WIKI_VARIANT_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace ciku {

// Chooses one of the texts of a variant. What stands in the variant is copied to an output while it
// is read, where other things may vanish from it; positions are in the wikitext and in the output.
class WikiVariant {
 public:
  // The variant has begun with the two bytes before `at`, which are copied. `text` is the whole
  // wikitext and must outlive the variant.
  WikiVariant(std::string_view text, size_t at, size_t out_at);

  // A | or a semicolon stands here, in the variant itself and in nothing else that is inside it.
  void MeetBar(size_t at, size_t out_at);
  void MeetSemicolon(size_t at, size_t out_at);

  // Returns the text that is left. The variant ends at the end of `out`.
  std::string Chosen(std::string_view out);

 private:
  // How well a text serves. The best comes first.
  enum Rank { kHans, kChina, kOther, kPlain, kNone };

  // What a text begins with, such as "zh-hans:".
  struct Code {
    size_t size = 0;  // 0 if there is no code
    Rank rank = kPlain;
  };

  static Code CodeOf(std::string_view text);
  bool TakeFlags(std::string_view flags);
  void Begin(size_t at, size_t out_at);
  void End(size_t out_at);

  std::string_view text_;
  size_t at_;  // where the variant begins
  bool has_flags_ = false;
  bool hidden_ = false;
  // The text that is being read, and the best of those before, with their places in the output.
  Rank rank_ = kNone;
  size_t begin_ = 0;
  Rank best_rank_ = kNone;
  size_t best_begin_ = 0;
  size_t best_end_ = 0;
};

}  // namespace ciku

#endif  // CIKU_IO_RECORDS_WIKI_VARIANT_H_
