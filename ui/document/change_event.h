#pragma once
/// What changed in a document: views look at `what` and repaint only what it touches.

#include <string>

namespace isopolis {

struct ChangeEvent {
    enum class What {
        Opened,      ///< another project, or none: everything is new
        Scenarios,   ///< the list of scenarios or the contents of one
        Parameters,  ///< assumptions of one scenario
        Active,      ///< which scenario is shown, or what it is compared with
        Selection,
        Overlay,  ///< what the map shows
        Results,  ///< runs and assessment arrived, were dropped or became out of date
        Explanation,
        StreetUsers,  ///< whose trips use the selected street: the answer came or went
        Uncertainty,  ///< how sure the differences are: the answer came or went
        Reach,        ///< what is asked about a place, or the answer
        Levels,       ///< the map of levels street by street came or went
        Place,        ///< what is asked about the level at a place, or the answer
        Issues,       ///< problems to be told, e.g. saving failed
    };
    What what = What::Opened;
    std::string scenario = {};  ///< the one concerned; empty if several
};

}  // namespace isopolis
