#pragma once
/// Buffers that threads take in turn and give back; which one does what changes nothing.
///
///   IdlePool<BushWorkshop> workshops;   const auto mine = workshops.take([&] { return std::make_unique<BushWorkshop>(network); });
///   mine->…   // back in the pool when `mine` ends; the pool must live longer

#include <memory>
#include <mutex>
#include <vector>

namespace isopolis {

template <class T>
class IdlePool {
public:
    /// `make` is asked for a new one when none is idle.
    template <class Make>
    std::shared_ptr<T> take(const Make& make)
    {
        std::unique_ptr<T> one;
        {
            const std::scoped_lock lock(m_mutex);
            if (!m_idle.empty()) {
                one = std::move(m_idle.back());
                m_idle.pop_back();
            }
        }
        if (!one)
            one = make();
        return {one.release(), [this](T* back) {
                    const std::scoped_lock lock(m_mutex);
                    m_idle.emplace_back(back);
                }};
    }

private:
    std::mutex m_mutex;
    std::vector<std::unique_ptr<T>> m_idle;
};

}  // namespace isopolis
