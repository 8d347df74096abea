// Any line: one of the four bodies; an id goes back with the type it came with.

#include "fuzz/fuzz.hpp"
#include "rpc/message.hpp"

static void echoes(const rpc::Id& id) {
  const auto answer = json::parse(rpc::response(id, "{}"));
  CHECK(answer);
  CHECK(rpc::read_id(answer->root().find("id")) == id);
}

FUZZ_TARGET(input) {
  const rpc::Message message = rpc::read_message(input);
  if (const auto* refused = std::get_if<rpc::Refused>(&message.body)) {
    CHECK(json::parse(rpc::error_response(refused->id, refused->error)));
    if (refused->id) echoes(*refused->id);
  }
  if (const auto* request = std::get_if<rpc::Request>(&message.body)) {
    echoes(request->id);
    CHECK(request->params.is(json::Kind::absent) || request->params.is(json::Kind::object));
    CHECK(message.document.root().find("method").text() == request->method);
  }
}
