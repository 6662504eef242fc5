#pragma once
/// The tables of a project file: columns with type and meaning. The DDL, the statements and the documentation that is stored
/// in the file (`gpkg_data_columns`) all come from here.

#include <span>
#include <string>
#include <vector>

namespace isopolis {

struct ColumnSpec {
    std::string name, type, meaning;  ///< type: TEXT, REAL, INTEGER, BLOB; the meaning holds the unit
};

struct TableSpec {
    std::string name, title;
    std::string geometry;  ///< "POINT", "LINESTRING", "MULTIPOLYGON"; empty: no geometry
    std::vector<ColumnSpec> columns;

    std::string createSql() const;
    std::string insertSql() const;                                        ///< one `?` per column, geometry first if there is one
    std::string selectSql(std::string_view tail = "ORDER BY fid") const;  ///< same columns in the same order
};

/// All tables of schema version kSchemaVersion. `groupColumns` are the city's own group columns of `neighbourhoods`.
std::vector<TableSpec> projectTables(const std::vector<std::string>& groupColumns);
/// One of them by name; the name must exist.
TableSpec projectTable(std::string_view name, const std::vector<std::string>& groupColumns = {});

/// Tables and application id that the GeoPackage standard asks for (OGC 12-128r17).
std::string geoPackageSql();

}  // namespace isopolis
