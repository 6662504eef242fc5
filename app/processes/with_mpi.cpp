#include "app/processes/processes.h"

#include <algorithm>
#include <list>

#include <mpi.h>

namespace isopolis {

namespace {

constexpr int kTag = 1;

class MpiMessenger : public DrawMessenger {
public:
    MpiMessenger()
    {
        // A lost process must not end this one inside a call.
        MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
        MPI_Comm_rank(MPI_COMM_WORLD, &m_rank);
        MPI_Comm_size(MPI_COMM_WORLD, &m_size);
        MPI_Comm machine = MPI_COMM_NULL;
        if (MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &machine) == MPI_SUCCESS) {
            MPI_Comm_size(machine, &m_neighbours);
            MPI_Comm_free(&machine);
        }
    }
    ~MpiMessenger() override
    {
        if (m_waits) {
            while (!m_sent.empty())
                tidy();
            MPI_Finalize();
        }
    }
    MpiMessenger(const MpiMessenger&) = delete;
    MpiMessenger& operator=(const MpiMessenger&) = delete;

    int rank() const override { return m_rank; }
    int size() const override { return m_size; }
    int neighbours() const override { return std::max(1, m_neighbours); }
    void leaveWithoutWaiting() override { m_waits = false; }

    void send(int to, std::vector<std::uint8_t> bytes) override
    {
        tidy();
        Sent& sent = m_sent.emplace_back();
        sent.bytes = std::move(bytes);
        if (MPI_Isend(sent.bytes.data(), static_cast<int>(sent.bytes.size()), MPI_BYTE, to, kTag, MPI_COMM_WORLD, &sent.request) !=
            MPI_SUCCESS)
            m_sent.pop_back();
    }
    std::optional<Message> receive() override
    {
        tidy();
        int there = 0, length = 0;
        MPI_Status status;
        MPI_Message handle;
        if (MPI_Improbe(MPI_ANY_SOURCE, kTag, MPI_COMM_WORLD, &there, &handle, &status) != MPI_SUCCESS || there == 0)
            return std::nullopt;
        MPI_Get_count(&status, MPI_BYTE, &length);
        Message message{.from = status.MPI_SOURCE, .bytes = std::vector<std::uint8_t>(static_cast<std::size_t>(std::max(0, length)))};
        if (MPI_Mrecv(message.bytes.data(), length, MPI_BYTE, &handle, &status) != MPI_SUCCESS)
            return std::nullopt;
        return message;
    }

private:
    struct Sent {
        std::vector<std::uint8_t> bytes;
        MPI_Request request = MPI_REQUEST_NULL;
    };
    void tidy()
    {
        std::erase_if(m_sent, [](Sent& sent) {
            int done = 0;
            return MPI_Test(&sent.request, &done, MPI_STATUS_IGNORE) != MPI_SUCCESS || done != 0;
        });
    }
    int m_rank = 0, m_size = 1, m_neighbours = 1;
    bool m_waits = true;
    std::list<Sent> m_sent;  ///< their bytes stay in place until they are on their way
};

}  // namespace

Expected<std::unique_ptr<DrawMessenger>> joinProcesses()
{
    if (!startedWithOthers())
        return nullptr;
    int provided = MPI_THREAD_SINGLE;
    if (MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided) != MPI_SUCCESS || provided < MPI_THREAD_FUNNELED)
        return unexpected(Error{ErrorCode::Io, "MPI cannot be started with threads"}.cure("Start the program without mpirun."));
    auto messenger = std::make_unique<MpiMessenger>();
    if (messenger->size() < 2)
        return nullptr;
    return messenger;
}

}  // namespace isopolis
