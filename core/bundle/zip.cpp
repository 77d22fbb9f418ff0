// The bundle as a file.
#include <archive.h>
#include <archive_entry.h>

#include <QCoreApplication>
#include <QDateTime>

#include "bundle/bundle.h"
#include "store/store.h"

namespace bd::bundle {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Bundle)
};

struct Output {
    const store::PortionSink &sink;
    Result<> result;
};

la_ssize_t put(archive *, void *self, const void *bytes, size_t length)
{
    auto *output = static_cast<Output *>(self);
    output->result = output->sink(QByteArray(static_cast<const char *>(bytes), static_cast<qsizetype>(length)));
    return output->result ? static_cast<la_ssize_t>(length) : -1;
}

bool add(archive *handle, const File &file)
{
    const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(), &archive_entry_free);
    archive_entry_set_pathname_utf8(entry.get(), file.name.toUtf8().constData());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_mtime(entry.get(), static_cast<time_t>(QDateTime::currentSecsSinceEpoch()), 0);
    archive_entry_set_size(entry.get(), file.text.size());
    return archive_write_header(handle, entry.get()) == ARCHIVE_OK
           && archive_write_data(handle, file.text.constData(), static_cast<size_t>(file.text.size()))
                  == static_cast<la_ssize_t>(file.text.size());
}

Result<> zipped(const Bundle &bundle, const store::PortionSink &sink)
{
    Output output{sink, {}};
    const std::unique_ptr<archive, decltype(&archive_write_free)> handle(archive_write_new(), &archive_write_free);
    archive_write_set_format_zip(handle.get());
    archive_write_set_bytes_in_last_block(handle.get(), 1); // no padding behind the end
    bool good = archive_write_open(handle.get(), &output, nullptr, &put, nullptr) == ARCHIVE_OK;
    for (const File &file : bundle.files)
        good = good && add(handle.get(), file);
    good = good && archive_write_close(handle.get()) == ARCHIVE_OK;
    if (good)
        return {};
    return output.result ? fail(ErrorCode::Io, Tr::tr("The bundle could not be packed"), {},
                                QString::fromUtf8(archive_error_string(handle.get())))
                         : output.result;
}

} // namespace

Result<> write(const Bundle &bundle, const QString &path)
{
    return store::writeFileOf(path, [&](const store::PortionSink &sink) { return zipped(bundle, sink); });
}

} // namespace bd::bundle
