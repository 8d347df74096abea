#include "nats/bus.hpp"

#include "base/module.hpp"
#include "nats/bus_module.hpp"

namespace nats {

base::Result<std::unique_ptr<Bus>> open(const Options& options, const base::Clock& clock) {
  if (const auto checked = check(options); !checked) return checked.error();
  const auto module = TRY(base::module_function<OpenFunction>(bus_module, open_symbol));
  Opened opened = base::internal("the module opened nothing");
  module.call(options, clock, opened);
  return opened;
}

}  // namespace nats
