//! What the server says about itself.

use serde_json::json;

use crate::common::TestServer;

#[tokio::test]
async fn is_healthy() {
    let server = TestServer::start().await;
    assert_eq!(server.get("/healthz").await.text(), "ok");
}

#[tokio::test]
async fn tells_who_it_is_and_who_asks() {
    let server = TestServer::with_limits(|limits| limits.message_bytes = 1_000).await;
    let about = server
        .request("GET", "/about.json")
        .header("origin", "http://localhost:3000")
        .send()
        .await
        .json();
    assert_eq!(about["name"], "playground");
    assert_eq!(about["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(about["your_origin"], "http://localhost:3000");
    assert_eq!(about["limits"]["message_bytes"], 1_000);
    assert_eq!(server.get("/about.json").await.json()["your_origin"], json!(null));
}

#[tokio::test]
async fn a_method_that_an_address_does_not_take_is_told() {
    let server = TestServer::start().await;
    for (method, path, allow) in [
        ("GET", "/race", "POST"),
        ("DELETE", "/about.json", "GET,HEAD"),
        ("POST", "/", "GET, HEAD"),
    ] {
        let answer = server.request(method, path).send().await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("allow")),
            (405, allow),
            "{method} {path}"
        );
        assert!(!answer.body.is_empty(), "{method} {path}");
    }
}

#[tokio::test]
async fn every_answer_forbids_guessing_its_type() {
    let server = TestServer::start().await;
    for path in ["/", "/about.json", "/nothing/here", "/race/x", "/ws/echo"] {
        assert_eq!(server.get(path).await.header("x-content-type-options"), "nosniff", "{path}");
    }
}
