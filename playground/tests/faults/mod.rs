//! `/faults/{token}`: what a page wishes to go wrong goes wrong for its own exchanges, and for nobody else's.

mod cut;
mod ends;
mod line;

use serde_json::json;

use crate::{
    common::{Answer, PollingSession, RawClient, TestServer},
    tap::{ADA, BO, Tap},
};

async fn order(server: &TestServer, token: &str, what: &str, body: &str) -> Answer {
    server.post(&format!("/faults/{token}/{what}"), body).await
}

async fn cut(server: &TestServer, token: &str, seconds: u64) -> Answer {
    order(server, token, "cut", &json!({ "seconds": seconds }).to_string()).await
}

async fn put(server: &TestServer, token: &str, body: &str) -> Answer {
    server.request("PUT", &format!("/faults/{token}")).json(body).send().await
}

async fn delete(server: &TestServer, token: &str) -> Answer {
    server.request("DELETE", &format!("/faults/{token}")).send().await
}

async fn echo(client: &mut RawClient) {
    client.send_frame(0x81, b"hi").await;
    assert_eq!(client.frame().await.payload, b"hi");
}

/// A race that makes no tick before it is told to.
async fn paused_race(server: &TestServer) -> String {
    let race = server.post("/race", r#"{"rate":1,"count":1,"size":0}"#).await.json();
    let path = format!("/race/{}", race["id"].as_str().unwrap());
    server.request("PATCH", &path).json(r#"{"paused":true}"#).send().await;
    path
}

/// Asks for a tick, and returns when the server has the request.
async fn ask(client: &mut RawClient, race: &str, token: &str, tap: &mut Tap) {
    let request =
        format!("GET {race}/long-poll?after=0&tap={token} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    client.send(request).await;
    while tap.event().await["type"] != "counts" {}
}

async fn session(server: &TestServer) -> PollingSession {
    PollingSession::open(server, &format!("&tap={ADA}"), "40/echo,").await
}

/// Sends an event and waits for what comes back, past pings and greetings.
async fn echo_event(session: &mut PollingSession) {
    session.post(r#"42/echo,["message",1]"#).await;
    while session.packet().await != r#"42/echo,["message-back",1]"# {}
}

#[tokio::test]
async fn behind_a_strict_proxy_there_is_no_websocket_and_polling_goes_on() {
    let server = TestServer::start().await;
    let (_ada, _bo) = (Tap::on(&server, ADA).await, Tap::on(&server, BO).await);
    let mut before = RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await;
    assert_eq!(put(&server, ADA, r#"{"strip_upgrade":true}"#).await.status, 204);
    for (path, status) in [("/ws/echo?", 426), ("/socket.io/?EIO=4&transport=websocket&", 400)] {
        let mut client = RawClient::connect(server.address).await;
        client.send(client.handshake(&format!("{path}tap={ADA}"), &[])).await;
        let head = client.head().await;
        assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{path}: {head}");
    }
    echo(&mut before).await;
    echo_event(&mut session(&server).await).await;
    echo(&mut RawClient::open(server.address, &format!("/ws/echo?tap={BO}")).await).await;
    assert_eq!(put(&server, ADA, "{}").await.status, 204, "nothing is wished any more");
    echo(&mut RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await).await;
}

#[tokio::test]
async fn only_what_a_page_watches_now_can_be_harmed() {
    let server = TestServer::start().await;
    let mut page = Tap::on(&server, ADA).await;
    assert_eq!(put(&server, ADA, r#"{"strip_upgrade":true}"#).await.status, 204);
    page.say("unwatch", ADA).await;
    page.watch(BO).await;
    for answer in [
        put(&server, ADA, "{}").await,
        delete(&server, ADA).await,
        cut(&server, ADA, 1).await,
        order(&server, ADA, "stall", r#"{"seconds":1}"#).await,
        order(&server, ADA, "reset", "{}").await,
        order(&server, ADA, "close", r#"{"code":1012}"#).await,
        order(&server, ADA, "restart", "{}").await,
    ] {
        assert_eq!(answer.status, 404);
        assert!(answer.error().starts_with("No page watches that token"), "{}", answer.error());
    }
    page.say("unwatch", BO).await;
    page.watch(ADA).await;
    echo(&mut RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await).await;
}

#[tokio::test]
async fn wishes_that_cannot_be_are_refused_in_words() {
    let server = TestServer::start().await;
    let _page = Tap::on(&server, ADA).await;
    for (answer, sentence) in [
        (put(&server, "ada", "{}").await, "exactly 32 lowercase hexadecimal digits"),
        (put(&server, ADA, r#"{"delay_ms":5}"#).await, "unknown field `delay_ms`"),
        (cut(&server, ADA, 31).await, "0 to 30 seconds"),
        (order(&server, ADA, "cut", r#"{"seconds":-1}"#).await, "-1"),
        (order(&server, ADA, "reset", r#"{"seconds":31}"#).await, "A reset lasts 0 to 30 seconds"),
        (order(&server, ADA, "restart", r#"{"seconds":31}"#).await, "A restart lasts 0 to 30"),
        (order(&server, ADA, "stall", r#"{"seconds":0}"#).await, "A stall lasts 1 to 60 seconds"),
        (order(&server, ADA, "stall", "{}").await, "missing field `seconds`"),
        (order(&server, ADA, "close", r#"{"code":1006}"#).await, "must not send 1006"),
        (
            order(
                &server,
                ADA,
                "close",
                &json!({"code": 1012, "reason": "x".repeat(124)}).to_string(),
            )
            .await,
            "at most 123 bytes",
        ),
        (
            put(&server, ADA, r#"{"up":{"latency_ms":10001}}"#).await,
            "`up.latency_ms` is 0 to 10000",
        ),
        (put(&server, ADA, r#"{"down":{"jitter_ms":10001}}"#).await, "`down.jitter_ms` is 0 to"),
        (
            put(&server, ADA, r#"{"up":{"bytes_per_second":99}}"#).await,
            "is 100 to 10000000, and 99",
        ),
    ] {
        assert_eq!(answer.status, 400);
        assert!(answer.error().contains(sentence), "{}", answer.error());
    }
    let foreign = server.request("PUT", &format!("/faults/{ADA}")).json("{}");
    assert_eq!(foreign.header("origin", "https://evil.example").send().await.status, 403);
    let preflight = server
        .request("OPTIONS", &format!("/faults/{ADA}"))
        .header("origin", "http://localhost:3000")
        .header("access-control-request-method", "DELETE")
        .send()
        .await;
    let methods = preflight.header("access-control-allow-methods");
    assert!(methods.contains("PUT") && methods.contains("DELETE"), "{methods}");
}
