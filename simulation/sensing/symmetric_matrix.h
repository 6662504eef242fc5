#pragma once
/// A small dense symmetric matrix and its Cholesky factor.
///
///   SymmetricMatrix k(n);   k.at(0, 1) = 3;                       // sets both halves
///   std::optional<Cholesky> f = Cholesky::of(k);                  // none if the matrix is not positive definite
///   std::vector<double> x = f->solve(y);   SymmetricMatrix inverse = f->inverse();
///
/// Meant for a few hundred rows: sensors and neighbourhoods. Time n³/3, memory n².

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace isopolis {

class SymmetricMatrix {
public:
    explicit SymmetricMatrix(std::size_t n = 0, double value = 0) : m_n(n), m_values(n * n, value) {}
    std::size_t size() const { return m_n; }
    double operator()(std::size_t i, std::size_t j) const { return m_values[i * m_n + j]; }
    void set(std::size_t i, std::size_t j, double value) { m_values[i * m_n + j] = m_values[j * m_n + i] = value; }
    SymmetricMatrix part(std::span<const std::size_t> rows) const;

private:
    std::size_t m_n = 0;
    std::vector<double> m_values;
};

class Cholesky {
public:
    static std::optional<Cholesky> of(const SymmetricMatrix& matrix);
    std::vector<double> solve(std::vector<double> right) const;
    SymmetricMatrix inverse() const;

private:
    std::size_t m_n = 0;
    std::vector<double> m_lower;
};

}  // namespace isopolis
