#pragma once
/// `isopolis-cli feed key`: the key of a source into the system's keyring, or out of it.

namespace CLI {
class App;
}

namespace isopolis {

class Console;
void addFeedKey(CLI::App& feed, Console& console);

}  // namespace isopolis
