#include <string>

#include "common/secrets/made_up.hpp"
#include "support/catch.hpp"

using made_up::alnum;
using made_up::body;
using made_up::found_in;
using made_up::hex;

namespace {

std::string in_connection(const std::string& password) {
  return "password in a connection string: " + password + "\n";
}

}  // namespace

TEST_CASE("a password in a URL is found, and only the password") {
  const std::string password = body(alnum, 12);
  for (const std::string begin : {"postgres://orders:",
                                  "postgresql+asyncpg://orders:",
                                  "mongodb+srv://orders:",
                                  "amqp://orders:",
                                  "redis://:",
                                  "https://deploy:",
                                  "jdbc:mysql://orders:"}) {
    CAPTURE(begin);
    const std::string url = begin + password + "@db.internal:5432/orders?sslmode=require";
    CHECK(found_in(url) == in_connection(password));
    CHECK(found_in("DATABASE_URL=\"" + url + "\"") == in_connection(password));
    CHECK(found_in("see " + url + ", it works") == in_connection(password));
  }
}

TEST_CASE("a password in a URL may be weak or strange") {
  CHECK(found_in("amqp://guest:guest@rabbit") == in_connection("guest"));
  CHECK(found_in("postgres://orders:p@ss:w#rd@db/orders") == in_connection("p@ss:w#rd"));
  CHECK(found_in("redis://:s3cr3t@${REDIS_HOST}:6379") == in_connection("s3cr3t"));
  CHECK(found_in("a://u:one2@h b://u:two3@h") == in_connection("one2") + in_connection("two3"));
}

TEST_CASE("passwords in connection strings of keys and values are found") {
  CHECK(found_in("Server=db;Database=orders;User Id=sa;Password=Str0ng;Encrypt=True") ==
        in_connection("Str0ng"));
  CHECK(found_in("Driver={ODBC};Server=db;Uid=sa;Pwd=abc;") == in_connection("abc"));
  CHECK(found_in("Password=abc;Data Source=db") == in_connection("abc"));
  CHECK(found_in("host=db user=orders password=winter dbname=orders") == in_connection("winter"));
  CHECK(found_in("jdbc:postgresql://db/orders?user=orders&password=winter&ssl=true") ==
        in_connection("winter"));
  CHECK(found_in("host=db user=orders password=$PGPASSWORD dbname=orders").empty());
  CHECK(found_in("connect(host=db, user=user, password=password_of_user)").empty());
}

TEST_CASE("what follows Bearer and Basic is found") {
  const std::string token = body(alnum, 40);
  CHECK(found_in("Authorization: Bearer " + token) == "bearer token: " + token + "\n");
  CHECK(found_in("curl -H 'authorization: bearer " + token + "' x") ==
        "bearer token: " + token + "\n");
  CHECK(found_in("It sent Bearer " + token + ".") == "bearer token: " + token + "\n");
  CHECK(found_in("Authorization: Basic ZGVwbG95OnMzY3IzdA==") ==
        "user and password of HTTP Basic: ZGVwbG95OnMzY3IzdA==\n");
}

TEST_CASE("a random value is found in every spelling of an assignment") {
  const std::string value = body(alnum, 24);
  const std::string found = "value assigned to token: " + value + "\n";
  for (const std::string begin : {"token=",
                                  "token = ",
                                  "token: ",
                                  "token := ",
                                  "token=\"",
                                  "token = '",
                                  "token: \"",
                                  "\"token\":\"",
                                  "\"token\" : \"",
                                  "\\\"token\\\": \\\"",
                                  "'token' => '",
                                  ":token => '",
                                  "config['token'] = '",
                                  "<token>",
                                  "--token ",
                                  "--auth-token=",
                                  "export API_TOKEN=",
                                  "authToken: ",
                                  "X-Auth-Token: ",
                                  "the access token: ",
                                  "GITEA_TOKEN_PROD=",
                                  "https://api.internal/v1?token=",
                                  "https://api.internal/v1?a=b&access_token="}) {
    CAPTURE(begin);
    CHECK(found_in(begin + value) == found);
    CHECK(found_in("before\n" + begin + value + "\nafter") == found);
    const std::string closing = begin.substr(begin.find_last_not_of("'\"\\") + 1);
    CHECK(found_in(begin + value + closing + "\n") == found);
  }
}

TEST_CASE("many names promise a secret") {
  const std::string value = body(alnum, 20);
  for (const std::string name : {"password",
                                 "passwd",
                                 "pwd",
                                 "DB_PASSWORD",
                                 "dbPassword",
                                 "PGPASSWORD",
                                 "MYSQL_PWD",
                                 "spring.datasource.password",
                                 "passphrase",
                                 "secret",
                                 "client_secret",
                                 "clientSecret",
                                 "JWT_SECRET",
                                 "api_key",
                                 "apikey",
                                 "API_KEY",
                                 "apiKey",
                                 "APIKey",
                                 "x-api-key",
                                 "API key",
                                 "access_key",
                                 "AWS_SECRET_ACCESS_KEY",
                                 "aws_secret_access_key",
                                 "private_key",
                                 "SECRET_KEY_BASE",
                                 "encryption-key",
                                 "auth",
                                 "credentials",
                                 "PASSWORD_2",
                                 "password1",
                                 "db_password_prod"}) {
    CAPTURE(name);
    CHECK(found_in(name + "=" + value).ends_with(": " + value + "\n"));
    CHECK(found_in(name + ": \"" + value + "\"").starts_with("value assigned to "));
  }
}

TEST_CASE("passwords that people make up are found where they are clearly assigned") {
  for (const std::string password :
       {"hunter2hunter2", "Tr0ub4dor&3", "Summer2024", "P@ssw0rd!", "admin12345", "Winter-2024!"}) {
    CAPTURE(password);
    const std::string found = "value assigned to password: " + password + "\n";
    CHECK(found_in("password = \"" + password + "\"") == found);
    CHECK(found_in("{\"dbPassword\": \"" + password + "\"}") == found);
    CHECK(found_in("DB_PASSWORD=" + password) == found);
    CHECK(found_in("DB_PASSWORD=" + password + " ./migrate") == found);
    CHECK(found_in("db:\n  password: " + password + "\n  name: orders") == found);
    CHECK(found_in("--password " + password + " --verbose") == found);
    CHECK(found_in("<password>" + password + "</password>") == found);
  }
}

TEST_CASE("a hexadecimal value is a secret where a name says so") {
  const std::string value = body(hex, 40);
  CHECK(found_in("api_key: " + value) == "value assigned to key: " + value + "\n");
  CHECK(found_in("token=" + value) == "value assigned to token: " + value + "\n");
  CHECK(found_in("commit: " + value).empty());
  CHECK(found_in("token_sha256: " + value).empty());
  CHECK(found_in("password_hash: " + value).empty());
}

TEST_CASE("the brackets around an assignment are no part of the value") {
  const std::string value = body(alnum, 20);
  const std::string found = "value assigned to secret: " + value + "\n";
  CHECK(found_in("{secret: " + value + "}") == found);
  CHECK(found_in("f(secret=" + value + ")") == found);
  CHECK(found_in("f(1, secret=" + value + ")") == found);
  CHECK(found_in("secret=" + value + ", and more") == found);
  CHECK(found_in("The secret: " + value + "; rotate it") == found);
}

TEST_CASE("a quote that is never closed does not hide a value") {
  const std::string value = body(alnum, 20);
  CHECK(found_in("secret = \"" + value) == "value assigned to secret: " + value + "\n");
  CHECK(found_in("secret = \"" + value + " and\nmore\"") ==
        "value assigned to secret: " + value + "\n");
}

TEST_CASE("each pair of a query has a value of its own") {
  const std::string one = body(alnum, 20, 1);
  const std::string two = body(alnum, 20, 2);
  CHECK(found_in("body='token=" + one + "&client_secret=" + two + "&scope=all'") ==
        "value assigned to token: " + one + "\nvalue assigned to secret: " + two + "\n");
}
