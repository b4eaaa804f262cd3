//! The tap's bytes are the client's own, for every transport of the book.

use super::{ADA, Tap};
use crate::common::{RawClient, TestServer};

#[tokio::test]
async fn shows_an_http_exchange_to_the_last_byte() {
    let server = TestServer::start().await;
    let mut tap = Tap::on(&server, ADA).await;
    let mut client = RawClient::connect(server.address).await;
    client.get(&format!("/about.json?tap={ADA}")).await;
    let shown = tap.exchange().await;
    shown.assert_is(&client.sent, &client.received);
    assert_eq!(shown.kinds("client_to_server"), ["request_head"]);
    assert_eq!(shown.kinds("server_to_client"), ["response_head", "body"]);
}

#[tokio::test]
async fn shows_a_head_that_comes_byte_by_byte_and_an_answer_of_404() {
    let server = TestServer::start().await;
    let mut tap = Tap::on(&server, ADA).await;
    let mut client = RawClient::connect(server.address).await;
    let request = format!("\r\nGET /nothing/here?tap={ADA} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    for byte in request.bytes() {
        client.send([byte]).await;
    }
    client.body().await;
    tap.exchange().await.assert_is(&client.sent, &client.received);
}

#[tokio::test]
async fn shows_the_body_of_a_post() {
    let server = TestServer::start().await;
    let mut tap = Tap::on(&server, ADA).await;
    let mut client = RawClient::connect(server.address).await;
    let body = r#"{"dish":"soup"}"#;
    let head = format!(
        "POST /restaurant/orders?tap={ADA} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        body.len()
    );
    client.send(head).await;
    assert_eq!(client.head().await, "HTTP/1.1 100 Continue\r\n\r\n");
    client.send(body).await;
    client.body().await;
    let (sent, received) = (client.sent.clone(), client.received.clone());
    client.get(&format!("/healthz?tap={ADA}")).await;
    let shown = tap.exchange().await;
    shown.assert_is(&sent, &received);
    let next = tap.exchange().await;
    next.assert_is(&client.sent[sent.len()..], &client.received[received.len()..]);
    assert_eq!(shown.kinds("client_to_server"), ["request_head", "body"]);
    assert_eq!(shown.kinds("server_to_client"), ["response_head", "response_head", "body"]);
}

#[tokio::test]
async fn shows_a_websocket_with_fragments_pings_and_both_closes() {
    let server = TestServer::start().await;
    let mut tap = Tap::on(&server, ADA).await;
    let mut client = RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await;
    client.send_frame(0x81, b"Hello").await;
    client.frame().await;
    client.send_frame(0x01, b"frag").await;
    client.send_frame(0x89, b"are you there?").await;
    assert_eq!(client.frame().await.first, 0x8a);
    client.send_frame(0x00, b"men").await;
    client.send_frame(0x80, b"ted").await;
    assert_eq!(client.frame().await.payload, b"fragmented");
    for length in [125, 126, 65_535, 65_536] {
        client.send_frame(0x82, &vec![0xa5; length]).await;
        assert_eq!(client.frame().await.payload.len(), length);
    }
    client.send_frame(0x88, &1000_u16.to_be_bytes()).await;
    client.rest().await;
    let shown = tap.exchange_when(client).await;
    let frames = |direction| shown.kinds(direction).iter().filter(|&&kind| kind == "frame").count();
    assert_eq!((frames("client_to_server"), frames("server_to_client")), (10, 8));
}

#[tokio::test]
async fn shows_bytes_that_break_the_protocol() {
    let server = TestServer::start().await;
    let mut tap = Tap::on(&server, ADA).await;
    let mut client = RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await;
    // A frame that is not masked.
    client.send(b"\x81\x02hi").await;
    client.rest().await;
    tap.exchange_when(client).await;
}

#[tokio::test]
async fn shows_server_sent_events_as_they_come() {
    let server = TestServer::start().await;
    let race = server.post("/race", r#"{"rate":100,"count":8,"size":20}"#).await.json();
    let mut tap = Tap::on(&server, ADA).await;
    let mut client = RawClient::connect(server.address).await;
    let path = format!("/race/{}/sse?after=1&tap={ADA}", race["id"].as_str().unwrap());
    client
        .send(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .await;
    client.rest().await;
    let shown = tap.exchange().await;
    shown.assert_is(&client.sent, &client.received);
    let events =
        shown.kinds("server_to_client").iter().filter(|&&kind| kind == "sse_event").count();
    assert!(events >= 8, "7 ticks and the end: {events}");
}

#[tokio::test]
async fn shows_each_long_poll_on_a_kept_alive_connection() {
    let server = TestServer::start().await;
    let race = server.post("/race", r#"{"rate":50,"count":5}"#).await.json();
    let mut tap = Tap::on(&server, ADA).await;
    let mut client = RawClient::connect(server.address).await;
    let mut after = 0;
    while after < 5 {
        let (sent, received) = (client.sent.len(), client.received.len());
        let id = race["id"].as_str().unwrap();
        let body = client.get(&format!("/race/{id}/long-poll?after={after}&tap={ADA}")).await;
        let ticks: Vec<serde_json::Value> = serde_json::from_slice(&body).unwrap();
        after = ticks.last().unwrap()["seq"].as_u64().unwrap();
        tap.exchange().await.assert_is(&client.sent[sent..], &client.received[received..]);
    }
}
