#pragma once
// The stream that a connection is writing, if it is, within reach of the threads that may have to
// close it. Thread-safe.

#include <memory>
#include <utility>

#include "base/mutex.hpp"
#include "http_server/message.hpp"

namespace http_server {

class StreamSlot {
 public:
  void put(const std::shared_ptr<Stream>& stream) {
    bool closed = false;
    {
      const base::Lock lock(mutex_);
      stream_ = stream;
      closed = closed_;
    }
    if (closed) stream->close();
  }

  /// The reply is over, however it ended.
  void finish() {
    std::shared_ptr<Stream> stream;
    {
      const base::Lock lock(mutex_);
      stream.swap(stream_);
    }
    if (stream != nullptr) stream->close();
  }

  /// Also every stream that is put in from now on.
  void close() {
    std::shared_ptr<Stream> stream;
    {
      const base::Lock lock(mutex_);
      closed_ = true;
      stream = stream_;
    }
    if (stream != nullptr) stream->close();
  }

 private:
  base::Mutex mutex_;
  std::shared_ptr<Stream> stream_ GUARDED_BY(mutex_);
  bool closed_ GUARDED_BY(mutex_) = false;
};

}  // namespace http_server
