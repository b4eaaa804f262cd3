//! `/ws/violation/{rule}`: each broken rule, byte by byte.

use serde_json::{Value, json};
use wire::{Conversation, Direction, Kind, Rule, Upgrade};

use crate::common::{RawClient, TestServer, masked};

/// The correct text frame that follows.
const STILL_HERE: &[u8] = b"\x81\x0bStill here?";

/// Everything that the server sends after its 101 to a client that ends TCP.
async fn violation(server: &TestServer, rule: &str) -> Vec<u8> {
    let mut client = RawClient::open(server.address, &format!("/ws/violation/{rule}")).await;
    client.hang_up().await;
    client.rest().await
}

async fn list(server: &TestServer) -> Vec<Value> {
    server.get("/violations.json").await.json().as_array().unwrap().clone()
}

#[tokio::test]
async fn sends_exactly_the_bytes_that_break_the_rule() {
    let server = TestServer::start().await;
    let long_ping = [&b"\x89\x7e\x00\x7e"[..], &[b'.'; 126]].concat();
    for (rule, frame) in [
        ("masked-frame", &b"\x81\x82\x37\xfa\x21\x3d\x7f\x93"[..]),
        ("reserved-opcode", b"\x83\x02Hi"),
        ("rsv1", b"\xc1\x02Hi"),
        ("long-form", b"\x81\x7e\x00\x02Hi"),
        ("bad-utf8", b"\x81\x02\xc3\x28"),
        ("lone-continuation", b"\x80\x02Hi"),
        ("fragmented-ping", b"\x09\x02Hi"),
        ("long-ping", &long_ping),
    ] {
        assert_eq!(violation(&server, rule).await, [frame, STILL_HERE].concat(), "{rule}");
    }
    assert_eq!(violation(&server, "close-1005").await, b"\x88\x02\x03\xed");
}

#[tokio::test]
async fn wrong_accept_answers_another_key_and_sends_no_frame() {
    let server = TestServer::start().await;
    let mut client = RawClient::connect(server.address).await;
    let request = client.handshake("/ws/violation/wrong-accept", &[]);
    client.send(request).await;
    let head = client.head().await;
    assert!(head.starts_with("HTTP/1.1 101 Switching Protocols\r\n"), "{head}");
    assert!(head.contains("\r\nupgrade: websocket\r\n"), "{head}");
    assert!(head.contains("\r\nsec-websocket-accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=\r\n"), "{head}");
    client.hang_up().await;
    assert_eq!(client.rest().await, b"");
}

/// The decoder that readers see names the same rule as the list, for these bytes and for none of the others.
#[tokio::test]
async fn the_decoder_finds_the_rule_that_the_list_names_and_no_other() {
    let server = TestServer::start().await;
    for described in list(&server).await {
        let name = described["rule"].as_str().unwrap();
        if name == "wrong-accept" {
            continue;
        }
        let mut conversation = Conversation::upgraded(Upgrade::default());
        let units = conversation.feed(Direction::ServerToClient, &violation(&server, name).await);
        let rules: Vec<Rule> = units.iter().filter_map(wire::Unit::rule).collect();
        assert_eq!(rules.len(), 1, "{name}: {rules:?}");
        assert_eq!(described["section"], rules[0].section(), "{name}");
        assert_eq!(described["close_code"], json!(rules[0].close_code()), "{name}");
        let readable = units.iter().any(|unit| matches!(unit.kind, Kind::Message { .. }));
        assert_eq!(readable, name != "close-1005", "{name}: reading goes on");
    }
}

#[tokio::test]
async fn the_list_says_what_is_sent_and_what_is_demanded() {
    let server = TestServer::start().await;
    let list = list(&server).await;
    let names: Vec<&str> = list.iter().map(|entry| entry["rule"].as_str().unwrap()).collect();
    for name in [
        "wrong-accept",
        "masked-frame",
        "reserved-opcode",
        "bad-utf8",
        "lone-continuation",
        "close-1005",
    ] {
        assert!(names.contains(&name), "{names:?}");
    }
    assert_eq!(
        list[1],
        json!({
            "rule": "masked-frame",
            "title": "A masked frame",
            "section": "RFC 6455 section 5.1",
            "sent": "A text frame “Hi” with MASK = 1 and a masking key",
            "bytes": "818237fa213d7f93",
            "then": "Still here?",
            "demands": "The client must close the connection, and may say 1002.",
            "close_code": 1002,
        })
    );
}

#[tokio::test]
async fn a_rule_that_is_not_there_is_answered_with_those_that_are() {
    let server = TestServer::start().await;
    let mut client = RawClient::connect(server.address).await;
    let request = client.handshake("/ws/violation/politeness", &[]);
    client.send(request).await;
    let head = client.head().await;
    assert!(head.starts_with("HTTP/1.1 404 Not Found\r\n"), "{head}");
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    let body = String::from_utf8(client.read(length.parse().unwrap()).await).unwrap();
    assert!(body.contains("This server breaks: wrong-accept, masked-frame, "), "{body}");
}

#[tokio::test]
async fn checks_the_handshake_as_every_websocket_does() {
    let server = TestServer::start().await;
    for (change, status) in [
        (("Sec-WebSocket-Version", "12"), "426"),
        (("Sec-WebSocket-Key", "short"), "400"),
        (("Upgrade", ""), "426"),
        (("Origin", "https://evil.example"), "403"),
    ] {
        for path in ["/ws/violation/masked-frame", "/ws/violation/wrong-accept", "/ws/control"] {
            let mut client = RawClient::connect(server.address).await;
            let request = client.handshake(path, &[change]);
            client.send(request).await;
            let head = client.head().await;
            assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{path} {change:?}: {head}");
        }
    }
}

/// Whether it says nothing or far too much.
#[tokio::test]
async fn a_client_that_keeps_going_is_left() {
    let server = TestServer::start().await;
    let mut silent = RawClient::open(server.address, "/ws/violation/rsv1").await;
    let mut talker = RawClient::open(server.address, "/ws/violation/rsv1").await;
    talker.send(masked(0x82, &vec![0; 70_000])).await;
    let sent = [&b"\xc1\x02Hi"[..], STILL_HERE].concat();
    assert_eq!(talker.rest().await, sent);
    assert_eq!(silent.rest().await, sent);
}
