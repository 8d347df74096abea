#include <vector>

#include "common/secrets/made_up.hpp"
#include "support/catch.hpp"

using made_up::alnum;
using made_up::body;
using made_up::digits;
using made_up::found_in;
using made_up::hex;
using made_up::upper;

namespace {

struct Sample {
  std::string kind;
  std::string secret;
};

std::vector<Sample> cloud_samples() {
  return {
      {"AWS access key", std::string("AKIA") + "IOSFODNN7" + "ABCDEFG"},
      {"AWS access key", "ASIA" + body(upper, 16)},
      {"Google API key", "AIza" + body(alnum, 35)},
      {"Google access token", "ya29." + body(alnum, 60)},
      {"Google client secret", "GOCSPX-" + body(alnum, 28)},
      {"Google refresh token", "1//0" + body(alnum, 60)},
      {"Azure client secret", "a1B8Q~" + body(alnum, 34)},
      {"DigitalOcean token", "dop_v1_" + body(hex, 64)},
      {"Terraform Cloud token", body(alnum, 14) + ".atlasv1." + body(alnum, 67)},
      {"HashiCorp Vault token", "hvs." + body(alnum, 90)},
      {"HashiCorp Vault token", "hvb." + body(alnum, 130)},
      {"Doppler token", "dp.pt." + body(alnum, 43)},
      {"Doppler token", "dp.st.prd." + body(alnum, 43)},
      {"1Password token", "ops_eyJ" + body(alnum, 200)},
      {"age secret key", "AGE-SECRET-KEY-1" + body(upper, 58)},
      {"NATS seed", "SU" + body(upper, 56)},
      {"NATS seed", "SA" + body(upper, 56)},
      {"Tailscale key", "tskey-auth-" + body(alnum, 12) + "-" + body(alnum, 32)},
      {"Databricks token", "dapi" + body(hex, 32)},
      {"Grafana token", "glsa_" + body(alnum, 32) + "_" + body(hex, 8)},
      {"Grafana token", "glc_" + body(alnum, 60)},
  };
}

std::vector<Sample> forge_samples() {
  return {
      {"GitHub token", "ghp_" + body(alnum, 36)},
      {"GitHub token", "gho_" + body(alnum, 36)},
      {"GitHub token", "ghu_" + body(alnum, 36)},
      {"GitHub token", "ghs_" + body(alnum, 36)},
      {"GitHub token", "ghr_" + body(alnum, 76)},
      {"GitHub token", "github_pat_" + body(alnum, 22) + "_" + body(alnum, 59)},
      {"GitLab token", "glpat-" + body(alnum, 20)},
      {"Atlassian token", "ATATT3" + body(alnum, 180) + "=" + body("ABCDEF0123456789", 8)},
      {"Atlassian token", "ATATT3" + body(alnum, 180)},
      {"Linear API key", "lin_api_" + body(alnum, 40)},
      {"npm token", "npm_" + body(alnum, 36)},
      {"PyPI token", "pypi-AgE" + body(alnum, 150)},
      {"Docker Hub token", "dckr_pat_" + body(alnum, 27)},
      {"Postman API key", "PMAK-" + body(hex, 24) + "-" + body(hex, 34)},
  };
}

std::vector<Sample> service_samples() {
  return {
      {"Anthropic API key", "sk-ant-api03-" + body(alnum, 93) + "AA"},
      {"OpenAI API key", "sk-" + body(alnum, 48)},
      {"OpenAI API key", "sk-proj-" + body(alnum, 100)},
      {"Hugging Face token", "hf_" + body(alnum, 34)},
      {"Slack token", "xoxb-" + body(digits, 12) + "-" + body(digits, 12) + "-" + body(alnum, 24)},
      {"Slack token", "xapp-1-A" + body(upper, 10) + "-" + body(hex, 64)},
      {"Slack webhook",
       "hooks.slack.com/services/T" + body(upper, 8) + "/B" + body(upper, 8) + "/" +
           body(alnum, 24)},
      {"Stripe key", "sk_live_" + body(alnum, 24)},
      {"Stripe key", "rk_live_" + body(alnum, 99)},
      {"Stripe key", "sk_test_" + body(alnum, 24)},
      {"Shopify token", "shpat_" + body(hex, 32)},
      {"Shopify token", "shpss_" + body(hex, 32)},
      {"SendGrid key", "SG." + body(alnum, 22) + "." + body(alnum, 43)},
      {"Mailgun key", "key-" + body(hex, 32)},
      {"Twilio credentials", "SK" + body(hex, 32) + ":" + body(alnum, 32)},
      {"Twilio credentials", "AC" + body(hex, 32) + ":" + body(hex, 32, 8)},
      {"Telegram bot token", body(digits, 10) + ":AA" + body(alnum, 33)},
      {"JSON web token",
       "eyJ" + body(alnum, 33) + ".eyJ" + body(alnum, 100) + "." + body(alnum, 43)},
  };
}

std::vector<Sample> samples() {
  std::vector<Sample> all = cloud_samples();
  for (const auto& more : {forge_samples(), service_samples()})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace

TEST_CASE("a token of every known provider is found, with its kind and no byte more") {
  for (const auto& [kind, secret] : samples()) {
    CAPTURE(secret);
    const std::string expected = kind + ": " + secret + "\n";
    CHECK(found_in(secret) == expected);
    CHECK(found_in("use " + secret + " for it") == expected);
    CHECK(found_in("(" + secret + ")") == expected);
    CHECK(found_in("\"" + secret + "\",") == expected);
    CHECK(found_in("it is " + secret + ".\nNothing else.") == expected);
    CHECK(found_in("\xC3\xA4" + secret + "\xE2\x82\xAC") == expected);
  }
}

TEST_CASE("an escape before a token is no part of it") {
  for (const auto& [kind, secret] : samples()) {
    CAPTURE(secret);
    CHECK(found_in("line one\\n" + secret + "\\nline two") == kind + ": " + secret + "\n");
    CHECK(found_in("to%3D" + secret) == kind + ": " + secret + "\n");
  }
}

TEST_CASE("a token within a longer word is another word") {
  for (const auto& [kind, secret] : samples()) {
    CAPTURE(secret);
    CHECK(found_in("x" + secret).find(kind) == std::string::npos);
  }
}

TEST_CASE("a token of a fixed length is not the begin of something longer") {
  CHECK(found_in("AKIA" + body(upper, 17)).empty());
  CHECK(found_in("AIza" + body(alnum, 36)).empty());
  CHECK(found_in("dapi" + body(hex, 33)).empty());
  CHECK(found_in("SU" + body(upper, 57)).empty());
}

TEST_CASE("a token that is too short, or filled with a stand-in, is none") {
  CHECK(found_in("ghp_" + body(alnum, 35)).empty());
  CHECK(found_in("the prefix ghp_ and the prefix sk-ant- and AKIA").empty());
  CHECK(found_in("ghp_" + std::string(36, 'x')).empty());
  CHECK(found_in("AKIA" + std::string("IOSFODNN7") + "EXAMPLE").empty());
  CHECK(found_in("sk-ant-" + std::string("your-api-key-goes-here-please")).empty());
  CHECK(found_in("glpat-" + std::string("xxxxxxxxxxxxxxxxxxxx")).empty());
  CHECK(found_in("xoxb-" + std::string("000000000000-000000000000")).empty());
}

TEST_CASE("keys of Azure are found behind their names") {
  const std::string storage = body(alnum, 86) + "==";
  CHECK(found_in("DefaultEndpointsProtocol=https;AccountName=a;AccountKey=" + storage + ";E=x") ==
        "Azure storage key: AccountKey=" + storage + "\n");
  const std::string bus = body(alnum, 43) + "=";
  CHECK(found_in("Endpoint=sb://a.b/;SharedAccessKeyName=n;SharedAccessKey=" + bus) ==
        "Azure shared access key: SharedAccessKey=" + bus + "\n");
  const std::string signature = body(alnum, 43) + "%3D";
  CHECK(found_in("https://a.b/c?sv=2022-11-02&sp=r&sig=" + signature) ==
        "Azure shared access signature: sig=" + signature + "\n");
}

TEST_CASE("a JSON web token needs three parts") {
  const std::string head = "eyJ" + body(alnum, 33);
  CHECK(found_in(head).empty());
  CHECK(found_in(head + ".eyJ" + body(alnum, 50)).empty());
  CHECK(found_in(head + ".eyJ" + body(alnum, 50) + ".short").empty());
}
