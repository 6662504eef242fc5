#pragma once
/// Keys and passwords of sources: from the system's keyring, or from the environment for programs without a desktop.
///
///   Expected<FeedSecret> key = secretOf(source);     // source.secret names the entry
///
/// The variable is ISOPOLIS_SECRET_ and the source's name, in capitals, other signs as _. Never written anywhere by us.
/// Errors: NotFound with what to do.

#include "gis/feeds/connect/connector.h"

#include <functional>

namespace isopolis {

using SecretOf = std::function<Expected<FeedSecret>(const FeedSource&)>;

Expected<FeedSecret> secretOf(const FeedSource& source);
/// Into the keyring, under source.secret. Errors: Io where there is none, or it refuses.
Expected<void> storeSecret(const FeedSource& source, const std::string& key);
/// Out of the keyring; nothing to do where it has none. Errors: Io where the keyring refuses.
Expected<void> forgetSecret(const FeedSource& source);
std::string secretVariable(const std::string& sourceName);

}  // namespace isopolis
