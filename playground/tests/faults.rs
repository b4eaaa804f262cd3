//! `/faults/{token}`: what a page wishes to go wrong goes wrong for its own exchanges, and for nobody else's.

use serde_json::json;

use crate::{
    common::{Answer, PollingSession, RawClient, TestServer},
    tap::{ADA, BO, Tap},
};

async fn cut(server: &TestServer, token: &str, seconds: u64) -> Answer {
    let body = json!({ "seconds": seconds }).to_string();
    server.post(&format!("/faults/{token}/cut"), &body).await
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

#[tokio::test]
async fn a_cut_websocket_ends_without_a_close_frame_and_others_go_on() {
    let server = TestServer::start().await;
    let (_ada, _bo) = (Tap::on(&server, ADA).await, Tap::on(&server, BO).await);
    let mut mine = RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await;
    let mut second = RawClient::open(server.address, &format!("/ws/hello?tap={ADA}")).await;
    let mut other = RawClient::open(server.address, &format!("/ws/echo?tap={BO}")).await;
    let mut unwatched = RawClient::open(server.address, "/ws/echo").await;
    second.frame().await;
    for client in [&mut mine, &mut other, &mut unwatched] {
        echo(client).await;
    }
    assert_eq!(cut(&server, ADA, 0).await.json(), json!({ "connections": 2 }));
    assert_eq!(mine.rest().await, b"", "FIN, and not a byte before it");
    assert_eq!(second.rest().await, b"");
    echo(&mut other).await;
    echo(&mut unwatched).await;
    // It lasted for 0 seconds.
    echo(&mut RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await).await;
}

#[tokio::test]
async fn a_long_poll_is_cut_without_a_response() {
    let server = TestServer::start().await;
    let race = paused_race(&server).await;
    let mut tap = Tap::on(&server, ADA).await;
    let mut client = RawClient::connect(server.address).await;
    ask(&mut client, &race, ADA, &mut tap).await;
    assert_eq!(cut(&server, ADA, 0).await.json(), json!({ "connections": 1 }));
    assert_eq!(client.rest().await, b"");
}

#[tokio::test]
async fn a_connection_that_another_reader_uses_now_is_not_harmed() {
    let server = TestServer::start().await;
    let race = paused_race(&server).await;
    let (mut ada, mut bo) = (Tap::on(&server, ADA).await, Tap::on(&server, BO).await);
    let mut client = RawClient::connect(server.address).await;
    client.get(&format!("/healthz?tap={ADA}")).await;
    while ada.event().await["type"] != "ended" {}
    assert_eq!(cut(&server, ADA, 0).await.json(), json!({ "connections": 0 }), "idle");
    ask(&mut client, &race, BO, &mut bo).await;
    assert_eq!(cut(&server, ADA, 30).await.json(), json!({ "connections": 0 }), "somebody else's");
    server.request("PATCH", &race).json(r#"{"paused":false,"rate":100}"#).send().await;
    assert!(client.body().await.starts_with(b"[{\"seq\":1,"));
    assert_eq!(client.get("/healthz").await, b"ok", "nobody's");
}

#[tokio::test]
async fn for_so_long_every_new_exchange_is_cut_unless_the_wish_is_taken_back() {
    let server = TestServer::start().await;
    let _page = Tap::on(&server, ADA).await;
    assert_eq!(cut(&server, ADA, 30).await.json(), json!({ "connections": 0 }));
    for request in [
        format!("GET /healthz?tap={ADA} HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        // Its body comes never.
        format!(
            "POST /restaurant/orders?tap={ADA} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n"
        ),
    ] {
        let mut client = RawClient::connect(server.address).await;
        assert_eq!(client.get("/healthz").await, b"ok");
        client.send(request).await;
        assert_eq!(client.rest().await, b"");
    }
    let mut client = RawClient::connect(server.address).await;
    client.send(client.handshake(&format!("/ws/echo?tap={ADA}"), &[])).await;
    assert_eq!(client.rest().await, b"");
    assert_eq!(delete(&server, ADA).await.status, 204);
    echo(&mut RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await).await;
}

#[tokio::test]
async fn what_is_cut_before_its_answer_does_nothing() {
    let server = TestServer::with_limits(|limits| limits.races = 1).await;
    let _page = Tap::on(&server, ADA).await;
    cut(&server, ADA, 30).await;
    let mut client = RawClient::connect(server.address).await;
    let head = format!(
        "POST /race?tap={ADA} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    );
    client.send(head + "Content-Length: 2\r\n\r\n{}").await;
    assert_eq!(client.rest().await, b"");
    assert_eq!(server.post("/race", "{}").await.status, 201, "the one place is free");
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
async fn a_session_over_polling_is_cut_in_the_middle_of_a_poll_and_a_new_one_opens() {
    let server = TestServer::start().await;
    let _page = Tap::on(&server, ADA).await;
    let mut session = session(&server).await;
    echo_event(&mut session).await;
    session.ask().await;
    while cut(&server, ADA, 0).await.json()["connections"] != 1 {}
    assert_eq!(session.client.rest().await, b"");
    echo_event(&mut self::session(&server).await).await;
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
    for answer in
        [put(&server, ADA, "{}").await, delete(&server, ADA).await, cut(&server, ADA, 1).await]
    {
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
        (server.post(&format!("/faults/{ADA}/cut"), r#"{"seconds":-1}"#).await, "-1"),
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
