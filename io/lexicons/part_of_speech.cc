#include "io/lexicons/part_of_speech.h"

#include <algorithm>
#include <iterator>

namespace ciku {
namespace {

// In ascending order.
constexpr std::string_view kTags[] = {
    "a",   "ad",    "ag",  "al",   "an",   "b",    "bg",    "bl",   "c",    "cc",   "d",   "df",
    "dg",  "dl",    "e",   "eng",  "f",    "g",    "gb",    "gbc",  "gc",   "gg",   "gi",  "gm",
    "gp",  "h",     "i",   "j",    "k",    "l",    "m",     "mg",   "mq",   "n",    "nb",  "nba",
    "nbc", "nbp",   "nf",  "ng",   "nh",   "nhd",  "nhm",   "ni",   "nic",  "nis",  "nit", "nl",
    "nm",  "nmc",   "nn",  "nnd",  "nnt",  "nr",   "nr1",   "nr2",  "nrf",  "nrfg", "nrj", "nrt",
    "ns",  "nsf",   "nt",  "ntc",  "ntcb", "ntcf", "ntch",  "nth",  "nto",  "nts",  "ntu", "nw",
    "nx",  "nz",    "o",   "p",    "pba",  "pbei", "q",     "qg",   "qt",   "qv",   "r",   "rg",
    "rr",  "rry",   "ry",  "rys",  "ryt",  "ryv",  "rz",    "rzs",  "rzt",  "rzv",  "s",   "t",
    "tg",  "u",     "ud",  "ude1", "ude2", "ude3", "udeng", "udh",  "ug",   "uguo", "uj",  "ul",
    "ule", "ulian", "uls", "usuo", "uv",   "uyy",  "uz",    "uzhe", "uzhi", "v",    "vd",  "vf",
    "vg",  "vi",    "vl",  "vn",   "vq",   "vshi", "vx",    "vyou", "w",    "wb",   "wd",  "wf",
    "wh",  "wj",    "wky", "wkz",  "wm",   "wn",   "wp",    "ws",   "wt",   "ww",   "wyy", "wyz",
    "x",   "xe",    "xm",  "xs",   "xu",   "xx",   "y",     "yg",   "z",    "zg"};
static_assert(std::is_sorted(std::begin(kTags), std::end(kTags)));

bool IsIn(std::string_view text) {
  return std::binary_search(std::begin(kTags), std::end(kTags), text);
}

}  // namespace

bool IsKnownTag(std::string_view text) {
  if (IsIn(text)) return true;
  // Peking University writes the tags of morphemes Ag, Ng, Vg and so on.
  if (text.size() != 2 || text[1] != 'g' || text[0] < 'A' || text[0] > 'Z') return false;
  const char small[] = {static_cast<char>(text[0] - 'A' + 'a'), 'g'};
  return IsIn({small, 2});
}

bool LooksLikeTag(std::string_view text) {
  constexpr size_t kLongestTag = 16;
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto is_part = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; };
  return !text.empty() && text.size() <= kLongestTag && is_letter(text.front()) &&
         std::all_of(text.begin(), text.end(), is_part);
}

}  // namespace ciku
