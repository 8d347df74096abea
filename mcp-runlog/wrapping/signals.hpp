#pragma once
// Signals of a process that stands between a command and whoever started it: they come through a
// descriptor, and are passed on where the command did not get them anyway.

#include <sys/types.h>

#include <csignal>

#include "base/fd.hpp"

namespace runlog {

class Signals {
 public:
  /// Takes the signals of this process over, in the thread that calls and those that it starts
  /// later. Once in a process.
  Signals();

  int descriptor() const { return descriptor_.number(); }

  /// What this process blocked and ignored before: the command is started with that.
  const sigset_t& mask_before() const { return mask_before_; }

  const sigset_t& defaults_before() const { return defaults_before_; }

  /// Passes on what has come; stops this process where that stops the command.
  void pass_on(pid_t child);

  /// True once the command was asked to end, by whomever.
  bool was_asked_to_end() const { return asked_to_end_; }

  /// Ends this process by the signal, so that its parent sees what became of the command. Returns
  /// if that signal ends nobody.
  static void die_of(int signal);

 private:
  base::Fd descriptor_;
  sigset_t mask_before_{};
  sigset_t defaults_before_{};  ///< of those that this process ignores now
  bool asked_to_end_ = false;
};

}  // namespace runlog
