// The floor that the HTTP server is measured against: cpp-httplib and nlohmann/json with nothing in
// between. A thread for each connection, as few as fit make calls wait for each other.
//
//   bench_http_floor REPLY    parses every POST to /mcp, then builds what is in the file REPLY anew
//   and dumps it

#include <httplib.h>

#include <fstream>
#include <iostream>
#include <limits>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include <nlohmann/json.hpp>

namespace {

class ThreadForEach final : public httplib::TaskQueue {
 public:
  ThreadForEach() = default;

  ~ThreadForEach() override {
    for (std::thread& thread : threads_)
      thread.join();
  }

  // It returns void in httplib 0.11 and bool in later versions.
  decltype(std::declval<httplib::TaskQueue&>().enqueue({})) enqueue(
      std::function<void()> task) override {
    threads_.emplace_back(std::move(task));
    return decltype(std::declval<httplib::TaskQueue&>().enqueue({}))(true);
  }

  void shutdown() override {}

 private:
  std::list<std::thread> threads_;
};

nlohmann::json parsed_file(const char* path) {
  std::ifstream file(path);
  return nlohmann::json::parse(file);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: bench_http_floor REPLY\n";
    return 2;
  }
  const nlohmann::json stored = parsed_file(argv[1]);
  httplib::Server server;
  server.new_task_queue = [] { return std::make_unique<ThreadForEach>().release(); };
  server.set_tcp_nodelay(true);
  server.set_keep_alive_max_count(std::numeric_limits<std::size_t>::max());
  server.Post("/mcp", [&](const httplib::Request& request, httplib::Response& response) {
    nlohmann::json reply = stored;
    reply["id"] = nlohmann::json::parse(request.body)["id"];
    response.set_content(reply.dump(), "application/json");
  });
  const int port = server.bind_to_any_port("127.0.0.1");
  std::cerr << "listening on http://127.0.0.1:" << port << "/mcp\n";
  return server.listen_after_bind() ? 0 : 1;
}
