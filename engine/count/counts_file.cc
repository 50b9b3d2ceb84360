#include "engine/count/counts_file.h"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <tuple>
#include <utility>

#include "engine/count/ngram_key.h"
#include "io/error.h"
#include "io/input/input_file.h"
#include "io/utf8.h"

namespace ciku {
namespace {

// Of files that hold all that was counted, and of others.
constexpr uint64_t kCountsVersion = 1;
constexpr uint64_t kPartialVersion = 2;
constexpr const char* kBin = "bin";
constexpr const char* kMinCount = "min_count";
constexpr const char* kCountedParts = "parts";
// The partitions after the sections: firsts and inputs.
constexpr size_t kTables = 2;

std::string ToUtf8(char32_t scalar) {
  std::string bytes;
  AppendUtf8(scalar, &bytes);
  return bytes;
}

Decoded FirstCharacter(std::string_view key) {
  return key.empty() ? Decoded{kInvalid, 0} : DecodeUtf8(key.data(), key.data() + key.size());
}

// A file that the user may have named by mistake is an InputError, not a CorruptionError.
File OpenCounts(const std::string& path, const char* kind) {
  File file = File::OpenForReading(path);
  std::string head(BlockFile::kMagic.size() + 1, '\0');
  if (file.IsRegular() && file.Size() >= head.size()) file.ReadAt(0, head.data(), head.size());
  if (!head.starts_with(BlockFile::kMagic)) {
    throw InputError(fmt::format("{}: is no {}", Printable(path), kind));
  }
  if (head.back() != BlockFile::kVersion) {
    throw InputError(fmt::format("{}: is of version {}, and this program reads version {}",
                                 Printable(path), static_cast<uint8_t>(head.back()),
                                 static_cast<int>(BlockFile::kVersion)));
  }
  return file;
}

bool StartsCharacter(char byte) { return (byte & 0xC0) != 0x80; }

// The first `length` characters of a key; empty if the key has fewer.
std::string_view Prefix(std::string_view key, size_t length) {
  size_t characters = 0;
  for (size_t i = 0; i < key.size(); ++i) {
    if (StartsCharacter(key[i]) && characters++ == length) return key.substr(0, i);
  }
  return characters == length ? key : std::string_view();
}

// Keys are sorted, so all windows that begin with the same n-gram follow each other.
template <typename Visit>
void DumpOrder(const CountsFile& counts, size_t order, const Visit& visit) {
  std::string ngram;
  uint64_t sum = 0;
  const auto end_ngram = [&] {
    if (sum > 0) visit(std::string_view(ngram), sum);
    sum = 0;
  };
  for (size_t i = 0; i < counts.sections().size(); ++i) {
    for (CountsFile::Section entry(counts, i); !entry.at_end(); entry.Next()) {
      const std::string_view prefix = Prefix(entry.key(), order);
      if (prefix.empty()) continue;
      if (prefix != ngram) {
        end_ngram();
        ngram = prefix;
      }
      sum += entry.count();
    }
  }
  end_ngram();
}

}  // namespace

CountsFile::CountsFile(const std::string& path, const char* kind)
    : CountsFile(OpenCounts(path, kind)) {}

CountsFile::CountsFile(File file) : run_(std::move(file)) {
  ReadDescription();
  ReadFirsts();
}

void CountsFile::ThrowDamaged(const char* what) const {
  throw CorruptionError(fmt::format("{}: damaged counts file: {}", Printable(path()), what));
}

void CountsFile::ReadDescription() {
  if (run_.description().empty()) {
    throw InputError(Printable(path()) + ": holds data that a run has spilled, not counts");
  }
  const Json read = ParseJson(run_.description());
  if (!read.is_object() || !read.contains("counts")) ThrowDamaged("it does not say what it is");
  const uint64_t version = NumberIn(read, "counts");
  if (version != kCountsVersion && version != kPartialVersion) {
    throw InputError(
        fmt::format("{}: holds counts of version {}, and this program reads versions {} and {}",
                    Printable(path()), version, kCountsVersion, kPartialVersion));
  }
  const auto object = [&](const char* name) {
    if (!read.contains(name) || !read.at(name).is_object())
      ThrowDamaged("a description is missing");
    return read.at(name);
  };
  description_.about = object("about");
  description_.totals = object("totals");
  if (version == kPartialVersion) ReadLimits(read);
  if (about(kWhat) == kNgramsCounted) {
    order_ = NumberIn(about(), kOrderCounted);
    if (order_ < 1 || order_ > kMaxKeyLength)
      ThrowDamaged("the order of its n-grams is out of range");
  } else if (about(kWhat) != kPiecesCounted && about(kWhat) != kJointsKept) {
    ThrowDamaged("it does not say what was counted");
  }
}

void CountsFile::ReadLimits(const Json& description) {
  if (const auto read = description.find(kBin); read != description.end()) {
    const CountsBin bin{NumberIn(*read, "number"), NumberIn(*read, "of"), NumberIn(*read, "from"),
                        NumberIn(*read, "end")};
    const bool valid = 1 <= bin.number && bin.number <= bin.of && bin.from <= bin.end;
    if (!valid || bin.end > kMaxScalar + 1) ThrowDamaged("it does not say which bin it is");
    description_.bin = bin;
  }
  if (description.contains(kMinCount)) {
    description_.min_count = NumberIn(description, kMinCount);
  }
  try {
    description_.parts = CountedParts::From(description.value(kCountedParts, Json::array()));
  } catch (const std::exception&) {
    ThrowDamaged("its parts are no parts");
  }
}

uint64_t CountsFile::NumberIn(const Json& object, const char* name) const {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_number_unsigned()) {
    ThrowDamaged("a number is missing in its description");
  }
  return found->get<uint64_t>();
}

void CountsFile::CheckKind(const char* what, const char* remedy) const {
  const std::string held = about(kWhat);
  if (held == what) return;
  const bool joints = held == kJointsKept || std::string_view(what) == kJointsKept;
  const auto name = [](std::string_view of) {
    return of == kJointsKept ? std::string(of) : fmt::format("the counts of {}", of);
  };
  throw InputError(fmt::format("{}: holds {}, not {}; {}", Printable(path()), name(held),
                               joints ? name(what) : fmt::format("of {}", what),
                               held == kJointsKept ? "they go with words --joints" : remedy));
}

void CountsFile::CheckWhole() const {
  parts().RequireAll(Printable(path()));
  CheckAllKeys();
}

void CountsFile::CheckAllKeys() const {
  if (!bin()) return;
  throw InputError(fmt::format("{}: is only bin {} of {}; ciku merge makes one file of all bins",
                               Printable(path()), bin()->number, bin()->of));
}

void CountsFile::CheckHolds(uint64_t least, const char* option) const {
  if (least >= min_count()) return;
  throw UsageError(fmt::format(
      "{}: was merged with --min-count {} and lacks what occurs less often; {} asks for "
      "what occurs {} times: raise it, or take counts that lack nothing",
      Printable(path()), min_count(), option, least));
}

std::string CountsFile::about(const char* name) const {
  const auto found = about().find(name);
  return found != about().end() && found->is_string() ? found->get<std::string>() : "";
}

void CountsFile::ReadFirsts() {
  if (run_.partitions().size() < kTables) ThrowDamaged("its tables are missing");
  const size_t sections = run_.partitions().size() - kTables;
  for (EntryCursor<std::string_view> entry(run_, sections); !entry.at_end(); entry.Next()) {
    if (sections_.size() == sections) ThrowDamaged("it lists more sections than it has");
    const Decoded first = FirstCharacter(entry.key());
    if (first.scalar == kInvalid || first.size != entry.key().size()) {
      ThrowDamaged("the first character of a section is invalid");
    }
    if (!sections_.empty() && first.scalar <= sections_.back().first) {
      ThrowDamaged("its sections are not in order");
    }
    if (bin() && !bin()->Holds(first.scalar)) ThrowDamaged("a section is not in its bin");
    sections_.push_back({first.scalar, entry.count()});
  }
  if (sections_.size() < sections) ThrowDamaged("it has more sections than it lists");
}

CountsFile::Section::Section(const CountsFile& counts, size_t section)
    : counts_(counts), expected_(counts.sections_[section]), entries_(counts.run_, section) {
  Check();
}

void CountsFile::Section::Next() {
  before_ = entries_.key();
  entries_.Next();
  Check();
}

void CountsFile::Section::Check() {
  if (entries_.at_end()) {
    if (sum_ != expected_.count) counts_.ThrowDamaged("a section's counts do not add up");
    return;
  }
  sum_ += entries_.count();
  const std::string_view key = entries_.key();
  if (key <= before_) counts_.ThrowDamaged("keys are not in order");
  if (FirstCharacter(key).scalar != expected_.first) {
    counts_.ThrowDamaged("a key is not in its section");
  }
  ForEachSymbol(key, [&](char32_t symbol, std::string_view) {
    if (symbol == kInvalid) counts_.ThrowDamaged("a key is not valid UTF-8");
  });
}

namespace {

// The fields that tell one input from another, in the order in which they stand in its key.
// Comparing them gives the same order as comparing keys.
auto IdentityOf(const InputFile& input) {
  return std::tuple(input.fingerprint, input.identity.size,
                    std::filesystem::path(input.path).filename().native());
}

}  // namespace

std::string InputKey(const InputFile& input) {
  const auto& [fingerprint, size, name] = IdentityOf(input);
  return fmt::format("{:016x} {:016x} {}", fingerprint, size, name);
}

namespace {

bool ComesBefore(const InputFile* a, const InputFile* b) { return IdentityOf(*a) < IdentityOf(*b); }

// Leaves out empty inputs because many of them may look alike, and inputs that begin in an earlier
// part of the corpus, whose counts list them.
std::vector<const InputFile*> SortedInputs(const Corpus& corpus) {
  std::vector<const InputFile*> inputs;
  inputs.reserve(corpus.files().size());
  for (const InputFile& input : corpus.files()) {
    if (input.identity.size > 0 && input.begin == FilePlace()) inputs.push_back(&input);
  }
  std::sort(inputs.begin(), inputs.end(), ComesBefore);
  return inputs;
}

}  // namespace

void AddInputs(const Corpus& corpus, CountsWriter* writer) {
  const std::vector<const InputFile*> inputs = SortedInputs(corpus);
  for (size_t begin = 0, end; begin < inputs.size(); begin = end) {
    for (end = begin + 1; end < inputs.size() && !ComesBefore(inputs[begin], inputs[end]);) ++end;
    writer->AddInput(InputKey(*inputs[begin]), end - begin);
  }
}

uint64_t CountMissingInputs(const Corpus& corpus, const CountsFile& counts) {
  CountsFile::Inputs counted(counts);
  uint64_t missing = 0;
  for (const InputFile* input : SortedInputs(corpus)) {
    const std::string key = InputKey(*input);
    while (!counted.at_end() && counted.key() < key) counted.Next();
    missing += counted.at_end() || counted.key() != key ? 1 : 0;
  }
  return missing;
}

void SectionWriter::Add(std::string_view key, uint64_t count) {
  if (first_.empty() || !key.starts_with(first_)) {
    EndSection();
    const Decoded first = FirstCharacter(key);
    first_ = key.substr(0, first.size);
    sections_.push_back({first.scalar, 0});
    run_.BeginPartition();
  }
  sections_.back().count += count;
  codec_.Encode(key, count, &block_);
  if (block_.size() >= kEntryBlockSize) Flush();
}

void SectionWriter::Flush() {
  if (!block_.empty()) run_.WriteBlock(block_);
  block_.clear();
  codec_.Reset();
}

void SectionWriter::EndSection() {
  Flush();
  first_.clear();
}

void SectionWriter::Append(const std::vector<CountsSection>& sections, const BlockFile& file) {
  EndSection();
  for (size_t i = 0; i < sections.size(); ++i) {
    sections_.push_back(sections[i]);
    run_.AppendPartition(file, i);
  }
}

void CountsWriter::WriteFirsts() {
  sections_.EndSection();
  BlockFileWriter& run = sections_.run();
  run.BeginPartition();
  for (const auto& [first, count] : sections_.sections()) {
    codec_.Encode(ToUtf8(first), count, &block_);
    if (block_.size() >= kEntryBlockSize) Flush();
  }
  Flush();
  run.BeginPartition();
  has_firsts_ = true;
}

void CountsWriter::Flush() {
  if (!block_.empty()) sections_.run().WriteBlock(block_);
  block_.clear();
  codec_.Reset();
}

void CountsWriter::AddInput(std::string_view key, uint64_t times) {
  if (!has_firsts_) WriteFirsts();
  codec_.Encode(key, times, &block_);
  if (block_.size() >= kEntryBlockSize) Flush();
}

File CountsWriter::Finish(const CountsDescription& description) {
  if (!has_firsts_) WriteFirsts();
  Flush();
  const bool partial = description.bin || description.min_count > 1 || !description.parts.all();
  Json written = {{"counts", partial ? kPartialVersion : kCountsVersion},
                  {"about", description.about},
                  {"totals", description.totals}};
  if (const auto& bin = description.bin) {
    written[kBin] = {
        {"number", bin->number}, {"of", bin->of}, {"from", bin->from}, {"end", bin->end}};
  }
  if (description.min_count > 1) written[kMinCount] = description.min_count;
  if (!description.parts.all()) written[kCountedParts] = description.parts.ToJson();
  sections_.run().End(JsonText(written));
  return sections_.run().Release();
}

void DumpCounts(const CountsFile& counts,
                const std::function<void(std::string_view, uint64_t)>& visit) {
  if (counts.order() == 0) {
    for (size_t i = 0; i < counts.sections().size(); ++i) {
      for (CountsFile::Section entry(counts, i); !entry.at_end(); entry.Next()) {
        visit(entry.key(), entry.count());
      }
    }
  }
  for (size_t order = 1; order <= counts.order(); ++order) DumpOrder(counts, order, visit);
}

}  // namespace ciku
