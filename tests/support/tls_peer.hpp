#pragma once
// The client's end of TLS. Failures throw std::runtime_error.

#include <sys/types.h>

#include <memory>
#include <string_view>

namespace support {

class TlsPeer {
 public:
  /// Agrees with the server on the other side; whoever that is. `socket` outlives it.
  explicit TlsPeer(int socket);
  ~TlsPeer();

  /// As read(2) and write(2).
  ssize_t read(char* to, std::size_t size);
  ssize_t write(std::string_view bytes);

 private:
  struct Session;
  std::unique_ptr<Session> session_;
};

}  // namespace support
