//! What clients can make the server hold: connections, heads, bodies, time.

use std::time::Duration;

use crate::common::{RawClient, TestServer};

/// Soon enough for a test; each test waits for the event, however long it takes.
const SHORT: Duration = Duration::from_millis(150);

#[tokio::test]
async fn one_connection_too_many_is_told_503_and_when_to_come_back() {
    let server = TestServer::with_limits(|limits| limits.connections = 2).await;
    let first = RawClient::open(server.address, "/ws/echo").await;
    let _second = RawClient::open(server.address, "/ws/echo").await;
    let refused = server.get("/healthz").await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (503, "10"));
    assert!(
        refused.text().starts_with("This playground has as many connections"),
        "{}",
        refused.text()
    );

    drop(first);
    while server.get("/healthz").await.status != 200 {}
}

#[tokio::test]
async fn one_address_can_have_its_share_only() {
    let server = TestServer::with_limits(|limits| limits.connections_per_address = 1).await;
    let _only = RawClient::open(server.address, "/ws/echo").await;
    let refused = server.get("/healthz").await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (503, "10"));
    assert!(refused.text().contains("--connections-per-address"), "{}", refused.text());
}

#[tokio::test]
async fn a_handshake_that_does_not_go_on_is_dropped() {
    let server = TestServer::with_limits(|limits| limits.header_seconds = SHORT).await;
    for beginning in ["", "G", "GET /ws/echo HTTP/1.1\r\nHost: localhost\r\nUpgr"] {
        let mut client = RawClient::connect(server.address).await;
        client.send(beginning).await;
        assert_eq!(client.rest().await, b"", "{beginning:?}");
    }
}

#[tokio::test]
async fn an_idle_keep_alive_connection_is_dropped() {
    let server = TestServer::with_limits(|limits| limits.header_seconds = SHORT).await;
    let mut client = RawClient::connect(server.address).await;
    for _ in 0..2 {
        client.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
        assert!(client.head().await.starts_with("HTTP/1.1 200 OK\r\n"));
        assert_eq!(client.read(2).await, b"ok");
    }
    assert_eq!(client.rest().await, b"");
}

#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let server = TestServer::with_limits(|limits| limits.header_seconds = SHORT).await;
    let mut client = RawClient::connect(server.address).await;
    let head = "POST /race HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{";
    client.send(head).await;
    assert!(client.head().await.starts_with("HTTP/1.1 400 Bad Request\r\n"));
}

#[tokio::test]
async fn heads_and_bodies_have_a_bound() {
    let server = TestServer::start().await;
    let mut client = RawClient::connect(server.address).await;
    client
        .send(format!("GET / HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n", "x".repeat(20_000)))
        .await;
    assert!(client.head().await.starts_with("HTTP/1.1 431 "));
    let answer = server.post("/race", &format!("{}{{}}", " ".repeat(20_000))).await;
    assert_eq!(answer.status, 413);
}

#[tokio::test]
async fn bytes_that_are_not_http_do_not_hurt() {
    let server = TestServer::start().await;
    for nonsense in [
        &b"\x16\x03\x01\x02\x00\x01"[..],
        b"\r\n\r\n\r\n",
        b"GET\r\n\r\n",
        &[0; 100],
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ] {
        let mut client = RawClient::connect(server.address).await;
        client.send(nonsense).await;
        drop(client);
    }
    assert_eq!(server.get("/healthz").await.text(), "ok");
}
