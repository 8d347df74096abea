// What the tokens of known providers look like, as a table: literals, and runs of characters of
// some length between. To know a new token, add a line and its test.

#include <algorithm>
#include <array>
#include <vector>

#include "secrets/rules.hpp"
#include "secrets/value.hpp"

namespace secrets {
namespace {

struct Part {
  std::string_view literal;
  Characters characters;  ///< that follow
  std::size_t bytes_min;
  std::size_t bytes_max;
};

struct Format {
  std::string_view kind;
  Part first;
  Part second = {{}, Characters(""), 0, 0};
  Part third = {{}, Characters(""), 0, 0};
};

constexpr Characters slack("A-Za-z0-9-");
constexpr Characters base64_padded("A-Za-z0-9+/=");
constexpr Characters percent_encoded("A-Za-z0-9+/=%");
constexpr Characters azure_secret("A-Za-z0-9_.~-");
constexpr Characters environment("a-z0-9_-");

constexpr Format formats[] = {
    {"JSON web token", {"eyJ", token, 8, any}, {".eyJ", token, 8, any}, {".", token, 20, any}},

    {"AWS access key", {"AKIA", upper_digit, 16, 16}},
    {"AWS access key", {"ASIA", upper_digit, 16, 16}},
    {"Google API key", {"AIza", token, 35, 35}},
    {"Google access token", {"ya29.", token, 20, any}},
    {"Google client secret", {"GOCSPX-", token, 28, 28}},
    {"Google refresh token", {"1//0", token, 40, any}},
    {"Azure storage key", {"AccountKey=", base64_padded, 64, 100}},
    {"Azure shared access key", {"SharedAccessKey=", base64_padded, 40, 60}},
    {"Azure shared access signature", {"sig=", percent_encoded, 43, 80}},
    {"Azure client secret", {"", token, 3, 3}, {"7Q~", azure_secret, 31, 34}},
    {"Azure client secret", {"", token, 3, 3}, {"8Q~", azure_secret, 31, 34}},
    {"DigitalOcean token", {"dop_v1_", hex, 64, 64}},
    {"DigitalOcean token", {"doo_v1_", hex, 64, 64}},
    {"DigitalOcean token", {"dor_v1_", hex, 64, 64}},

    {"GitHub token", {"ghp_", alnum, 36, any}},
    {"GitHub token", {"gho_", alnum, 36, any}},
    {"GitHub token", {"ghu_", alnum, 36, any}},
    {"GitHub token", {"ghs_", alnum, 36, any}},
    {"GitHub token", {"ghr_", alnum, 36, any}},
    {"GitHub token", {"github_pat_", token, 40, any}},
    {"GitLab token", {"glpat-", token, 20, any}},
    {"GitLab token", {"gldt-", token, 20, any}},
    {"GitLab token", {"glrt-", token, 20, any}},
    {"GitLab token", {"glcbt-", token, 20, any}},
    {"GitLab token", {"glptt-", token, 20, any}},
    {"GitLab token", {"glsoat-", token, 20, any}},
    {"GitLab token", {"glagent-", token, 20, any}},
    {"Atlassian token", {"ATATT3", token, 60, any}, {"=", upper_digit, 8, 8}},
    {"Atlassian token", {"ATATT3", token, 60, any}},
    {"Atlassian token", {"ATCTT3", token, 60, any}, {"=", upper_digit, 8, 8}},
    {"Bitbucket app password", {"ATBB", alnum, 32, 32}},
    {"Linear API key", {"lin_api_", alnum, 40, any}},
    {"Notion token", {"ntn_", alnum, 40, any}},
    {"Figma token", {"figd_", token, 40, any}},
    {"Postman API key", {"PMAK-", hex, 24, 24}, {"-", hex, 34, 34}},
    {"CircleCI token", {"CCIPAT_", token, 40, any}},
    {"SonarQube token", {"sqp_", hex, 40, 40}},
    {"SonarQube token", {"squ_", hex, 40, 40}},
    {"SonarQube token", {"sqa_", hex, 40, 40}},

    {"npm token", {"npm_", alnum, 36, any}},
    {"PyPI token", {"pypi-AgE", token, 40, any}},
    {"RubyGems key", {"rubygems_", hex, 48, 48}},
    {"Docker Hub token", {"dckr_pat_", token, 27, any}},
    {"Docker Hub token", {"dckr_oat_", token, 27, any}},
    {"Pulumi token", {"pul-", hex, 40, 40}},
    {"Terraform Cloud token", {"", alnum, 14, 14}, {".atlasv1.", token, 60, any}},
    {"HashiCorp Vault token", {"hvs.", token, 24, any}},
    {"HashiCorp Vault token", {"hvb.", token, 24, any}},
    {"HashiCorp Vault token", {"hvr.", token, 24, any}},
    {"Doppler token", {"dp.pt.", alnum, 40, 44}},
    {"Doppler token", {"dp.ct.", alnum, 40, 44}},
    {"Doppler token", {"dp.sa.", alnum, 40, 44}},
    {"Doppler token", {"dp.st.", environment, 1, 40}, {".", alnum, 40, 44}},
    {"1Password token", {"ops_eyJ", token, 64, any}},
    {"age secret key", {"AGE-SECRET-KEY-1", upper_digit, 58, 58}},
    {"NATS seed", {"SU", upper_digit, 56, 56}},
    {"NATS seed", {"SA", upper_digit, 56, 56}},
    {"NATS seed", {"SO", upper_digit, 56, 56}},
    {"NATS seed", {"SC", upper_digit, 56, 56}},
    {"NATS seed", {"SN", upper_digit, 56, 56}},
    {"NATS seed", {"SX", upper_digit, 56, 56}},
    {"Tailscale key", {"tskey-", token, 24, any}},

    {"Anthropic API key", {"sk-ant-", token, 24, any}},
    {"OpenAI API key", {"sk-proj-", token, 40, any}},
    {"OpenAI API key", {"sk-svcacct-", token, 40, any}},
    {"OpenAI API key", {"sk-admin-", token, 40, any}},
    {"OpenRouter API key", {"sk-or-v1-", hex, 64, 64}},
    {"OpenAI API key", {"sk-", alnum, 32, any}},
    {"Hugging Face token", {"hf_", alnum, 34, 40}},
    {"Groq API key", {"gsk_", alnum, 52, 52}},
    {"xAI API key", {"xai-", alnum, 80, 80}},
    {"Replicate token", {"r8_", alnum, 37, 37}},
    {"Databricks token", {"dapi", hex, 32, 32}},

    {"Grafana token", {"glsa_", alnum, 32, 32}, {"_", hex, 8, 8}},
    {"Grafana token", {"glc_", base64_padded, 32, 400}},
    {"New Relic key", {"NRAK-", upper_digit, 27, 27}},
    {"Sentry token", {"sntryu_", hex, 64, 64}},
    {"PlanetScale token", {"pscale_tkn_", token, 32, any}},
    {"PlanetScale password", {"pscale_pw_", token, 32, any}},
    {"Supabase token", {"sbp_", hex, 40, 40}},
    {"Netlify token", {"nfp_", alnum, 36, any}},

    {"Slack token", {"xoxb-", slack, 20, any}},
    {"Slack token", {"xoxp-", slack, 20, any}},
    {"Slack token", {"xoxa-", slack, 20, any}},
    {"Slack token", {"xoxo-", slack, 20, any}},
    {"Slack token", {"xoxr-", slack, 20, any}},
    {"Slack token", {"xoxs-", slack, 20, any}},
    {"Slack token", {"xoxc-", slack, 20, any}},
    {"Slack token", {"xoxe-", slack, 20, any}},
    {"Slack token", {"xapp-", slack, 20, any}},
    {"Slack webhook",
     {"hooks.slack.com/services/T", upper_digit, 6, 16},
     {"/B", upper_digit, 6, 16},
     {"/", alnum, 16, 48}},
    {"Discord webhook", {"discord.com/api/webhooks/", digit, 17, 20}, {"/", token, 60, 80}},
    {"Telegram bot token", {"", digit, 8, 10}, {":", token, 35, 35}},
    {"SendGrid key", {"SG.", token, 16, 32}, {".", token, 32, 64}},
    {"Mailgun key", {"key-", hex, 32, 32}},
    {"Mailchimp key", {"", hex, 32, 32}, {"-us", digit, 1, 2}},
    {"Brevo key", {"xkeysib-", hex, 64, 64}, {"-", alnum, 16, 16}},
    {"Twilio credentials", {"AC", hex, 32, 32}, {":", hex, 32, 32}},
    {"Twilio credentials", {"SK", hex, 32, 32}, {":", alnum, 32, 32}},

    {"Stripe key", {"sk_live_", alnum, 16, any}},
    {"Stripe key", {"sk_test_", alnum, 16, any}},
    {"Stripe key", {"rk_live_", alnum, 16, any}},
    {"Stripe key", {"rk_test_", alnum, 16, any}},
    {"Stripe webhook secret", {"whsec_", base64_padded, 32, 80}},
    {"Shopify token", {"shpat_", hex, 32, 32}},
    {"Shopify token", {"shpss_", hex, 32, 32}},
    {"Shopify token", {"shpca_", hex, 32, 32}},
    {"Shopify token", {"shppa_", hex, 32, 32}},
    {"Square token", {"sq0atp-", token, 22, 22}},
    {"Square token", {"sq0csp-", token, 43, 43}},
};

/// A token begins where no token goes on, so runs without a limit that are part of a token are
/// never read from two places: the work stays linear.
constexpr bool is_linear(const Part& part) {
  return part.bytes_max != any || token.covers(part.characters);
}

static_assert(std::all_of(std::begin(formats), std::end(formats), [](const Format& format) {
  return is_linear(format.first) && is_linear(format.second) && is_linear(format.third);
}));

static_assert(std::all_of(std::begin(formats), std::end(formats), [](const Format& format) {
  return format.first.literal.empty() ? token.covers(format.first.characters)
                                      : token.has(format.first.literal.front());
}));

constexpr std::size_t bytes_min(const Part& part) {
  return part.literal.size() + part.bytes_min;
}

static_assert(std::all_of(std::begin(formats), std::end(formats), [](const Format& format) {
  return bytes_min(format.first) + bytes_min(format.second) + bytes_min(format.third) >=
         token_bytes_min;
}));

bool may_begin_with(const Format& format, char c) {
  const std::string_view literal = format.first.literal;
  return literal.empty() ? format.first.characters.has(c) : literal.front() == c;
}

/// How many bytes of a token the format begins with, at least.
constexpr std::size_t run_bytes_min(const Format& format) {
  const auto& [literal, characters, bytes_min, bytes_max] = format.first;
  const auto in_token = static_cast<std::size_t>(
      std::find_if_not(literal.begin(), literal.end(), [](char c) { return token.has(c); }) -
      literal.begin());
  if (in_token < literal.size()) return in_token;
  return literal.size() + (token.covers(characters) ? bytes_min : 0);
}

struct PossibleFormat {
  const Format* format;
  std::size_t run_bytes_min;
};

using CandidatesByFirst = std::array<std::vector<PossibleFormat>, 256>;

/// Most bytes begin few formats.
const CandidatesByFirst& candidates_by_first() {
  static const CandidatesByFirst by_first = [] {
    CandidatesByFirst made;
    for (std::size_t byte = 0; byte < made.size(); ++byte) {
      for (const Format& format : formats) {
        if (may_begin_with(format, static_cast<char>(byte)))
          made[byte].push_back({&format, run_bytes_min(format)});
      }
    }
    return made;
  }();
  return by_first;
}

/// Where the format that begins at `begin` ends; `begin` if it is not there.
std::size_t format_end(const Text& text, std::size_t begin, const Format& format) {
  std::size_t end = begin;
  for (const Part* part : {&format.first, &format.second, &format.third}) {
    if (part->bytes_max == 0) break;
    if (!text.has(end, part->literal)) return begin;
    const std::size_t run = end + part->literal.size();
    end = text.run_end(run, part->characters, part->bytes_max);
    if (end - run < part->bytes_min) return begin;
  }
  return alnum.has(text.at(end)) ? begin : end;
}

/// xxxx, example and your-key-here have the format too.
bool is_filled_in(std::string_view tail) {
  constexpr std::size_t judged_bytes = 64;
  constexpr std::size_t distinct_min = 6;
  std::array<bool, 256> seen{};
  for (const char c : tail.substr(0, judged_bytes))
    seen[static_cast<unsigned char>(c)] = true;
  return std::count(seen.begin(), seen.end(), true) >= std::ptrdiff_t{distinct_min} &&
         !is_placeholder(tail);
}

/// Where the token ends that begins at `begin`, of a run of so many bytes of a token; `begin` if
/// there is none. Gives its finding to `findings`.
std::size_t find_token(const Text& text,
                       std::size_t begin,
                       std::size_t run_bytes,
                       Findings& findings) {
  const auto first = static_cast<unsigned char>(text.at(begin));
  for (const auto& [format, bytes_min] : candidates_by_first()[first]) {
    if (bytes_min > run_bytes) continue;  // most words are shorter than any token
    const std::size_t end = format_end(text, begin, *format);
    if (end == begin) continue;
    if (!is_filled_in(text.slice(begin + format->first.literal.size(), end))) continue;
    findings.push_back({format->kind, begin, end});
    return end;
  }
  return begin;
}

/// How far an escape that opens before `at` (\n, %3D) reaches into the run that begins there.
std::size_t escape_bytes(const Text& text, std::size_t at) {
  const char before = text.at(at - 1);
  return before == '%' ? 2 : before == '\\' ? 1 : 0;
}

/// Where to go on after the run of bytes of a token from `at` on. The token may begin behind an
/// escape.
std::size_t read_run(const Text& text, std::size_t at, Findings& findings) {
  const std::size_t end = text.run_end(at, token);
  const std::size_t last = at + escape_bytes(text, at);
  for (std::size_t begin = at; begin < end && begin <= last; ++begin) {
    if (!text.begins_token(begin)) continue;
    const std::size_t token_end = find_token(text, begin, end - begin, findings);
    if (token_end > begin) return token_end;
  }
  return end;
}

}  // namespace

Findings find_tokens(const Text& text) {
  Findings findings;
  for (std::size_t at = 0; at < text.size();)
    at = token.has(text.at(at)) ? read_run(text, at, findings) : at + 1;
  return findings;
}

}  // namespace secrets
