// SPDX-License-Identifier: Apache-2.0
// Windows: "Naming Files, Paths, and Namespaces". Direction and joining: Unicode 15, 23.2 and UAX
// #9.
#include "attachments/file_name.h"

#include <algorithm>

#include "base/utf8.h"

namespace ix {
namespace {

constexpr size_t longest_extension = 16;

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return upper(x) == upper(y); });
}

// Not shown, or changes what is shown around it.
bool is_hidden(char32_t c) {
  struct Range {
    char32_t first, last;
  };
  static constexpr Range ranges[] = {
      {0x00, 0x1F},       {0x7F, 0x9F},       {0xAD, 0xAD},       {0x34F, 0x34F},
      {0x61C, 0x61C},     {0x115F, 0x1160},   {0x17B4, 0x17B5},   {0x180B, 0x180F},
      {0x200B, 0x200F},   {0x2028, 0x202E},   {0x2060, 0x206F},   {0x3164, 0x3164},
      {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB},   {0xFFFE, 0xFFFF},
      {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
  };
  for (const Range& range : ranges) {
    if (c >= range.first && c <= range.last) return true;
  }
  return false;
}

// Other spaces look like one, and hide an extension that stands far behind.
bool is_space(char32_t c) {
  return c == ' ' || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F ||
         c == 0x205F || c == 0x2800 || c == 0x3000;
}

// The last part of a path, of whatever system.
std::string_view last_part(std::string_view path) {
  const size_t slash = path.find_last_of("/\\");
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string shown(std::string_view wanted) {
  std::string name;
  for (size_t at = 0; at < wanted.size();) {
    const char32_t c = utf8::next(wanted, at);
    if (is_space(c)) {
      if (!name.ends_with(' ')) name += ' ';
    } else if (c < 0x80 &&
               std::string_view("<>:\"|?*").find(static_cast<char>(c)) != std::string_view::npos) {
      name += '_';
    } else if (!is_hidden(c)) {
      utf8::append(name, c);
    }
  }
  return name;
}

void trim(std::string& name) {
  while (name.ends_with('.') || name.ends_with(' ')) name.pop_back();
  name.erase(0, std::min(name.find_first_not_of(". "), name.size()));
}

// Without the dot; empty: none.
std::string_view extension_of(std::string_view name) {
  const size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || name.size() - dot - 1 > longest_extension) {
    return {};
  }
  return name.substr(dot + 1);
}

// CON, NUL, COM1 and so on, with any extension; also with the superscript digits.
bool is_device(std::string_view name) {
  std::string_view stem = name.substr(0, name.find('.'));
  while (stem.ends_with(' ')) stem.remove_suffix(1);
  for (const char* device : {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"}) {
    if (same(stem, device)) return true;
  }
  if (stem.size() < 4 || !(same(stem.substr(0, 3), "COM") || same(stem.substr(0, 3), "LPT"))) {
    return false;
  }
  const std::string_view digit = stem.substr(3);
  return (digit.size() == 1 && digit[0] >= '0' && digit[0] <= '9') || digit == "\xC2\xB9" ||
         digit == "\xC2\xB2" || digit == "\xC2\xB3";
}

bool is_in(std::string_view extension, std::string_view list) {
  for (size_t at = 0; at < list.size();) {
    const size_t end = std::min(list.find(' ', at), list.size());
    if (same(extension, list.substr(at, end - at))) return true;
    at = end + 1;
  }
  return false;
}

// What runs, installs or opens something when it is opened, on some system.
bool is_program(std::string_view extension) {
  return is_in(
      extension,
      "exe com scr pif bat cmd msi msp msc cpl dll jar jse js vbs vbe wsf wsh hta lnk url "
      "scf reg ps1 psm1 inf gadget application appref-ms settingcontent-ms sh bash zsh "
      "command app pkg dmg desktop apk aab xapk ipa deb rpm run bin appimage py pl rb php "
      "html htm xhtml mht mhtml svg svgz xml xsl chm iso img vhd vhdx one onepkg docm dotm "
      "xlsm xltm xlam pptm potm ppam ppsm sldm");
}

// Further extensions that the format is known by; what they say is true.
std::string_view also_named(FileFormat format) {
  switch (format) {
    case FileFormat::jpeg:
      return "jpeg jpe jfif";
    case FileFormat::heic:
    case FileFormat::heif:
      return "heic heif hif heics heifs";
    case FileFormat::avif:
      return "avifs";
    case FileFormat::png:
      return "apng";
    case FileFormat::tiff:
      return "tif dng nef arw cr2 orf rw2 pef";
    case FileFormat::bmp:
      return "dib";
    case FileFormat::mp4:
      return "m4v mp4v";
    case FileFormat::mp4_audio:
      return "mp4 m4b m4p aac m4r";
    case FileFormat::mov:
      return "qt";
    case FileFormat::three_gp:
      return "3gpp mp4";
    case FileFormat::three_gp_audio:
      return "3gpp 3ga amr mp4 m4a";
    case FileFormat::three_g2:
      return "3gp2";
    case FileFormat::webm_audio:
      return "weba";
    case FileFormat::aac:
      return "adts";
    case FileFormat::ogg:
      return "oga opus spx";
    case FileFormat::ogg_video:
      return "ogg";
    case FileFormat::wav:
      return "wave";
    case FileFormat::aiff:
      return "aif aifc";
    case FileFormat::html:
      return "htm xhtml";
    case FileFormat::xml:
      return "xsl";
    case FileFormat::vcard:
      return "vcard";
    case FileFormat::gzip:
      return "tgz svgz";
    case FileFormat::zip:
      return "apk aab xapk ipa jar docm dotm xlsm xltm xlam pptm potm ppam ppsm sldm";
    case FileFormat::docx:
      return "docm dotm dotx";
    case FileFormat::xlsx:
      return "xlsm xltm xlam xltx xlsb";
    case FileFormat::pptx:
      return "pptm potm ppam ppsm sldm ppsx potx";
    case FileFormat::ole:
      return "msi msp";
    case FileFormat::exe:
      return "com scr dll cpl";
    case FileFormat::elf:
      return "run bin so appimage";
    case FileFormat::text:
      return "js jse vbs vbe wsf wsh bat cmd reg ps1 psm1 inf sh bash zsh command desktop url py "
             "pl "
             "rb php";
    default:
      return {};
  }
}

bool is_media(std::string_view extension) {
  return is_in(extension,
               "jpg jpeg png gif webp heic heif avif bmp tif tiff mp4 m4v mov 3gp 3g2 webm mkv avi "
               "mp3 aac m4a ogg oga opus flac wav aiff amr pdf");
}

// Whether the extension misleads: it says media, or a program, that the content is not.
bool misleads(std::string_view extension, const FileType& type) {
  if (same(extension, type.extension) || is_in(extension, also_named(type.format))) return false;
  // What was taken out of force before.
  if (same(extension, "bin") && (type.extension[0] == '\0' || is_program(type.extension))) {
    return false;
  }
  if (type.kind != AttachmentKind::file || type.format == FileFormat::pdf) return true;
  // Programs must not look like something else.
  if (type.format == FileFormat::exe) return true;
  // Of what is not known nothing can be said: an encrypted film may well have its name.
  if (type.format == FileFormat::unknown) return is_program(extension);
  return is_program(extension) || is_media(extension);
}

// The name with its stem cut so that all has at most that many bytes.
std::string bounded(std::string_view stem, const std::string& ending) {
  std::string cut(utf8::prefix(stem, longest_file_name - ending.size()));
  while (cut.ends_with('.') || cut.ends_with(' ')) cut.pop_back();
  return cut + ending;
}

}  // namespace

std::string safe_file_name(std::string_view wanted, FileFormat format) {
  const FileType& type = file_type(format);
  std::string name = shown(last_part(wanted));
  trim(name);
  if (is_device(name)) name.insert(0, "_");
  std::string_view extension = extension_of(name);
  std::string ending;
  const bool right = !extension.empty() && !misleads(extension, type);
  // A wrong program stays to be seen, a wrong picture need not.
  if (right || is_media(extension)) {
    ending = "." + std::string(extension);
    name.resize(name.size() - ending.size());
  }
  if (!right) {
    // Nothing is made to run that did not before; and what is not known is taken out of force.
    const bool known = type.extension[0] != '\0';
    ending = known ? "." + std::string(type.extension) : "";
    if (known ? is_program(type.extension) : !extension.empty()) ending = ".bin";
  }
  trim(name);
  if (name.empty()) name = "file";
  return bounded(name, ending);
}

std::string numbered_file_name(std::string_view name, int number) {
  if (number <= 1) return std::string(name);
  const std::string_view extension = extension_of(name);
  const std::string ending = extension.empty() ? std::string() : "." + std::string(extension);
  return bounded(name.substr(0, name.size() - ending.size()),
                 " (" + std::to_string(number) + ")" + ending);
}

}  // namespace ix
