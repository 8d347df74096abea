#include "endpoint/client_sessions.hpp"

#include <algorithm>

#include "base/base64.hpp"
#include "base/limits.hpp"
#include "base/random.hpp"

namespace endpoint {
namespace {

/// 192 bits (specification 2025-11-25, transports: session ids must not be guessed).
constexpr std::size_t id_bytes = 24;

/// Less for the one that is missed less: idle before busy, then by the last use.
std::pair<bool, ClientSession::Time> idleness(const ClientSession& session) {
  return {session.is_busy(), session.last_used()};
}

}  // namespace

std::shared_ptr<ClientSession> ClientSessions::make(const std::string& principal) const {
  return std::make_shared<ClientSession>(
      base::base64_url(base::random_bytes(id_bytes)), principal, call_time_max_);
}

void ClientSessions::add(const std::shared_ptr<ClientSession>& session) {
  session->use(std::chrono::steady_clock::now());
  std::vector<std::shared_ptr<ClientSession>> ended;
  {
    const base::Lock lock(mutex_);
    const std::string& principal = session->principal();
    if (count(principal) >= base::limits::sessions_per_principal_max)
      ended.push_back(take_idle_longest(principal));
    if (sessions_.size() >= base::limits::sessions_max) ended.push_back(take_idle_longest({}));
    sessions_.emplace(session->id(), session);
  }
  for (const auto& old : ended)
    old->end();
}

std::shared_ptr<ClientSession> ClientSessions::find(std::string_view id,
                                                    std::string_view principal) {
  const base::Lock lock(mutex_);
  const auto found = sessions_.find(id);
  if (found == sessions_.end() || found->second->principal() != principal) return nullptr;
  found->second->use(std::chrono::steady_clock::now());
  return found->second;
}

bool ClientSessions::end(std::string_view id, std::string_view principal) {
  const auto session = find(id, principal);
  if (!session) return false;
  {
    const base::Lock lock(mutex_);
    sessions_.erase(session->id());
  }
  session->end();
  return true;
}

void ClientSessions::expire(ClientSession::Time now) {
  std::vector<std::shared_ptr<ClientSession>> ended;
  {
    const base::Lock lock(mutex_);
    for (const auto& [id, session] : sessions_) {
      // Idle from the end of what went on in it, not from its beginning.
      if (session->is_busy()) session->use(now);
      session->drop_ended(now);
      if (now - session->last_used() >= base::limits::session_idle_max) ended.push_back(session);
    }
    for (const auto& session : ended)
      sessions_.erase(session->id());
  }
  for (const auto& session : ended)
    session->end();
}

std::size_t ClientSessions::size() const {
  const base::Lock lock(mutex_);
  return sessions_.size();
}

std::shared_ptr<ClientSession> ClientSessions::take_idle_longest(std::string_view principal) {
  auto oldest = sessions_.end();
  for (auto entry = sessions_.begin(); entry != sessions_.end(); ++entry) {
    if (!principal.empty() && entry->second->principal() != principal) continue;
    if (oldest == sessions_.end() || idleness(*entry->second) < idleness(*oldest->second))
      oldest = entry;
  }
  auto session = oldest->second;
  sessions_.erase(oldest);
  return session;
}

std::size_t ClientSessions::count(std::string_view principal) const {
  return static_cast<std::size_t>(
      std::count_if(sessions_.begin(), sessions_.end(), [&](const auto& entry) {
        return entry.second->principal() == principal;
      }));
}

}  // namespace endpoint
