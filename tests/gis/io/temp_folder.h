#pragma once
/// A folder for one test's files.
#include <QTemporaryDir>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

class TempFolder {
public:
    std::filesystem::path path(const std::string& name) const { return std::filesystem::path(m_dir.path().toStdString()) / name; }
    std::filesystem::path write(const std::string& name, std::string_view text) const
    {
        std::ofstream(path(name), std::ios::binary) << text;
        return path(name);
    }

private:
    QTemporaryDir m_dir;
};

/// A small OSM XML file: nodes on a grid of about 100 m, ways by node lists.
class OsmText {
public:
    OsmText& node(int id, int column, int row, const std::string& tags = {})
    {
        // At 50° N a step is 0.0014° of longitude (100 m) and 0.0009° of latitude (100 m).
        m_text += "<node id='" + std::to_string(id) + "' version='1' lat='" + std::to_string(50.0 + 0.0009 * row) + "' lon='" +
                  std::to_string(11.0 + 0.0014 * column) + "'>" + tags + "</node>\n";
        return *this;
    }
    OsmText& way(int id, const std::vector<int>& nodes, const std::string& tags)
    {
        m_text += "<way id='" + std::to_string(id) + "' version='1'>";
        for (const int node : nodes)
            m_text += "<nd ref='" + std::to_string(node) + "'/>";
        m_text += tags + "</way>\n";
        return *this;
    }
    OsmText& relation(int id, const std::string& content)
    {
        m_text += "<relation id='" + std::to_string(id) + "' version='1'>" + content + "</relation>\n";
        return *this;
    }
    std::string xml() const
    {
        return "<?xml version='1.0'?>\n<osm version='0.6'><bounds minlat='49.99' minlon='10.98' maxlat='50.02' maxlon='11.03'/>\n" +
               m_text + "</osm>\n";
    }

private:
    std::string m_text;
};

inline std::string tag(const std::string& key, const std::string& value) { return "<tag k='" + key + "' v='" + value + "'/>"; }
