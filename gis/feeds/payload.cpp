#include "gis/feeds/payload.h"

#include <algorithm>

#include <zlib.h>

namespace isopolis {

bool isGzip(std::string_view body) { return body.size() > 2 && body[0] == '\x1f' && body[1] == '\x8b'; }

tl::expected<std::string, std::string> inflated(std::string_view body, std::size_t limit)
{
    if (body.size() > kLargestBody)
        return tl::unexpected(std::string("the message is larger than 64 MB"));
    if (!isGzip(body))
        return std::string(body);
    limit = std::min(limit, body.size() * kLargestRatio);
    z_stream z{};
    if (inflateInit2(&z, 16 + MAX_WBITS) != Z_OK)
        return tl::unexpected(std::string("gzip could not be begun"));
    std::string copy(body), out;
    z.next_in = reinterpret_cast<Bytef*>(copy.data());
    z.avail_in = static_cast<uInt>(copy.size());
    int state = Z_OK;
    std::string piece(std::size_t{1} << 16, '\0');
    while (state == Z_OK && out.size() <= limit) {
        z.next_out = reinterpret_cast<Bytef*>(piece.data());
        z.avail_out = static_cast<uInt>(piece.size());
        state = inflate(&z, Z_NO_FLUSH);
        out.append(piece, 0, piece.size() - z.avail_out);
    }
    inflateEnd(&z);
    if (out.size() > limit)
        return tl::unexpected(std::string("the message inflates beyond 512 MB or 200 times its size"));
    if (state != Z_STREAM_END)
        return tl::unexpected(std::string("the gzip of the message is damaged or cut off"));
    return out;
}

}  // namespace isopolis
