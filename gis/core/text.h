#pragma once
/// Marks English source text in Qt-free layers for translation: `ISO_TR("parameter", "Capacity exponent")`.
/// lupdate finds it through `-tr-function-alias`; `ui/text` translates with the same context.
#define ISO_TR(context, text) (text)
