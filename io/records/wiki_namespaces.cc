#include "io/records/wiki_namespaces.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "io/ascii.h"

namespace ciku {
namespace {

// All names are in lower case and have spaces for underscores.
constexpr std::string_view kFilesAndCategories[] = {
    "file",     "image",     "media",     "category",  "文件",     "檔案",        "档案",
    "图像",     "圖像",      "图片",      "圖片",      "媒体",     "媒體",        "分类",
    "分類",     "ファイル",  "画像",      "メディア",  "カテゴリ", "파일",        "그림",
    "미디어",   "분류",      "ไฟล์",       "ภาพ",       "หมวดหมู่",   "tập tin",     "hình",
    "thể loại", "datei",     "bild",      "kategorie", "fichier",  "catégorie",   "archivo",
    "imagen",   "categoría", "categoria", "ficheiro",  "файл",     "изображение", "категория",
};

constexpr std::string_view kOthers[] = {
    "special",   "talk",      "user",     "project",    "wikipedia",   "wiktionary", "wikisource",
    "wikiquote", "wikibooks", "wikinews", "wikivoyage", "wikiversity", "mediawiki",  "template",
    "help",      "portal",    "draft",    "module",     "timedtext",   "topic",      "book",
    "gadget",    "特殊",      "讨论",     "討論",       "对话",        "對話",       "用户",
    "用戶",      "使用者",    "计划",     "計劃",       "维基百科",    "維基百科",   "模板",
    "樣板",      "帮助",      "幫助",     "使用說明",   "主题",        "主題",       "模块",
    "模組",      "草稿",
};

constexpr std::string_view kTalkEndings[] = {" talk", "讨论", "討論", "对话", "對話"};

constexpr std::string_view kImageEndings[] = {".jpg", ".jpeg", ".png", ".svg", ".gif",  ".webp",
                                              ".tif", ".tiff", ".ogg", ".ogv", ".webm", ".pdf"};

// Prefixes that look like languages and are not.
constexpr std::string_view kOtherSites[] = {"mw", "doi", "rfc", "wmf"};

constexpr std::string_view kTitleBlanks = " _\t\r\n";
constexpr size_t kLongestPrefix = 64;

template <size_t n>
bool IsAmong(const std::string_view (&names)[n], std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

template <size_t n>
bool EndsWithOneOf(const std::string_view (&endings)[n], std::string_view text) {
  return std::any_of(std::begin(endings), std::end(endings),
                     [&](std::string_view ending) { return text.ends_with(ending); });
}

// Returns what stands before the first colon, without spaces around it; nothing if there is no
// colon.
std::string_view PrefixOf(std::string_view title) {
  const size_t colon = title.substr(0, kLongestPrefix).find(':');
  return colon == title.npos ? "" : WithoutEnds(title.substr(0, colon), kTitleBlanks);
}

std::string NamespaceName(std::string_view prefix) {
  std::string name = LowerCase(prefix);
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

bool IsLanguage(std::string_view prefix) {
  if (prefix == "simple") return true;
  const size_t letters = std::min(prefix.find('-'), prefix.size());
  return letters >= 2 && letters <= 3 && prefix.back() != '-' &&
         std::all_of(prefix.begin(), prefix.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; }) &&
         !IsAmong(kOtherSites, prefix);
}

}  // namespace

bool IsHiddenTarget(std::string_view target) {
  target = WithoutEnds(target, kTitleBlanks);
  const std::string_view prefix = PrefixOf(target);
  if (prefix.empty()) return false;
  const size_t ending = target.size() - std::min<size_t>(target.size(), 5);
  return IsLanguage(prefix) || IsAmong(kFilesAndCategories, NamespaceName(prefix)) ||
         EndsWithOneOf(kImageEndings, LowerCase(target.substr(ending)));
}

bool HasNamespace(std::string_view title) {
  const std::string name = NamespaceName(PrefixOf(title));
  return !name.empty() && (IsAmong(kFilesAndCategories, name) || IsAmong(kOthers, name) ||
                           EndsWithOneOf(kTalkEndings, name));
}

}  // namespace ciku
