#pragma once
// HttpExchange: one HTTP request on a connection of its own, and the messages that come back: one
// as JSON, or any number as server-sent events. Throws std::runtime_error where the reply is no
// valid one.

#include <string>
#include <string_view>
#include <vector>

#include "support/http_client.hpp"

namespace transcripts {

class HttpExchange {
 public:
  /// Sends the request. `id`: of the JSON-RPC request in it, as JSON text. `stands`: its reply goes
  /// on until the server ends.
  HttpExchange(int port, std::string_view request, std::string id, bool stands);

  const std::string& id() const { return id_; }

  bool stands() const { return stands_; }

  bool is_over() const { return over_; }

  int socket() const { return client_.socket(); }

  /// True if read() would not have to wait.
  bool has_input() const { return client_.has_input(); }

  /// Waits for the head of the reply.
  const support::HttpReply& head();

  /// Waits for the next piece of the reply; gives the messages that are complete with it.
  std::vector<std::string> read();

  void hang_up();

  /// The id of the last event; empty if it had none.
  const std::string& last_event_id() const { return last_event_id_; }

  bool is_answered() const { return answered_; }

 private:
  std::vector<std::string> read_json();
  std::vector<std::string> read_events();
  void take_event(std::string_view event, std::vector<std::string>& messages);

  const std::string id_;
  const bool stands_;
  support::HttpClient client_;
  support::HttpReply head_;
  std::string events_;  ///< what came of an event that is not complete yet
  std::string last_event_id_;
  bool answered_ = false;
  bool over_ = false;
};

}  // namespace transcripts
