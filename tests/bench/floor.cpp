// The floors that a server is measured against: programs that do the least that the job needs.
//
//   bench_floor echo          sends every line back
//   bench_floor json REPLY    parses every line, then writes what is in the file REPLY through
//   parse and dump
//
// A bare echo is the cost of a process and two pipes; the JSON loop is the cost of the same text
// going in and out through nlohmann/json with nothing in between.

#include <unistd.h>

#include <fstream>
#include <iostream>
#include <string>

#include <nlohmann/json.hpp>

namespace {

/// One line in, one line out, one write each, as the servers do it.
template <class Answer>
int answer_lines(Answer answer) {
  std::string buffer;
  char chunk[65536];
  for (;;) {
    const ssize_t got = ::read(STDIN_FILENO, chunk, sizeof chunk);
    if (got <= 0) return 0;
    buffer.append(chunk, static_cast<std::size_t>(got));
    for (std::size_t end = 0; (end = buffer.find('\n')) != std::string::npos;
         buffer.erase(0, end + 1)) {
      const std::string reply = answer(buffer.substr(0, end)) + "\n";
      if (::write(STDOUT_FILENO, reply.data(), reply.size()) < 0) return 1;
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2 && std::string(argv[1]) == "echo") {
    return answer_lines([](const std::string& line) { return line; });
  }
  if (argc == 3 && std::string(argv[1]) == "json") {
    std::string reply;
    std::getline(std::ifstream(argv[2]), reply);
    return answer_lines([&](const std::string& line) {
      const auto request = nlohmann::json::parse(line);
      auto parsed = nlohmann::json::parse(reply);
      parsed["id"] = request["id"];
      return parsed.dump();
    });
  }
  std::cerr << "usage: bench_floor echo | bench_floor json REPLY\n";
  return 2;
}
