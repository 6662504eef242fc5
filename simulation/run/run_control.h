#pragma once
/// Progress and cancellation: all that a model knows of the outside.
///
///   for (…) { if (control.cancelled()) return cancelledError();  control.progress(Stage::Traffic, done / total); }

#include "gis/core/expected.h"

#include <atomic>
#include <string_view>

namespace isopolis {

enum class Stage { Prepare, Demand, Traffic, Access, Transit, Emissions, Air, Noise, Health, Assess, Explain, Report };
std::string_view stageKey(Stage stage);
std::string_view stageLabel(Stage stage);  ///< English source text in the context "stage"

class RunControl {
public:
    virtual ~RunControl() = default;
    virtual void progress(Stage stage, double fraction) = 0;  ///< callable from any worker thread
    virtual bool cancelled() const = 0;
    /// Worker threads to use; results never depend on it.
    virtual int threads() const { return 0; }  ///< 0: as many as the machine has
};

/// Nobody watches, nobody cancels.
class QuietControl : public RunControl {
public:
    explicit QuietControl(int threads = 0) : m_threads(threads) {}
    void progress(Stage, double) override {}
    bool cancelled() const override { return false; }
    int threads() const override { return m_threads; }

private:
    int m_threads;
};

inline tl::unexpected<Error> cancelledError() { return unexpected(Error{ErrorCode::Cancelled, "the calculation was cancelled"}); }

}  // namespace isopolis
