#include "simulation/sensing/symmetric_matrix.h"

#include <cmath>

namespace isopolis {

SymmetricMatrix SymmetricMatrix::part(std::span<const std::size_t> rows) const
{
    SymmetricMatrix p(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (std::size_t j = 0; j <= i; ++j)
            p.set(i, j, (*this)(rows[i], rows[j]));
    return p;
}

std::optional<Cholesky> Cholesky::of(const SymmetricMatrix& matrix)
{
    Cholesky c;
    c.m_n = matrix.size();
    c.m_lower.assign(c.m_n * c.m_n, 0);
    for (std::size_t i = 0; i < c.m_n; ++i)
        for (std::size_t j = 0; j <= i; ++j) {
            double sum = matrix(i, j);
            for (std::size_t k = 0; k < j; ++k)
                sum -= c.m_lower[i * c.m_n + k] * c.m_lower[j * c.m_n + k];
            if (i == j && !(sum > 0))
                return std::nullopt;
            c.m_lower[i * c.m_n + j] = i == j ? std::sqrt(sum) : sum / c.m_lower[j * c.m_n + j];
        }
    return c;
}

std::vector<double> Cholesky::solve(std::vector<double> right) const
{
    for (std::size_t i = 0; i < m_n; ++i) {
        for (std::size_t k = 0; k < i; ++k)
            right[i] -= m_lower[i * m_n + k] * right[k];
        right[i] /= m_lower[i * m_n + i];
    }
    for (std::size_t i = m_n; i-- > 0;) {
        for (std::size_t k = i + 1; k < m_n; ++k)
            right[i] -= m_lower[k * m_n + i] * right[k];
        right[i] /= m_lower[i * m_n + i];
    }
    return right;
}

SymmetricMatrix Cholesky::inverse() const
{
    SymmetricMatrix inverse(m_n);
    for (std::size_t j = 0; j < m_n; ++j) {
        std::vector<double> unit(m_n, 0);
        unit[j] = 1;
        const std::vector<double> column = solve(std::move(unit));
        for (std::size_t i = j; i < m_n; ++i)
            inverse.set(i, j, column[i]);
    }
    return inverse;
}

}  // namespace isopolis
