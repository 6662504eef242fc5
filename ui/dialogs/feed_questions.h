#pragma once
/// What the window asks about sensors and their sources, apart from the other questions, so that tests can answer.
///
///   questions->askFeed(this, desk, [&](const FeedDraft& draft) { desk.add(draft); });      // not called if the user cancels
///
/// Questions do not block, as in dialog_service.h.

#include "ui/live/feed_desk.h"

#include <functional>
#include <memory>

class QWidget;

namespace isopolis {

/// What a person says of some values of a sensor.
struct JudgementInput {
    QString what;  ///< shown, not asked
    std::int64_t from_s = 0, to_s = 0;
    Quality flag = Quality::Fail;
    QString reason, who;
};

/// A password or key of a source.
struct SecretInput {
    QString source, why;  ///< shown, not asked
    QString key;
    bool keep = false;  ///< in the keyring of this computer
};

class FeedQuestions {
public:
    template <class T>
    using Reply = std::function<void(T)>;
    virtual ~FeedQuestions() = default;
    virtual void askJudgement(QWidget* parent, JudgementInput initial, Reply<JudgementInput> answer) = 0;
    /// With a button that tries the connection through the desk.
    virtual void askFeed(QWidget* parent, FeedDesk& desk, Reply<FeedDraft> answer) = 0;
    virtual void askSecret(QWidget* parent, SecretInput initial, Reply<SecretInput> answer) = 0;
};

using FeedQuestionsPtr = std::shared_ptr<FeedQuestions>;

/// The real dialogs.
class QtFeedQuestions : public FeedQuestions {
public:
    void askJudgement(QWidget* parent, JudgementInput initial, Reply<JudgementInput> answer) override;
    void askFeed(QWidget* parent, FeedDesk& desk, Reply<FeedDraft> answer) override;
    void askSecret(QWidget* parent, SecretInput initial, Reply<SecretInput> answer) override;
};

}  // namespace isopolis
