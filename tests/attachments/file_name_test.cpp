// SPDX-License-Identifier: Apache-2.0
#include "attachments/file_name.h"

#include <doctest/doctest.h>

#include <string>

#include "base/random.h"
#include "base/utf8.h"

using namespace ix;
using F = FileFormat;

TEST_CASE("a name without tricks stays as it is") {
  for (const char* name :
       {"photo.jpg", "Photo 2024-05-06.JPG", "été à la mer.jpeg", "写真.jpg", "صورة.jpg",
        "👩\u200D🌾.jpg", "a.b.c.jpg", "(1) [x] {y} ~!@#$%^&()_+=,;'.jpg"}) {
    CAPTURE(name);
    std::string expected = name;
    const size_t joiner = expected.find("\u200D");
    if (joiner != std::string::npos) expected.erase(joiner, 3);  // shown as two, then
    CHECK(safe_file_name(name, F::jpeg) == expected);
  }
  CHECK(safe_file_name("letter.docx", F::docx) == "letter.docx");
  CHECK(safe_file_name("numbers.csv", F::text) == "numbers.csv");
  CHECK(safe_file_name("app.apk", F::zip) == "app.apk");
  CHECK(safe_file_name("secret.p7m", F::unknown) == "secret.p7m");
  CHECK(safe_file_name("archive.tar.gz", F::gzip) == "archive.tar.gz");
}

TEST_CASE("a path is not followed, on any system") {
  for (const char* name : {"../../etc/photo.jpg", "/etc/photo.jpg", "C:\\Windows\\photo.jpg",
                           "\\\\server\\share\\photo.jpg", "..\\photo.jpg", "a/b\\photo.jpg"}) {
    CAPTURE(name);
    CHECK(safe_file_name(name, F::jpeg) == "photo.jpg");
  }
  CHECK(safe_file_name("..", F::jpeg) == "file.jpg");
  CHECK(safe_file_name("folder/", F::jpeg) == "file.jpg");
  CHECK(safe_file_name("C:photo.jpg", F::jpeg) == "C_photo.jpg");
}

TEST_CASE("what cannot be seen, and what turns the text around, goes") {
  CHECK(safe_file_name("invoice.pdf\u202Egpj.exe", F::jpeg) == "invoice.pdfgpj.exe.jpg");
  CHECK(safe_file_name("photo\u202Egpj.exe", F::exe) == "photogpj.exe");
  for (const char* hidden :
       {"\u200B", "\u200D", "\u200E", "\u200F", "\u202A", "\u202E",    "\u2060", "\u2066",
        "\u2069", "\uFEFF", "\u00AD", "\u061C", "\u180E", "\u3164",    "\u2028", "\u0085",
        "\x01",   "\x1F",   "\x7F",   "\n",     "\t",     "\U000E0041"}) {
    CHECK(safe_file_name(std::string("ph") + hidden + "oto.jpg", F::jpeg) == "photo.jpg");
  }
  CHECK(safe_file_name(std::string("photo.jpg\0.exe", 14), F::jpeg) == "photo.jpg.exe.jpg");
  CHECK(safe_file_name("photo\xFF.jpg", F::jpeg) == "photo\uFFFD.jpg");
  // Spaces by the hundred push an extension out of sight.
  CHECK(safe_file_name("photo.jpg" + std::string(200, ' ') + ".exe", F::exe) == "photo.jpg.exe");
  CHECK(safe_file_name("photo\u3000\u00A0\u2003a.jpg", F::jpeg) == "photo a.jpg");
}

TEST_CASE("what Windows reserves") {
  CHECK(safe_file_name("a<b>c:d\"e|f?g*h.jpg", F::jpeg) == "a_b_c_d_e_f_g_h.jpg");
  for (const char* name : {"CON", "con", "Nul", "PRN", "aux", "COM1", "lpt9", "COM0", "CONIN$",
                           "com\u00B9", "LPT\u00B3"}) {
    CAPTURE(name);
    const std::string text = name;
    CHECK(safe_file_name(text, F::text) == "_" + text + ".txt");
    CHECK(safe_file_name(text + ".jpg", F::jpeg) == "_" + text + ".jpg");
    CHECK(safe_file_name(text + ".tar.gz", F::gzip) == "_" + text + ".tar.gz");
    CHECK(safe_file_name(text + " .jpg", F::jpeg)[0] == '_');
    CHECK(safe_file_name("." + text + "..", F::jpeg) == "_" + text + ".jpg");
  }
  CHECK(safe_file_name("CONTRACT.jpg", F::jpeg) == "CONTRACT.jpg");
  CHECK(safe_file_name("COM10.jpg", F::jpeg) == "COM10.jpg");
}

TEST_CASE("dots and spaces at the ends go") {
  CHECK(safe_file_name("photo.jpg. . .", F::jpeg) == "photo.jpg");
  CHECK(safe_file_name(".photo.jpg", F::jpeg) == "photo.jpg");
  CHECK(safe_file_name(" .. .bashrc", F::text) == "bashrc.txt");
  CHECK(safe_file_name("photo .jpg", F::jpeg) == "photo.jpg");
  CHECK(safe_file_name("photo..jpg", F::jpeg) == "photo.jpg");
  for (const char* nothing : {"", ".", " ", "...", "\u202E", "/", " . \u200B . "}) {
    CHECK(safe_file_name(nothing, F::png) == "file.png");
    CHECK(safe_file_name(nothing, F::unknown) == "file");
  }
}

TEST_CASE("an extension that misleads") {
  CHECK(safe_file_name("photo.jpg.exe", F::jpeg) == "photo.jpg.exe.jpg");
  CHECK(safe_file_name("photo.jpg.exe", F::exe) == "photo.jpg.exe");
  CHECK(safe_file_name("photo.jpg.exe", F::unknown) == "photo.jpg.exe.bin");
  CHECK(safe_file_name("photo.jpg", F::png) == "photo.png");
  CHECK(safe_file_name("photo.JPEG", F::jpeg) == "photo.JPEG");
  CHECK(safe_file_name("letter.docx", F::jpeg) == "letter.docx.jpg");
  CHECK(safe_file_name("letter.pdf", F::html) == "letter.bin");
  CHECK(safe_file_name("letter.pdf.lnk", F::unknown) == "letter.pdf.lnk.bin");
  CHECK(safe_file_name("letter.pdf", F::zip) == "letter.zip");
  CHECK(safe_file_name("run.scr", F::pdf) == "run.scr.pdf");
  // What runs is never given a name by which it does.
  CHECK(safe_file_name("photo.jpg", F::exe) == "photo.bin");
  CHECK(safe_file_name("photo", F::exe) == "photo.bin");
  CHECK(safe_file_name("photo", F::html) == "photo.bin");
  CHECK(safe_file_name("photo.jpg", F::elf) == "photo.bin");
  CHECK(safe_file_name("tool", F::elf) == "tool");
  CHECK(safe_file_name("page.html", F::html) == "page.html");
  CHECK(safe_file_name("IMG_0001", F::heic) == "IMG_0001.heic");
  CHECK(safe_file_name("Makefile", F::text) == "Makefile.txt");
}

TEST_CASE("a long name is cut before its extension, between two characters") {
  const std::string cut = safe_file_name(std::string(300, 'a') + ".jpg", F::jpeg);
  CHECK(cut == std::string(251, 'a') + ".jpg");
  std::string faces;
  for (int i = 0; i < 100; ++i) faces += "😀";
  const std::string shorter = safe_file_name(faces + ".docx", F::docx);
  CHECK(shorter.size() == 62 * 4 + 5);
  CHECK(utf8::valid(shorter));
  // What only looks like an extension is none.
  CHECK(safe_file_name("a." + std::string(300, 'b'), F::jpeg).ends_with("b.jpg"));
  CHECK(safe_file_name("a." + std::string(300, 'b'), F::jpeg).size() == 255);
  CHECK(safe_file_name(std::string(250, 'a') + std::string(100, '.') + "b.jpg", F::jpeg).size() <=
        255);
}

TEST_CASE("a name that is taken has a number") {
  CHECK(numbered_file_name("photo.jpg", 1) == "photo.jpg");
  CHECK(numbered_file_name("photo.jpg", 2) == "photo (2).jpg");
  CHECK(numbered_file_name("photo", 3) == "photo (3)");
  CHECK(numbered_file_name("archive.tar.gz", 2) == "archive.tar (2).gz");
  const std::string longest = std::string(251, 'a') + ".jpg";
  CHECK(numbered_file_name(longest, 1000) == std::string(244, 'a') + " (1000).jpg");
}

TEST_CASE("whatever a name is, it becomes a safe one, and stays it") {
  SystemRandom random;
  const std::string_view pieces[] = {
      "/",        "\\",     "..",   " ",    ".",     "CON", "nul",
      "\u202E",   "\u200B", ":",    "*",    "a",     "😀",  "\xFF",
      "\xE2\x80", ".jpg",   ".exe", ".pdf", "COM1.", "é",   std::string_view("\0", 1)};
  for (int round = 0; round < 20000; ++round) {
    std::string wanted;
    const std::string bytes = random.uuid() + random.uuid();
    const size_t count = static_cast<size_t>(bytes[0]) % 12;
    for (size_t i = 0; i < count; ++i) {
      wanted +=
          pieces[(static_cast<size_t>(bytes[i + 1]) * 7 + static_cast<size_t>(bytes[i + 20])) %
                 (sizeof pieces / sizeof pieces[0])];
    }
    const auto format = static_cast<FileFormat>(static_cast<size_t>(bytes[40]) * 31 % 59);
    const std::string name = safe_file_name(wanted, format);
    CAPTURE(wanted);
    REQUIRE_FALSE(name.empty());
    REQUIRE(name.size() <= longest_file_name);
    REQUIRE(utf8::valid(name));
    REQUIRE(name.find_first_of("/\\<>:\"|?*") == std::string::npos);
    REQUIRE(name.front() != '.');
    REQUIRE(name.back() != '.');
    REQUIRE(name.back() != ' ');
    REQUIRE(safe_file_name(name, format) == name);
  }
}
