#include "mcp-runlog/following/file_follower.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <utility>

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace runlog {
namespace {

namespace fs = std::filesystem;

using Lines = std::vector<std::string>;

struct World {
  support::TemporaryDirectory directory;
  fs::path log = directory.path() / "app.log";
  fs::path older = directory.path() / "app.log.1";
  fs::path oldest = directory.path() / "app.log.2";

  void append(std::string_view bytes) const { append_to(log, bytes); }

  static void append_to(const fs::path& file, std::string_view bytes) {
    std::ofstream(file, std::ios::binary | std::ios::app) << bytes;
  }

  /// As logrotate does without a word.
  void rotate() const {
    if (fs::exists(older)) fs::rename(older, oldest);
    fs::rename(log, older);
  }

  void copy_and_empty() const {
    fs::copy_file(log, older, fs::copy_options::overwrite_existing);
    fs::resize_file(log, 0);
  }
};

/// What it reads until there is nothing more, and where it is then.
struct Reader {
  explicit Reader(const World& world, const std::string& from = {})
      : follower(world.log, from), position(from) {}

  Lines read() {
    Lines lines;
    remarks.clear();
    while (true) {
      auto piece = follower.next();
      if (!piece) throw std::runtime_error(piece.error().message);
      for (const CutLine& line : piece->lines)
        lines.push_back(line.text);
      remarks += piece->remark;
      position = piece->position;
      if (!piece->file.empty()) file = piece->file;
      if (piece->state == Piece::State::waiting) return lines;
    }
  }

  FileFollower follower;
  std::string position;
  std::string remarks = {};
  std::string file = {};
};

TEST_CASE("what is there is read, then what comes; a line without its end waits") {
  const World world;
  world.append("one\ntw");
  Reader reader(world);
  CHECK(reader.read() == Lines{"one"});
  CHECK(reader.read().empty());
  world.append("o\nthree\n");
  CHECK(reader.read() == Lines{"two", "three"});
}

TEST_CASE("whoever goes on later goes on exactly there") {
  const World world;
  world.append("one\ntwo\nthr");
  Reader before(world);
  CHECK(before.read() == Lines{"one", "two"});
  world.append("ee\nfour\n");
  Reader after(world, before.position);
  CHECK(after.read() == Lines{"three", "four"});
  CHECK(after.remarks.empty());
}

TEST_CASE("a file that was renamed is read to its end, then the new one") {
  const World world;
  world.append("one\n");
  Reader reader(world);
  CHECK(reader.read() == Lines{"one"});
  world.append("two\n");
  world.rotate();
  CHECK(reader.read() == Lines{"two"});
  world.append("");
  World::append_to(world.older, "three\n");
  CHECK(reader.read() == Lines{"three"});
  world.append("four\n");
  CHECK(reader.read() == Lines{"four"});
  CHECK(reader.remarks.empty());
}

TEST_CASE("a last line without its end is read once nothing more can come") {
  const World world;
  world.append("one\ntwo");
  Reader reader(world);
  CHECK(reader.read() == Lines{"one"});
  world.rotate();
  CHECK(reader.read().empty());
  world.append("three\n");
  CHECK(reader.read() == Lines{"two", "three"});
}

TEST_CASE("no generation is left out when the file was rotated several times at once") {
  const World world;
  world.append("one\n");
  Reader reader(world);
  CHECK(reader.read() == Lines{"one"});
  world.append("two\n");
  world.rotate();
  world.append("three\n");
  world.rotate();
  world.append("four\n");
  CHECK(reader.read() == Lines{"two", "three", "four"});
}

TEST_CASE("nothing is lost or doubled when it was rotated while nobody looked") {
  const World world;
  world.append("one\n");
  Reader before(world);
  CHECK(before.read() == Lines{"one"});
  world.append("two\n");
  world.rotate();
  SECTION("and the new file is not there yet") {
    Reader after(world, before.position);
    CHECK(after.read() == Lines{"two"});
    world.append("three\n");
    CHECK(after.read() == Lines{"three"});
  }
  SECTION("once") {
    world.append("three\n");
    Reader after(world, before.position);
    CHECK(after.read() == Lines{"two", "three"});
  }
  SECTION("twice") {
    world.append("three\n");
    world.rotate();
    world.append("four\n");
    Reader after(world, before.position);
    CHECK(after.read() == Lines{"two", "three", "four"});
  }
}

TEST_CASE("a file that was copied and emptied is read on in the copy, then from its beginning") {
  const World world;
  world.append("one\n");
  Reader reader(world);
  CHECK(reader.read() == Lines{"one"});
  world.append("two\n");
  world.copy_and_empty();
  SECTION("and has less than before") {
    world.append("x\n");
    CHECK(reader.read() == Lines{"two", "x"});
  }
  SECTION("and has more than before") {
    world.append("three and a lot more\n");
    CHECK(reader.read() == Lines{"two", "three and a lot more"});
  }
  SECTION("while nobody looked") {
    world.append("three\n");
    Reader after(world, reader.position);
    CHECK(after.read() == Lines{"two", "three"});
  }
  CHECK(reader.remarks.empty());
}

TEST_CASE("files that begin alike are told apart by what stands before the place") {
  const World world;
  world.append("# log\none\n");
  Reader reader(world);
  CHECK(reader.read() == Lines{"# log", "one"});
  fs::resize_file(world.log, 0);
  world.append("# log\ntwo\nthree\n");
  CHECK(reader.read() == Lines{"# log", "two", "three"});
  CHECK(reader.remarks.find("was emptied") != std::string::npos);
}

TEST_CASE("a place that is gone begins again with the oldest, and says so") {
  const World world;
  world.append("one\n");
  Reader before(world);
  CHECK(before.read() == Lines{"one"});
  fs::remove(world.log);
  World::append_to(world.older, "two\n");
  world.append("three\n");
  Reader after(world, before.position);
  CHECK(after.read() == Lines{"two", "three"});
  CHECK(after.remarks.find("is not found any more") != std::string::npos);
  CHECK(after.read().empty());
}

TEST_CASE("a generation has one name, whatever it is called") {
  const World world;
  world.append("one\n");
  Reader before(world);
  before.read();
  world.rotate();
  World::append_to(world.older, "two\n");
  Reader after(world, before.position);
  CHECK(after.read() == Lines{"two"});
  CHECK(after.file == before.file);
  World::append_to(world.log, "three\n");
  CHECK(after.read() == Lines{"three"});
  CHECK(after.file != before.file);
}

TEST_CASE("a log that is named with a number is one of its own") {
  const World world;
  World numbered;
  numbered.log = world.older;
  for (const World* one : {&world, &std::as_const(numbered)})
    one->append("the same\n");
  Reader reader(world);
  Reader other(numbered);
  CHECK(reader.read() == Lines{"the same"});
  CHECK(other.read() == Lines{"the same"});
  CHECK(reader.file != other.file);
  CHECK(log_name_of(world.older) != log_name_of(world.oldest));
}

TEST_CASE("a file that is not there is not found until it is") {
  const World world;
  FileFollower follower(world.log, {});
  const auto missing = follower.next();
  REQUIRE_FALSE(missing);
  CHECK(missing.error().kind == base::ErrorKind::not_found);
  world.append("one\n");
  const auto there = follower.next();
  REQUIRE(there);
  CHECK(there->lines.at(0).text == "one");
}

TEST_CASE("a directory and a pipe are no logs") {
  const World world;
  SECTION("a directory") {
    fs::create_directory(world.log);
  }
  SECTION("a pipe") {
    REQUIRE(::mkfifo(world.log.c_str(), 0600) == 0);
  }
  FileFollower follower(world.log, {});
  const auto piece = follower.next();
  REQUIRE_FALSE(piece);
  CHECK(piece.error().kind == base::ErrorKind::unavailable);
}

TEST_CASE("a file without permission is unavailable until it is given") {
  if (::geteuid() == 0) return;  // whom nothing is forbidden
  const World world;
  world.append("one\n");
  fs::permissions(world.log, fs::perms::none);
  FileFollower follower(world.log, {});
  const auto refused = follower.next();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == base::ErrorKind::unavailable);
  fs::permissions(world.log, fs::perms::owner_all);
  CHECK(follower.next());
}

TEST_CASE("a huge line is cut, and reading goes on behind it") {
  const World world;
  constexpr std::size_t huge = 10'000'000;
  world.append(std::string(huge, 'x') + "\nnext\n");
  Reader reader(world);
  const Lines lines = reader.read();
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].size() < log_line_bytes_max + 100);
  CHECK(lines[1] == "next");
}

TEST_CASE("bytes of every kind come through") {
  const World world;
  const std::string strange("\0\xff\x1b[31m\0", 8);
  world.append(strange + "\nnext\n");
  Reader reader(world);
  CHECK(reader.read() == Lines{strange, "next"});
}

TEST_CASE(
    "what has no line break yet is shown to whoever will not come back, and not passed over") {
  const World world;
  world.append("one\ntwo");
  Reader reader(world);
  reader.read();
  const Piece rest = reader.follower.unfinished();
  REQUIRE(rest.lines.size() == 1);
  CHECK(rest.lines[0].text == "two");
  CHECK(rest.position == reader.position);
}

}  // namespace
}  // namespace runlog
