#include "transport/worker_pool.hpp"

#include <atomic>
#include <future>
#include <memory>
#include <set>

#include "support/catch.hpp"
#include "support/eventually.hpp"

namespace {

using namespace std::chrono_literals;

constexpr auto patience = 30s;

/// Work that begins, says so, and lasts until it is let go.
class Gate {
 public:
  std::function<void()> work() {
    return [this] {
      ++inside_;
      inside_.notify_all();
      opened_.wait();
    };
  }

  void wait_for(int count) {
    for (int inside = inside_; inside < count; inside = inside_)
      inside_.wait(inside);
  }

  void open() { promise_.set_value(); }

 private:
  std::promise<void> promise_;
  const std::shared_future<void> opened_ = promise_.get_future().share();
  std::atomic<int> inside_ = 0;
};

bool submit(transport::WorkerPool& pool, std::function<void()> work) {
  return pool.submit(std::move(work), mcp::JobKind::reads);
}

}  // namespace

TEST_CASE("everything that was submitted runs") {
  std::atomic<int> done = 0;
  transport::WorkerPool pool(1000, 4);
  for (int count = 0; count < 1000; ++count)
    REQUIRE(submit(pool, [&] { ++done; }));
  CHECK(pool.wait_idle(patience));
  CHECK(done == 1000);
}

TEST_CASE("work that changes something never takes every thread") {
  Gate gate;
  transport::WorkerPool pool(10, 3, 2);
  for (int count = 0; count < 5; ++count)
    REQUIRE(pool.submit(gate.work(), mcp::JobKind::changes));
  gate.wait_for(2);
  std::promise<void> read;
  REQUIRE(pool.submit([&] { read.set_value(); }, mcp::JobKind::reads));
  CHECK(read.get_future().wait_for(patience) == std::future_status::ready);
  gate.open();
  CHECK(pool.wait_idle(patience));
}

TEST_CASE("work is handed over to an idle thread only, and what its thread runs instead counts") {
  transport::WorkerPool pool(10, 2, 1);
  Gate first;
  Gate second;
  std::promise<bool> nobody_idle;
  std::promise<bool> somebody_idle;
  std::promise<void> go_on;
  REQUIRE(submit(pool, [&] {
    nobody_idle.set_value(pool.hand_over([] {}, mcp::JobKind::reads));
    go_on.get_future().wait();
    somebody_idle.set_value(pool.hand_over(first.work(), mcp::JobKind::changes));
    second.work()();
    pool.finish(mcp::JobKind::changes);
  }));
  CHECK_FALSE(nobody_idle.get_future().get());
  REQUIRE(submit(pool, [] {}));
  REQUIRE(pool.wait_idle(patience, 1));
  go_on.set_value();
  CHECK(somebody_idle.get_future().get());
  first.wait_for(1);
  second.wait_for(1);
  first.open();
  REQUIRE(pool.wait_idle(patience, 1));

  std::atomic<bool> changed = false;
  REQUIRE(pool.submit([&] { changed = true; }, mcp::JobKind::changes));
  std::promise<void> read;
  REQUIRE(submit(pool, [&] { read.set_value(); }));
  read.get_future().wait();
  CHECK_FALSE(changed);
  second.open();
  REQUIRE(pool.wait_idle(patience));
  CHECK(changed);
}

TEST_CASE("a pool without work is idle") {
  transport::WorkerPool pool(10, 4);
  CHECK(pool.wait_idle(0ms));
}

TEST_CASE("as many run at once as there are threads, and no more") {
  Gate gate;
  std::atomic<bool> fourth_ran = false;
  transport::WorkerPool pool(10, 3);
  for (int count = 0; count < 3; ++count)
    REQUIRE(submit(pool, gate.work()));
  gate.wait_for(3);
  REQUIRE(submit(pool, [&] { fourth_ran = true; }));
  CHECK_FALSE(pool.wait_idle(10ms));
  CHECK_FALSE(fourth_ran);
  gate.open();
  CHECK(pool.wait_idle(patience));
  CHECK(fourth_ran);
}

TEST_CASE("what waits beyond the limit is refused, until something was taken") {
  Gate gate;
  transport::WorkerPool pool(2, 1);
  REQUIRE(submit(pool, gate.work()));
  gate.wait_for(1);
  CHECK(submit(pool, [] {}));
  CHECK(submit(pool, [] {}));
  CHECK_FALSE(submit(pool, [] {}));
  gate.open();
  REQUIRE(pool.wait_idle(patience));
  CHECK(submit(pool, [] {}));
}

TEST_CASE("a pool that ends finishes what runs and drops what waits") {
  Gate gate;
  auto pool = std::make_unique<transport::WorkerPool>(10, 1);
  REQUIRE(submit(*pool, gate.work()));
  gate.wait_for(1);
  std::atomic<bool> second_ran = false;
  auto dropped = std::make_shared<std::promise<void>>();
  const std::weak_ptr<std::promise<void>> waiting = dropped;
  REQUIRE(submit(*pool, [&second_ran, dropped] { second_ran = true; }));
  dropped.reset();
  std::thread end([&] { pool.reset(); });
  CHECK(support::eventually([&] { return waiting.expired(); }));
  gate.open();
  end.join();
  CHECK_FALSE(second_ran);
}

TEST_CASE("one thread serves work that comes one after the other") {
  base::Mutex mutex;
  std::set<std::thread::id> threads;
  transport::WorkerPool pool(10, 4);
  for (int count = 0; count < 50; ++count) {
    REQUIRE(submit(pool, [&] {
      const base::Lock lock(mutex);
      threads.insert(std::this_thread::get_id());
    }));
    REQUIRE(pool.wait_idle(patience));
  }
  CHECK(threads.size() == 1);
}
