#include "io/records/wiki_namespaces.h"

#include <gtest/gtest.h>

#include <string>

namespace ciku {
namespace {

TEST(WikiNamespacesTest, TargetsThatAreNoText) {
  for (const std::string target :
       {"File:a.jpg",  "file:a",        "IMAGE:a",  " Image :a", "Media:a.ogg",    "Category:词",
        "category:词", "文件:a",        "檔案:a",   "图像:a",    "圖像:a",         "分类:词",
        "分類:词",     "ファイル:a",    "파일:a",   "Tập_tin:a", "Bestand:a.svg ", "ja:词",
        "zh-yue:词",   "zh-min-nan:词", "simple:a", "nds-nl:a"}) {
    EXPECT_TRUE(IsHiddenTarget(target)) << target;
  }
  for (const std::string target :
       {"词", "词:典", "File", ":File:a.jpg", ":ja:词", "JA:词", "w:词", "wikt:词", "mw:a",
        "doi:10", "a.jpg", "zh-:a", "-ja:a", "Template:x", "词 file:a", "abcd:a", "", ":"}) {
    EXPECT_FALSE(IsHiddenTarget(target)) << target;
  }
}

TEST(WikiNamespacesTest, TitlesOutsideTheMainNamespace) {
  for (const std::string title :
       {"Talk:词", "User talk:词", "Template_talk:x", "模板:词", "維基百科:词", "File:a", "分类:词",
        "用户讨论:a", "WIKIPEDIA:a"}) {
    EXPECT_TRUE(HasNamespace(title)) << title;
  }
  for (const std::string title : {"词", "Re:Zero", "词典:一", ":", "Talk", "3:10 to Yuma"}) {
    EXPECT_FALSE(HasNamespace(title)) << title;
  }
}

}  // namespace
}  // namespace ciku
