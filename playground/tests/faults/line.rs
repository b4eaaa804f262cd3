//! Lines that are slow or silent.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{ask, delete, echo, echo_event, order, paused_race, put, session};
use crate::{
    common::{Frame, RawClient, TestServer, WsClient},
    tap::{ADA, BO, Tap},
};

const HALF_OPEN: &str = r#"{"half_open":true}"#;
const TEXT: u8 = 0x81;
const PING: u8 = 0x89;
const CLOSE: u8 = 0x88;

/// A member of a room: what one member says all hear.
async fn member(server: &TestServer, query: &str) -> RawClient {
    let mut member = RawClient::open(server.address, &format!("/ws/broadcast/lobby?{query}")).await;
    assert!(text(&member.frame().await).starts_with(r#"{"type":"welcome""#));
    member
}

fn text(frame: &Frame) -> &str {
    assert_eq!(frame.first, TEXT);
    std::str::from_utf8(&frame.payload).unwrap()
}

/// The next message, past who comes and who leaves.
async fn message(member: &mut RawClient) -> String {
    loop {
        let frame = member.frame().await;
        let event: Value = serde_json::from_str(text(&frame)).unwrap();
        if event["type"] == "message" {
            return event["text"].as_str().unwrap().to_owned();
        }
    }
}

async fn until(tap: &mut Tap, event: impl Fn(&Value) -> bool) -> Value {
    loop {
        let told = tap.event().await;
        if event(&told) {
            return told;
        }
    }
}

#[tokio::test]
async fn a_half_open_websocket_is_silent_in_both_directions_and_then_all_of_it_comes() {
    let server = TestServer::start().await;
    let _page = Tap::on(&server, ADA).await;
    let mut ada = member(&server, &format!("name=Ada&tap={ADA}")).await;
    let mut bo = member(&server, "name=Bo").await;
    ada.frame().await;
    assert_eq!(put(&server, ADA, HALF_OPEN).await.status, 204);
    ada.send_frame(TEXT, b"Do you hear me?").await;
    for number in 0..100 {
        let said = format!("{number}");
        bo.send_frame(TEXT, said.as_bytes()).await;
        assert_eq!(message(&mut bo).await, said, "and nothing of Ada's");
    }
    ada.assert_silence();
    assert_eq!(delete(&server, ADA).await.status, 204);
    for number in 0..100 {
        assert_eq!(message(&mut ada).await, format!("{number}"));
    }
    assert_eq!(message(&mut ada).await, "Do you hear me?");
    assert_eq!(message(&mut bo).await, "Do you hear me?");
}

#[tokio::test]
async fn the_tap_shows_bytes_when_they_really_cross() {
    let server = TestServer::start().await;
    let mut page = Tap::on(&server, ADA).await;
    let mut ada = member(&server, &format!("name=Ada&tap={ADA}")).await;
    let mut bo = member(&server, "name=Bo").await;
    ada.frame().await;
    page.say("settle", ADA).await;
    until(&mut page, |event| event["type"] == "settled").await;
    put(&server, ADA, HALF_OPEN).await;
    bo.send_frame(TEXT, b"hi").await;
    message(&mut bo).await;
    page.say("settle", ADA).await;
    assert_eq!(page.event().await, json!({"type": "settled"}), "not a byte has crossed");
    delete(&server, ADA).await;
    assert_eq!(message(&mut ada).await, "hi");
    let read = until(&mut page, |event| event["type"] == "read").await;
    assert_eq!(read["direction"], "server_to_client");
}

#[tokio::test]
async fn a_peer_that_is_given_up_on_a_half_open_line_hears_nothing_and_keeps_its_place() {
    let server = TestServer::with_limits(|limits| {
        limits.ping_seconds = Duration::from_millis(20);
        limits.idle_seconds = Duration::from_secs(1);
        // Two members, the page's tap, and the connection over which the page says what it wishes.
        limits.connections = 4;
    })
    .await;
    let mut page = Tap::on(&server, ADA).await;
    let mut bo = WsClient::open(&server, "/ws/broadcast/lobby?name=Bo").await;
    let mut ada = member(&server, &format!("name=Ada&tap={ADA}")).await;
    let mut wishes = RawClient::connect(server.address).await;
    let wish = |method: &str, body: &str| {
        let head = format!("{method} /faults/{ADA} HTTP/1.1\r\nHost: localhost\r\n");
        let length = body.len();
        let kind = "Content-Type: application/json";
        format!("{head}{kind}\r\nContent-Length: {length}\r\n\r\n{body}")
    };
    wishes.send(wish("PUT", HALF_OPEN)).await;
    assert!(wishes.head().await.starts_with("HTTP/1.1 204 "));
    // Who reads answers pings.
    let page = tokio::spawn(async move { while page.event().await["type"] != "ended" {} });
    while bo.json().await["type"] != "left" {}
    let refused = server.get("/healthz").await;
    assert_eq!(refused.status, 503, "Ada's place is still taken");
    wishes.send(wish("DELETE", "")).await;
    assert!(wishes.head().await.starts_with("HTTP/1.1 204 "));
    let last = loop {
        let frame = ada.frame().await;
        if frame.first != PING {
            break frame;
        }
    };
    assert_eq!((last.first, &last.payload[..2]), (CLOSE, &1008_u16.to_be_bytes()[..]));
    assert_eq!(ada.rest().await, b"", "FIN");
    drop(ada);
    while server.get("/healthz").await.status != 200 {}
    page.await.unwrap();
}

#[tokio::test]
async fn a_connection_that_begins_on_a_half_open_line_is_answered_when_it_is_mended() {
    let server = TestServer::with_limits(|limits| limits.races = 1).await;
    let mut page = Tap::on(&server, ADA).await;
    put(&server, ADA, HALF_OPEN).await;
    let mut order = RawClient::connect(server.address).await;
    let head = format!("POST /race?tap={ADA} HTTP/1.1\r\nHost: localhost\r\n");
    order.send(head + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}").await;
    until(&mut page, |event| event["type"] == "counts").await;
    let other = server.post("/race", "{}").await;
    assert_eq!(other.status, 201, "the server has not heard the order before");
    order.assert_silence();
    delete(&server, ADA).await;
    assert!(order.head().await.starts_with("HTTP/1.1 503 "), "the one place is taken");
}

#[tokio::test]
async fn a_stall_lasts_as_long_as_was_wished_and_nothing_is_lost() {
    let server = TestServer::start().await;
    let _page = Tap::on(&server, ADA).await;
    let mut mine = RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await;
    let mut other = RawClient::open(server.address, "/ws/echo").await;
    let begin = Instant::now();
    let stalled = order(&server, ADA, "stall", r#"{"seconds":1}"#).await;
    assert_eq!(stalled.json(), json!({ "connections": 1 }));
    let payloads: Vec<Vec<u8>> = (0..50).map(|number| vec![number; 1_000]).collect();
    for payload in &payloads {
        mine.send_frame(TEXT, payload).await;
    }
    echo(&mut other).await;
    for payload in &payloads {
        assert_eq!(&mine.frame().await.payload, payload);
    }
    assert!(begin.elapsed() >= Duration::from_secs(1), "{:?}", begin.elapsed());
}

#[tokio::test]
async fn a_long_poll_is_stalled_and_answered_afterwards() {
    let server = TestServer::start().await;
    let race = paused_race(&server).await;
    let mut page = Tap::on(&server, ADA).await;
    let mut client = RawClient::connect(server.address).await;
    ask(&mut client, &race, ADA, &mut page).await;
    let stalled = order(&server, ADA, "stall", r#"{"seconds":60}"#).await;
    assert_eq!(stalled.json(), json!({ "connections": 1 }));
    server.request("PATCH", &race).json(r#"{"paused":false,"rate":100}"#).send().await;
    while server.get(&race).await.json()["seq"] != 1 {}
    client.assert_silence();
    delete(&server, ADA).await;
    assert!(client.body().await.starts_with(b"[{\"seq\":1,"));
    assert_eq!(client.get("/healthz").await, b"ok", "the connection is nobody's again");
}

#[tokio::test]
async fn latency_delays_messages_and_requests_each_way() {
    let server = TestServer::start().await;
    let _page = Tap::on(&server, ADA).await;
    let slow = r#"{"up":{"latency_ms":200,"jitter_ms":10},"down":{"latency_ms":150}}"#;
    let both = Duration::from_millis(350);
    let mut before = RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await;
    put(&server, ADA, slow).await;
    let mut request = RawClient::connect(server.address).await;
    let begin = Instant::now();
    assert_eq!(request.get(&format!("/healthz?tap={ADA}")).await, b"ok");
    assert!(begin.elapsed() >= both, "a request: {:?}", begin.elapsed());
    let begin = Instant::now();
    let mut client = RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await;
    assert!(begin.elapsed() >= both, "a handshake: {:?}", begin.elapsed());
    for client in [&mut before, &mut client] {
        let begin = Instant::now();
        echo(client).await;
        assert!(begin.elapsed() >= both, "a message: {:?}", begin.elapsed());
    }
}

#[tokio::test]
async fn a_narrow_line_lets_a_message_through_piece_by_piece() {
    let server = TestServer::start().await;
    let mut page = Tap::on(&server, ADA).await;
    let mut client = RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await;
    put(&server, ADA, r#"{"down":{"bytes_per_second":2000}}"#).await;
    let begin = Instant::now();
    client.send_frame(TEXT, &[b'x'; 1_000]).await;
    assert_eq!(client.frame().await.payload, [b'x'; 1_000]);
    assert!(begin.elapsed() >= Duration::from_millis(500), "{:?}", begin.elapsed());
    page.say("settle", ADA).await;
    let mut crossed = Vec::new();
    loop {
        let event = page.event().await;
        if event["type"] == "settled" {
            break;
        }
        if event["type"] == "read" && event["direction"] == "server_to_client" {
            crossed.push(event["span"][1].as_u64().unwrap() - event["span"][0].as_u64().unwrap());
        }
    }
    // After the head of the 101.
    assert!(crossed.len() > 10 && crossed[1..].iter().all(|count| *count <= 100), "{crossed:?}");
}

#[tokio::test]
async fn socket_io_goes_on_under_latency() {
    let server = TestServer::start().await;
    let _page = Tap::on(&server, ADA).await;
    put(&server, ADA, r#"{"up":{"latency_ms":20,"jitter_ms":20},"down":{"latency_ms":20}}"#).await;
    let mut polling = session(&server).await;
    let begin = Instant::now();
    echo_event(&mut polling).await;
    assert!(begin.elapsed() >= Duration::from_millis(80), "two requests: {:?}", begin.elapsed());
    let path = format!("/socket.io/?EIO=4&transport=websocket&tap={ADA}");
    let mut websocket = WsClient::open(&server, &path).await;
    websocket.text().await;
    websocket.send_text("40/echo,").await;
    while !websocket.text().await.starts_with("40/echo,") {}
    for number in 0..20 {
        websocket.send_text(&format!(r#"42/echo,["message",{number}]"#)).await;
    }
    for number in 0..20 {
        let expected = format!(r#"42/echo,["message-back",{number}]"#);
        while websocket.text().await != expected {}
    }
}

#[tokio::test]
async fn what_another_reader_or_nobody_watches_is_not_slow() {
    let server = TestServer::start().await;
    let (_ada, _bo) = (Tap::on(&server, ADA).await, Tap::on(&server, BO).await);
    put(&server, ADA, HALF_OPEN).await;
    for query in [format!("tap={BO}"), String::new()] {
        echo(&mut RawClient::open(server.address, &format!("/ws/echo?{query}")).await).await;
        let mut client = RawClient::connect(server.address).await;
        assert_eq!(client.get(&format!("/healthz?{query}")).await, b"ok");
    }
}

#[tokio::test]
async fn all_goes_on_when_the_page_stops_watching() {
    let server = TestServer::start().await;
    let mut page = Tap::on(&server, ADA).await;
    let mut client = RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await;
    put(&server, ADA, HALF_OPEN).await;
    client.send_frame(TEXT, b"one").await;
    page.say("unwatch", ADA).await;
    assert_eq!(client.frame().await.payload, b"one");
    echo(&mut client).await;

    page.watch(ADA).await;
    let mut client = RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await;
    put(&server, ADA, HALF_OPEN).await;
    client.send_frame(TEXT, b"two").await;
    drop(page);
    assert_eq!(client.frame().await.payload, b"two");
    echo(&mut client).await;
}

#[tokio::test]
async fn the_server_ends_although_a_line_is_half_open() {
    let server = TestServer::start().await;
    let _page = Tap::on(&server, ADA).await;
    let mut client = RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await;
    let mut waiting = RawClient::connect(server.address).await;
    put(&server, ADA, HALF_OPEN).await;
    waiting.send(format!("GET /healthz?tap={ADA} HTTP/1.1\r\nHost: localhost\r\n\r\n")).await;
    client.send_frame(TEXT, b"hi").await;
    crate::common::soon("the server to end", server.stop()).await.unwrap();
}
