#include "bench/measure.hpp"

#include <algorithm>
#include <cstdio>

namespace bench {

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

double percentile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

Samples interleaved(const std::vector<std::function<double()>>& programs, int count) {
  Samples samples(programs.size());
  for (int round = 0; round < count; ++round) {
    for (std::size_t at = 0; at < programs.size(); ++at)
      samples[at].push_back(programs[at]());
  }
  return samples;
}

double median_ratio(const std::vector<double>& of, const std::vector<double>& against) {
  std::vector<double> ratios;
  for (std::size_t round = 0; round < of.size(); ++round)
    ratios.push_back(of[round] / against[round]);
  return median(std::move(ratios));
}

void row(const std::string& what, const std::string& figure, const std::string& bar, bool met) {
  const std::string verdict = met ? bar : bar + " MISSED";
  std::printf("| %-55s | %-40s | %-26s |\n", what.c_str(), figure.c_str(), verdict.c_str());
  std::fflush(stdout);
}

OneCore::OneCore() {
  ::sched_getaffinity(0, sizeof before_, &before_);
  cpu_set_t cores;
  CPU_ZERO(&cores);
  CPU_SET(0, &cores);
  ::sched_setaffinity(0, sizeof cores, &cores);
}

OneCore::~OneCore() {
  ::sched_setaffinity(0, sizeof before_, &before_);
}

}  // namespace bench
