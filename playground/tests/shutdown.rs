//! The end of the server.

use tokio::net::TcpStream;

use crate::common::{RawClient, TestServer, WsClient, soon};

#[tokio::test]
async fn every_websocket_is_told_1001_and_then_the_server_ends() {
    let server = TestServer::start().await;
    let race = server.post("/race", r#"{"rate":1,"count":2000}"#).await.json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let mut clients = Vec::new();
    for path in [
        "/ws/echo",
        "/ws/hello",
        "/ws/broadcast/lobby",
        "/ws/restaurant",
        &format!("/race/{race}/ws"),
    ] {
        clients.push((path.to_owned(), WsClient::open(&server, path).await));
    }
    let address = server.address;
    let end = server.stop();
    for (path, client) in &mut clients {
        let (code, reason) = loop {
            if let Err(closed) = client.text_or_close().await {
                break closed;
            }
        };
        assert_eq!(code, 1001, "{path}: {reason}");
        client.finish().await;
    }
    soon("the server to end", end).await.unwrap();
    assert!(TcpStream::connect(address).await.is_err(), "nobody listens any more");
}

#[tokio::test]
async fn requests_that_wait_are_answered_at_the_end() {
    let server = TestServer::start().await;
    let race = server.post("/race", r#"{"rate":1,"count":2000}"#).await.json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let (_, events) = server.request("GET", &format!("/race/{race}/sse?after=2000")).open().await;
    let mut waiting = RawClient::connect(server.address).await;
    waiting
        .send(format!("GET /race/{race}/long-poll?after=2000 HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        .await;
    // A request on the same race that is answered: the one before it has been read by then, or will not be.
    server.get(&format!("/race/{race}")).await;
    let end = server.stop();
    soon("the server to end", end).await.unwrap();
    let rest = String::from_utf8(waiting.rest().await).unwrap();
    assert!(rest.is_empty() || rest.ends_with("\r\n\r\n[]"), "{rest}");
    drop(events);
}

#[tokio::test]
async fn a_client_that_answers_nothing_cannot_keep_the_server() {
    let server = TestServer::start().await;
    let mut silent = RawClient::open(server.address, "/ws/echo").await;
    let half = {
        let mut half = RawClient::connect(server.address).await;
        half.send("GET / HTTP/1.1\r\nHo").await;
        half
    };
    let end = server.stop();
    soon("the server to end", end).await.unwrap();
    assert_eq!(&silent.rest().await[..4], b"\x88\x22\x03\xe9");
    drop(half);
}
