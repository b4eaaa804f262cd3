//! How an Engine.IO session begins, moves and ends.

use std::time::Duration;

use serde_json::json;

use super::{
    POLLING, Session, UNKNOWN_SESSION, WEBSOCKET, echoing_websocket, is_well, opened, websocket,
};
use crate::common::{RawClient, TestServer, WsClient};

/// No ping comes while a test runs, unless it comes early.
async fn serve() -> TestServer {
    TestServer::start().await
}

#[tokio::test]
async fn a_session_begins_as_in_the_reference_server() {
    let server = serve().await;
    let answer = server.get(POLLING).await;
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("content-type"), "text/plain; charset=UTF-8");
    let open = opened(answer.text());
    let sid = open["sid"].as_str().unwrap();
    let text = format!(
        r#"0{{"sid":"{sid}","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":65536}}"#
    );
    assert_eq!(answer.text(), text);
    let mut client = WsClient::open(&server, WEBSOCKET).await;
    assert_eq!(opened(&client.text().await)["upgrades"], json!([]));
}

#[tokio::test]
async fn no_ping_comes_before_the_ping_interval() {
    let server = serve().await;
    // The answer to CONNECT is the first packet of a poll, alone or with the event that follows it.
    Session::echoing(&server).await;
    echoing_websocket(&server).await;
}

#[tokio::test]
async fn a_client_that_speaks_before_it_reads_is_understood() {
    let server = serve().await;
    let mut client = RawClient::connect(server.address).await;
    let mut said = client.handshake(WEBSOCKET, &[]).into_bytes();
    said.extend(crate::common::masked(0x81, b"40/echo,"));
    client.send(said).await;
    assert!(client.head().await.starts_with("HTTP/1.1 101 "));
    assert!(client.frame().await.payload.starts_with(b"0{"));
    assert!(client.frame().await.payload.starts_with(b"40/echo,{"));
}

#[tokio::test]
async fn the_heartbeat_goes_on_after_the_interval_over_both_transports() {
    let server = TestServer::with(|config| {
        config.socketio.ping_interval = Duration::from_millis(50);
    })
    .await;
    let session = Session::open(&server).await;
    let mut client = websocket(&server).await;
    for _ in 0..3 {
        assert_eq!(session.packets().await, ["2"]);
        assert_eq!(session.send("3").await.text(), "ok");
        assert_eq!(client.text().await, "2");
        client.send_text("3").await;
    }
}

#[tokio::test]
async fn who_does_not_answer_a_ping_is_closed() {
    let server = TestServer::with(|config| {
        config.socketio.ping_interval = Duration::from_millis(50);
        config.socketio.ping_timeout = Duration::from_millis(50);
    })
    .await;
    let session = Session::open(&server).await;
    session.is_gone().await;
    let mut client = websocket(&server).await;
    assert_eq!((client.text().await, client.text().await), ("2".into(), "1".into()));
}

#[tokio::test]
async fn who_joins_no_namespace_is_closed_in_time() {
    let server = TestServer::with(|config| {
        config.socketio.connect_timeout = Duration::from_millis(100);
    })
    .await;
    assert_eq!(Session::open(&server).await.packets().await, ["1"]);
    assert_eq!(websocket(&server).await.text().await, "1");
    // A namespace that is not there does not count.
    let session = Session::open(&server).await;
    session.send("40/nowhere,").await;
    session.is_gone().await;
}

#[tokio::test]
async fn what_is_wrong_is_told_in_the_words_of_the_reference_server() {
    let server = serve().await;
    for (method, query, error) in [
        ("GET", "", r#"{"code":0,"message":"Transport unknown"}"#),
        ("GET", "?EIO=4&transport=carrier-pigeon", r#"{"code":0,"message":"Transport unknown"}"#),
        ("GET", "?EIO=4&transport=polling&sid=AAAAAAAAAAAAAAAA", UNKNOWN_SESSION),
        ("POST", "?EIO=4&transport=polling&sid=AAAAAAAAAAAAAAAA", UNKNOWN_SESSION),
        ("POST", "?EIO=4&transport=polling", r#"{"code":2,"message":"Bad handshake method"}"#),
        ("PUT", "?EIO=4&transport=polling", r#"{"code":2,"message":"Bad handshake method"}"#),
        ("GET", "?EIO=4&transport=websocket", r#"{"code":3,"message":"Bad request"}"#),
        (
            "GET",
            "?EIO=3&transport=polling",
            r#"{"code":5,"message":"Unsupported protocol version"}"#,
        ),
    ] {
        let answer = server.request(method, &format!("/socket.io/{query}")).send().await;
        assert_eq!((answer.status.as_u16(), answer.text()), (400, error), "{method} {query}");
        assert_eq!(answer.header("content-type"), "application/json");
    }
}

#[tokio::test]
async fn a_websocket_for_an_unknown_session_is_refused_before_the_101() {
    let server = serve().await;
    for sid in ["AAAAAAAAAAAAAAAA", "nonsense", "%ff"] {
        let mut client = RawClient::connect(server.address).await;
        let path = format!("/socket.io/?EIO=4&transport=websocket&sid={sid}");
        let request = client.handshake(&path, &[]);
        client.send(request).await;
        assert_eq!(client.body().await, UNKNOWN_SESSION.as_bytes(), "{sid}");
        assert!(client.received.starts_with(b"HTTP/1.1 400 "), "{sid}");
    }
}

#[tokio::test]
async fn a_poll_whose_client_hangs_up_ends_the_session() {
    let server = serve().await;
    let session = Session::open(&server).await;
    let mut client = RawClient::connect(server.address).await;
    client.send(format!("GET {} HTTP/1.1\r\nHost: localhost\r\n\r\n", session.address)).await;
    drop(client);
    session.is_gone().await;
}

#[tokio::test]
async fn a_body_whose_client_hangs_up_ends_the_session() {
    let server = serve().await;
    let session = Session::open(&server).await;
    let mut client = RawClient::connect(server.address).await;
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n4",
        session.address
    );
    client.send(head).await;
    drop(client);
    session.is_gone().await;
}

/// The session on a WebSocket of its own, as far as the 101.
async fn upgrading(session: &Session<'_>) -> WsClient {
    WsClient::open(session.server, &session.address.replace("=polling", "=websocket")).await
}

#[tokio::test]
async fn an_upgrade_moves_the_session() {
    let server = serve().await;
    let session = Session::echoing(&server).await;
    let mut client = upgrading(&session).await;
    client.send_text("2probe").await;
    assert_eq!(client.text().await, "3probe");
    assert_eq!(session.packets().await, ["6"]);
    client.send_text("5").await;
    client.send_text("42/echo,1[\"message-with-ack\",\"moved\"]").await;
    assert_eq!(client.text().await, "43/echo,1[\"moved\"]");
    let answer = session.poll().await;
    assert_eq!(
        (answer.status.as_u16(), answer.text()),
        (400, r#"{"code":3,"message":"Bad request"}"#)
    );
    // A second WebSocket is dropped, and the first goes on.
    assert!(upgrading(&session).await.ended().await);
    client.send_text("42/echo,2[\"message-with-ack\",\"still here\"]").await;
    assert_eq!(client.text().await, "43/echo,2[\"still here\"]");
}

#[tokio::test]
async fn a_second_probe_for_a_session_is_dropped_and_the_first_goes_on() {
    let server = serve().await;
    let session = Session::echoing(&server).await;
    let mut client = upgrading(&session).await;
    client.send_text("2probe").await;
    assert_eq!(client.text().await, "3probe");
    assert!(upgrading(&session).await.ended().await);
    client.send_text("5").await;
    client.send_text("42/echo,1[\"message-with-ack\",\"moved\"]").await;
    assert_eq!(client.text().await, "43/echo,1[\"moved\"]");
}

#[tokio::test]
async fn a_probe_that_fails_ends_the_session() {
    let server = serve().await;
    for nonsense in ["2prob", "4hello", ""] {
        let session = Session::echoing(&server).await;
        let mut client = upgrading(&session).await;
        client.send_text(nonsense).await;
        assert!(client.ended().await, "{nonsense:?}");
        session.is_gone().await;
    }
    is_well(&server).await;
}
