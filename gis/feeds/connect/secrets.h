#pragma once
/// Keys and passwords of sources: from the system's keyring, or from the environment for programs without a desktop.
///
///   Expected<FeedSecret> key = secretOf(source);     // source.secret names the entry
///
/// The variable is ISOPOLIS_SECRET_ and the source's name, in capitals, other signs as _. Never written anywhere by us.
/// Errors: NotFound with what to do.

#include "gis/feeds/connect/connector.h"

namespace isopolis {

Expected<FeedSecret> secretOf(const FeedSource& source);
std::string secretVariable(const std::string& sourceName);

}  // namespace isopolis
