#include "endpoint/admission.hpp"

#include <iterator>
#include <utility>

#include "base/format.hpp"
#include "endpoint/replies.hpp"

namespace endpoint {
namespace {

struct Limits {
  std::string_view name;
  std::size_t of_principal;
  std::size_t total;
};

Limits limits_of(Visit::Kind kind) {
  namespace limits = base::limits;
  switch (kind) {
    case Visit::Kind::call:
      return {"calls in flight", limits::calls_per_principal_max, limits::calls_max};
    case Visit::Kind::streamed_call:
      return {"calls in flight that answer with a stream",
              limits::streamed_calls_per_principal_max,
              limits::streamed_calls_max};
    case Visit::Kind::stream:
      break;
  }
  return {"open streams", limits::streams_per_principal_max, limits::streams_max};
}

}  // namespace

void Admission::Load::add(const Visit& visit) {
  ++of(visit.kind);
  bytes += visit.bytes;
}

void Admission::Load::remove(const Visit& visit) {
  --of(visit.kind);
  bytes -= visit.bytes;
}

std::variant<Admission::Place, http_server::Reply> Admission::enter(Visit visit) {
  const Limits limits = limits_of(visit.kind);
  const base::Lock lock(mutex_);
  if (closed_) return overloaded(503, "the server is being stopped");
  if (total_.of(visit.kind) >= limits.total)
    return overloaded(503, base::format("the server has {} {}", limits.total, limits.name));
  Load& mine = of_principal_[visit.principal];
  if (mine.of(visit.kind) >= limits.of_principal) {
    return overloaded(
        429,
        base::format("{} has {} {}, no more are allowed at once; wait for some to end",
                     visit.principal,
                     limits.of_principal,
                     limits.name));
  }
  if (mine.bytes + visit.bytes > base::limits::principal_bytes_in_flight_max) {
    return overloaded(429,
                      base::format("{} has {} bytes of requests in flight; wait for some to end",
                                   visit.principal,
                                   mine.bytes));
  }
  mine.add(visit);
  total_.add(visit);
  visits_.push_back(std::move(visit));
  return Place(this, [entry = std::prev(visits_.end())](void* admission) {
    static_cast<Admission*>(admission)->leave(entry);
  });
}

void Admission::expire(mcp::Call::Deadline now) {
  for (const Visit& visit : visits())
    visit.session->expire(now);
}

bool Admission::drain(std::chrono::milliseconds time_max) {
  const auto deadline = std::chrono::steady_clock::now() + time_max;
  {
    const base::Lock lock(mutex_);
    closed_ = true;
  }
  for (const Visit& visit : visits()) {
    if (visit.end) visit.end();
  }
  {
    const base::Lock lock(mutex_);
    bool in_time = true;
    while (total_.all() > 0 && in_time)
      in_time = left_.wait_until(mutex_, deadline);
    if (total_.calls() == 0) return true;
  }
  for (const Visit& visit : visits())
    visit.session->stop_all();
  return false;
}

std::list<Visit> Admission::visits() const {
  const base::Lock lock(mutex_);
  return visits_;
}

void Admission::leave(std::list<Visit>::iterator visit) {
  // Destroyed outside the lock: it may hold the last reference to a session.
  std::list<Visit> gone;
  const base::Lock lock(mutex_);
  total_.remove(*visit);
  const auto load = of_principal_.find(visit->principal);
  load->second.remove(*visit);
  if (load->second.all() == 0) of_principal_.erase(load);
  gone.splice(gone.begin(), visits_, visit);
  left_.notify_all();
}

}  // namespace endpoint
