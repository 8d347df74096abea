#pragma once
// How the benchmarks measure and what they print.
//
// Figures of shared machines drift, so each is the median of interleaved rounds, and what counts
// are the ratios. A missed bar is marked; a person reads the table.

#include <sched.h>

#include <functional>
#include <string>
#include <vector>

namespace bench {

inline constexpr int rounds = 5;

double median(std::vector<double> values);

/// The value below which such a share of them lies.
double percentile(std::vector<double> values, double share);

/// One figure of several programs, taken in turns: for each program what it gave in every round.
using Samples = std::vector<std::vector<double>>;
Samples interleaved(const std::vector<std::function<double()>>& programs, int count = rounds);

/// The median of what one program gave against what the other gave in the same round.
double median_ratio(const std::vector<double>& of, const std::vector<double>& against);

/// A line of the table. `met` marks where the bar is missed.
void row(const std::string& what,
         const std::string& figure,
         const std::string& bar = {},
         bool met = true);

/// Both ends of a pipe on one core: otherwise the scheduler is what is measured. Holds for this
/// thread and what it starts, until the end of the scope.
class OneCore {
 public:
  OneCore();
  ~OneCore();

  OneCore(const OneCore&) = delete;
  OneCore& operator=(const OneCore&) = delete;

 private:
  cpu_set_t before_;
};

}  // namespace bench
