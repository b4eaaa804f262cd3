//! The sums are those that a client makes of its own bytes, whether units are shown or not.

use serde_json::{Value, json};

use super::{ADA, Tap};
use crate::common::{RawClient, TestServer};

/// What a client itself counts in one direction of an exchange.
fn count(bytes: &[u8], upgraded: bool) -> Value {
    let text = |bytes| String::from_utf8_lossy(bytes).to_lowercase();
    let (mut head, mut chunked) = (0, false);
    loop {
        let end = bytes[head..].windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
        let lines = text(&bytes[head..head + end]);
        head += end;
        chunked |= lines.contains("transfer-encoding: chunked");
        if !lines.starts_with("http/1.1 100") {
            break;
        }
    }
    let rest = &bytes[head..];
    let (payload, frames) = match (upgraded, chunked) {
        (true, _) => frames(rest),
        (false, true) => (chunks(rest), 0),
        (false, false) => (rest.len(), 0),
    };
    json!({"bytes": bytes.len(), "head": head, "payload": payload, "frames": frames})
}

fn chunks(mut rest: &[u8]) -> usize {
    let mut payload = 0;
    loop {
        let line = rest.iter().position(|&byte| byte == b'\r').unwrap();
        let size = std::str::from_utf8(&rest[..line]).unwrap();
        let size = usize::from_str_radix(size, 16).unwrap();
        if size == 0 {
            return payload;
        }
        payload += size;
        rest = &rest[line + 2 + size + 2..];
    }
}

fn frames(mut rest: &[u8]) -> (usize, usize) {
    let (mut payload, mut frames) = (0, 0);
    while let [first, second, ..] = *rest {
        let (extended, length) = match second & 0x7f {
            126 => (2, usize::from(u16::from_be_bytes(rest[2..4].try_into().unwrap()))),
            127 => (8, u64::from_be_bytes(rest[2..10].try_into().unwrap()).try_into().unwrap()),
            short => (0, usize::from(short)),
        };
        frames += 1;
        payload += if first & 0x08 == 0 { length } else { 0 };
        rest = &rest[2 + extended + if second & 0x80 == 0 { 0 } else { 4 } + length..];
    }
    (payload, frames)
}

const BOTH: &[&str] = &["units", "counts"];

/// Has an exchange watched in each way, and compares the sums with the client's own.
async fn check(details: &[&str], upgraded: bool, talk: impl AsyncFn(&TestServer) -> RawClient) {
    let server = TestServer::start().await;
    for &detail in details {
        let mut tap = Tap::open(&server).await;
        tap.watch_with(ADA, detail).await;
        let client = talk(&server).await;
        let (sent, received) = (client.sent.clone(), client.received.clone());
        drop(client);
        let shown = tap.exchange().await;
        let told = shown.of_type("counts").last().unwrap();
        let own = [&sent, &received].map(|bytes| count(bytes, upgraded));
        assert_eq!([&told["up"], &told["down"]], [&own[0], &own[1]], "{detail}");
        assert_eq!(shown.events.last(), Some(told), "the sums are told right before the end");
        assert_eq!(shown.end["at_us"], told["at_us"]);
        let end = [&shown.end["up"], &shown.end["down"], &shown.end["dropped"]];
        assert_eq!(end, [&json!(sent.len()), &json!(received.len()), &json!(0)]);
        let explained = shown.events.iter().any(|event| event["type"] != "counts");
        assert_eq!(explained, detail == "units", "sums alone, if that is what was asked for");
    }
}

#[tokio::test]
async fn counts_requests_and_responses() {
    check(BOTH, false, async |server| {
        let mut client = RawClient::connect(server.address).await;
        client.get(&format!("/about.json?tap={ADA}")).await;
        client
    })
    .await;
}

#[tokio::test]
async fn counts_a_posted_body_and_an_interim_response() {
    check(BOTH, false, async |server| {
        let mut client = RawClient::connect(server.address).await;
        let head = format!(
            "\r\nPOST /restaurant/orders?tap={ADA} HTTP/1.1\r\nHost: localhost\r\n\
             Content-Type: application/json\r\nContent-Length: 15\r\nExpect: 100-continue\r\n\r\n"
        );
        client.send(head).await;
        client.head().await;
        client.send(r#"{"dish":"soup"}"#).await;
        client.body().await;
        client
    })
    .await;
}

#[tokio::test]
async fn counts_server_sent_events_without_their_chunk_sizes() {
    check(BOTH, false, async |server| {
        let race = server.post("/race", r#"{"rate":100,"count":8,"size":20}"#).await.json();
        let mut client = RawClient::connect(server.address).await;
        let path = format!("/race/{}/sse?tap={ADA}", race["id"].as_str().unwrap());
        let head = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        client.send(head).await;
        client.rest().await;
        client
    })
    .await;
}

#[tokio::test]
async fn counts_frames_and_what_they_carry_with_fragments_and_pings() {
    check(BOTH, true, async |server| {
        let mut client = RawClient::connect(server.address).await;
        // The first frame comes with the handshake, before the answer to it.
        let handshake = client.handshake(&format!("/ws/echo?tap={ADA}"), &[]);
        let early = crate::common::masked(0x81, b"early");
        client.send([handshake.as_bytes(), &early].concat()).await;
        client.head().await;
        client.frame().await;
        client.send_frame(0x01, b"frag").await;
        client.send_frame(0x89, b"are you there?").await;
        client.frame().await;
        client.send_frame(0x80, b"mented").await;
        client.frame().await;
        for length in [0, 125, 126, 60_000] {
            client.send_frame(0x82, &vec![0xa5; length]).await;
            client.frame().await;
        }
        client.send_frame(0x88, &1000_u16.to_be_bytes()).await;
        client.rest().await;
        client
    })
    .await;
}

#[tokio::test]
async fn a_page_that_wants_sums_alone_is_never_behind() {
    check(&["counts"], true, async |server| {
        let mut client = RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await;
        // More than a page may be behind, and than a token may record.
        for _ in 0..150 {
            client.send_frame(0x82, &vec![0; 60_000]).await;
            client.frame().await;
        }
        client.send_frame(0x88, b"").await;
        client.rest().await;
        client
    })
    .await;
}

#[tokio::test]
async fn what_crossed_before_a_page_asks_is_told_before_the_answer() {
    let server = TestServer::start().await;
    let mut tap = Tap::on(&server, ADA).await;
    let mut client = RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await;
    for round in 1..=20 {
        client.send_frame(0x81, b"hi").await;
        client.frame().await;
        tap.socket.send_text(r#"{"type":"settle"}"#).await;
        let mut frames = json!(null);
        loop {
            let event = tap.event().await;
            match event["type"].as_str() {
                Some("settled") => break,
                Some("counts") => frames = event["up"]["frames"].clone(),
                _ => {}
            }
        }
        assert_eq!(frames, json!(round), "the server had read it before it answered");
    }
}
