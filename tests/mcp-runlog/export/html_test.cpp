#include "mcp-runlog/export/html.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <regex>
#include <set>

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "mcp-runlog/export/html_text.hpp"
#include "mcp-runlog/export/markup.hpp"
#include "mcp-runlog/export/stories.hpp"
#include "support/catch.hpp"
#include "support/text.hpp"

using support::holds;

namespace {

using markup::attribute_of;
using markup::Element;

std::vector<runlog::Story> all_stories() {
  return {stories::rich(), stories::hostile(), stories::large(300), stories::empty()};
}

std::string hash_of(const std::string& source) {
  return "'sha256-" + base::base64(base::sha256(source)) + "'";
}

std::string policy_of(const markup::Read& page) {
  for (const Element& element : page.elements) {
    if (attribute_of(element, "http-equiv") == "Content-Security-Policy")
      return attribute_of(element, "content");
  }
  return {};
}

/// WCAG 2: of a colour such as #1b5aa6.
double luminance(const std::string& colour) {
  const auto channel = [&](std::size_t at) {
    const double part = std::stoi(colour.substr(at, 2), nullptr, 16) / 255.0;
    return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

double contrast(const std::string& a, const std::string& b) {
  const auto [low, high] = std::minmax({luminance(a), luminance(b)});
  return (high + 0.05) / (low + 0.05);
}

using Colours = std::map<std::string, std::string>;

Colours colours_in(const std::string& rules) {
  Colours colours;
  const std::regex rule("--([a-z-]+): (#[0-9a-f]{6})");
  for (std::sregex_iterator at(rules.begin(), rules.end(), rule), end; at != end; ++at)
    colours.emplace((*at)[1], (*at)[2]);  // the print style says some again
  return colours;
}

}  // namespace

TEST_CASE("whatever a run says, every element of its page is closed and every text escaped") {
  for (const runlog::Story& story : all_stories()) {
    const markup::Read page = markup::read(runlog::html_page(story));
    CHECK(page.fault.empty());
    INFO(page.fault);
    CHECK(page.elements.size() > 30);
  }
}

TEST_CASE("the check of markup finds what a browser would forgive") {
  CHECK(markup::read("<p><b>x</b></p>").fault.empty());
  for (const char* wrong :
       {"<p><b>x</p></b>", "<p>", "<p>a & b</p>", "<p a=b>x</p>", "a > b", "</p>"})
    CHECK_FALSE(markup::read(wrong).fault.empty());
}

TEST_CASE(
    "the policy of the page allows its own style and script by their hashes, and nothing else") {
  for (const runlog::Story& story : all_stories()) {
    const markup::Read page = markup::read(runlog::html_page(story));
    CHECK(policy_of(page) == "default-src 'none'; style-src " + hash_of(page.style) +
                                 "; script-src " + hash_of(page.script) +
                                 "; base-uri 'none'; form-action 'none'");
  }
}

TEST_CASE("the page asks for nothing outside, has no handlers and no style beside its own") {
  const std::set<std::string> loading = {
      "src", "srcset", "style", "action", "data", "poster", "background", "ping", "xlink:href"};
  const std::set<std::string> foreign = {"img",
                                         "iframe",
                                         "object",
                                         "embed",
                                         "link",
                                         "base",
                                         "audio",
                                         "video",
                                         "image",
                                         "use",
                                         "script",
                                         "style"};
  for (const runlog::Story& story : all_stories()) {
    std::size_t ours = 0;
    for (const Element& element : markup::read(runlog::html_page(story)).elements) {
      ours += foreign.count(element.tag);
      for (const auto& [name, value] : element.attributes) {
        CHECK_FALSE(name.starts_with("on"));
        CHECK(loading.count(name) == 0);
        if (name == "href") CHECK(value.starts_with("#"));
      }
    }
    CHECK(ours == 2);
  }
}

TEST_CASE("hostile text is on the page as text, without its hidden characters") {
  const std::string page = runlog::html_page(stories::hostile());
  const markup::Read read = markup::read(page);
  CHECK(holds(read.text, "</pre></details></li><script>document.title='owned'</script>"));
  CHECK(holds(read.text, "javascript:alert(1)"));
  for (const char* hidden : {"\x1B", "\x07", "\u202E", "\u202C", "\u200B"})
    CHECK_FALSE(holds(page, hidden));
  CHECK_FALSE(holds(page, "<img"));
}

TEST_CASE("every event has a permalink, and every link of the page leads to something on it") {
  const runlog::Story story = stories::rich();
  std::set<std::string> ids;
  std::set<std::string> targets;
  for (const Element& element : markup::read(runlog::html_page(story)).elements) {
    const std::string id = attribute_of(element, "id");
    if (!id.empty()) CHECK(ids.insert(id).second);
    const std::string target = attribute_of(element, "href");
    if (!target.empty()) targets.insert(target.substr(1));
  }
  for (const runlog::Moment& moment : story.timeline.moments) {
    CHECK(ids.count("e-" + moment.event.id) == 1);
    CHECK(targets.count("e-" + moment.event.id) == 1);
  }
  CHECK(std::includes(ids.begin(), ids.end(), targets.begin(), targets.end()));
}

TEST_CASE("the page says what the run was, what it took and how far it can be trusted") {
  const std::string text = markup::read(runlog::html_page(stories::rich())).text;
  for (const char* said :
       {"The upload retries hammer the registry",
        "Uploads back off exponentially up to 60 s",
        "1 min 05 s",
        "$0.18 told by otel",
        "configured; cannot be reached since 20:27:31",
        "the end of Bash toolu_7 was never told",
        "Clock host:registry-2: 2.0 s were added to its times, right within 40 ms",
        "Clock matrix: nothing links it to the reference",
        "≈ marks 3 events",
        "1 event came after the finish",
        "2 secrets taken out",
        "cut from 184.2 kB",
        "end not told",
        "std::min(base_ * (1 << attempt), longest_)",
        "2. And the timeout?"})
    CHECK(holds(text, said));
}

TEST_CASE("the same story gives the same page") {
  CHECK(runlog::html_page(stories::rich()) == runlog::html_page(stories::rich()));
}

TEST_CASE("a run of which nothing is known still has a page that says so") {
  const std::string text = markup::read(runlog::html_page(stories::empty())).text;
  CHECK(holds(text, "A run without a title"));
  CHECK(holds(text, "No event tells of this run."));
}

TEST_CASE("what a page would grow too large by is left out, and said to be") {
  runlog::Story story = stories::large(10);
  const std::string body = R"({"output":")" + std::string(13'000'000, 'x') + "\"}";
  for (const std::size_t at : {std::size_t{1}, std::size_t{2}})
    story.timeline.moments[at].event.body_json = body;
  const std::string page = runlog::html_page(story);
  CHECK(page.size() < 14'000'000);
  CHECK(holds(page, "Its body of 13.0 MB is left out: the page would be too large."));
}

TEST_CASE("every colour that words have can be read on every ground, light and dark") {
  const std::string style = markup::read(runlog::html_page(stories::empty())).style;
  const std::size_t dark = style.find("prefers-color-scheme: dark");
  REQUIRE(dark != std::string::npos);
  for (const std::string& rules : {style.substr(0, dark), style.substr(dark)}) {
    const Colours colours = colours_in(rules);
    for (const char* ink : {"ink",
                            "soft",
                            "talk",
                            "say",
                            "tool",
                            "edit",
                            "sub",
                            "bus",
                            "run",
                            "quiet",
                            "bad",
                            "warn",
                            "good"}) {
      for (const char* ground : {"paper", "card", "wash"}) {
        INFO(ink << " on " << ground);
        CHECK(contrast(colours.at(ink), colours.at(ground)) >= 4.5);
      }
    }
    for (const char* ground : {"added", "removed", "mark"})
      CHECK(contrast(colours.at("ink"), colours.at(ground)) >= 7);
  }
}

TEST_CASE("text becomes markup in one place only, escaped once") {
  runlog::Html out;
  out.open("p", {{"title", "\"a\" & 'b'"}}).text("<&>\x1B[31m").text("\u202Ex").close();
  CHECK(out.take() == "<p title=\"&quot;a&quot; &amp; &#39;b&#39;\">&lt;&amp;&gt;x</p>");
}
