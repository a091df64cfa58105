// SPDX-License-Identifier: Apache-2.0
#include "model/permission_text.h"

namespace ix {
namespace {

constexpr int kLanguages = 2;

struct SourceWords {
  std::string_view label;
  std::string_view access;  // "Access to ..."
  std::string_view why;     // before the system asks
};

constexpr SourceWords kSources[kLanguages][kSourceCount] = {
    {{"Take a photo or video", " to the camera",
      "To take photos and videos and send them, this app needs the camera. Your device asks you"
      " next."},
     {"Record sound", " to the microphone",
      "To record the sound of your videos, this app needs the microphone. Your device asks you"
      " next."},
     {"Photos and videos", " to your photos and videos",
      "To send photos and videos that you have, this app needs access to them. You can also choose"
      " only some of them. Your device asks you next."},
     {"Files", " to your files",
      "To send files that are on this device, this app needs access to them. Your device asks you"
      " next."},
     {"Paste", " to the clipboard",
      "To send what you copied, this app needs to read the clipboard. Your device asks you next."},
     {"Drop here", " to what you drop",
      "To send what you drop here, this app needs access to it. Your device asks you next."}},
    {{"Prendre une photo ou une vidéo", " à l’appareil photo",
      "Pour prendre des photos et des vidéos et les envoyer, cette application a besoin de"
      " l’appareil photo. Votre appareil vous demandera ensuite votre accord."},
     {"Enregistrer du son", " au microphone",
      "Pour enregistrer le son de vos vidéos, cette application a besoin du microphone. Votre"
      " appareil vous demandera ensuite votre accord."},
     {"Photos et vidéos", " à vos photos et vidéos",
      "Pour envoyer des photos et des vidéos que vous avez déjà, cette application doit y avoir"
      " accès. Vous pouvez aussi n’en choisir que quelques-unes. Votre appareil vous demandera"
      " ensuite votre accord."},
     {"Fichiers", " à vos fichiers",
      "Pour envoyer des fichiers qui sont sur cet appareil, cette application doit y avoir accès."
      " Votre appareil vous demandera ensuite votre accord."},
     {"Coller", " au presse-papiers",
      "Pour envoyer ce que vous avez copié, cette application doit lire le presse-papiers. Votre"
      " appareil vous demandera ensuite votre accord."},
     {"Déposer ici", " à ce que vous déposez",
      "Pour envoyer ce que vous déposez ici, cette application doit y avoir accès. Votre appareil"
      " vous demandera ensuite votre accord."}}};

// Of one step, around what the source is called. An empty body: the source's own.
struct StepWords {
  std::string_view name;
  std::string_view before;
  std::string_view behind;
  std::string_view body;
  std::string_view confirm;
  std::string_view dismiss;
};

constexpr StepWords kExplain[kLanguages] = {
    {"explain", "Allow access", "", "", "Continue", "Not now"},
    {"explain", "Autoriser l’accès", "", "", "Continuer", "Pas maintenant"}};
constexpr StepWords kSettings[kLanguages] = {
    {"settings", "Access", " is turned off",
     "To use it, allow it for this app in the settings of your device.", "Open settings",
     "Not now"},
    {"settings", "L’accès", " est désactivé",
     "Pour l’utiliser, autorisez-le pour cette application dans les paramètres de votre appareil.",
     "Ouvrir les paramètres", "Pas maintenant"}};
constexpr StepWords kRefuse[kLanguages] = {
    {"refuse", "Access", " is not permitted",
     "A rule of this device forbids it, such as your organization’s or parental controls. Ask"
     " whoever manages the device.",
     "OK", ""},
    {"refuse", "L’accès", " n’est pas permis",
     "Une règle de cet appareil l’interdit, par exemple celle de votre organisation ou le contrôle"
     " parental. Adressez-vous à la personne qui gère l’appareil.",
     "OK", ""}};

const StepWords* words_of(PermissionStep step) {
  switch (step) {
    case PermissionStep::explain:
      return kExplain;
    case PermissionStep::settings:
      return kSettings;
    case PermissionStep::refuse:
      return kRefuse;
    default:
      return nullptr;
  }
}

bool is(char c, char lower) {
  return (c | 0x20) == lower;
}

}  // namespace

TextLanguage text_language(std::string_view tag) {
  const bool french = tag.size() >= 2 && is(tag[0], 'f') && is(tag[1], 'r') &&
                      (tag.size() == 2 || tag[2] == '-' || tag[2] == '_');
  return french ? TextLanguage::french : TextLanguage::english;
}

std::string_view source_label(Source source, TextLanguage language) {
  return kSources[static_cast<int>(language)][static_cast<int>(source)].label;
}

PermissionText permission_text(Source source, PermissionStep step, TextLanguage language) {
  PermissionText out;
  const StepWords* all = words_of(step);
  if (all == nullptr) return out;
  const StepWords& words = all[static_cast<int>(language)];
  const SourceWords& what = kSources[static_cast<int>(language)][static_cast<int>(source)];
  out.key.append("permission.").append(source_name(source)).append(".").append(words.name);
  out.title.append(words.before).append(what.access).append(words.behind);
  out.body = words.body.empty() ? what.why : words.body;
  out.confirm = words.confirm;
  out.dismiss = words.dismiss;
  return out;
}

}  // namespace ix
