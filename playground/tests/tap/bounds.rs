//! What is not shown is said.

use super::{ADA, BO, Tap};
use crate::common::{RawClient, TestServer};

/// What one token may record, see `playground/src/tap/hub.rs`.
const BYTES_PER_TOKEN: u64 = 16 * 1_024 * 1_024;

#[tokio::test]
async fn bytes_beyond_the_bound_are_counted_and_not_shown() {
    let server = TestServer::start().await;
    let mut tap = Tap::on(&server, ADA).await;
    let mut client = RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await;
    let payload = vec![0; 60_000];
    let (mut kept, mut lost, mut why) = (0, 0, String::new());
    while why.is_empty() {
        client.send_frame(0x82, &payload).await;
        client.frame().await;
        // Reads what is told in between, so that the page is not what is too slow.
        loop {
            let event = tap.event().await;
            if event["type"] == "dropped" {
                lost = event["bytes"].as_u64().unwrap();
                why = event["why"].as_str().unwrap().to_owned();
                assert!(event["sentence"].as_str().unwrap().ends_with("Connect again to go on."));
                break;
            }
            if event["type"] == "read" {
                kept += event["span"][1].as_u64().unwrap() - event["span"][0].as_u64().unwrap();
            }
            if event["type"] == "counts" && event["down"]["bytes"] == client.received.len() {
                break;
            }
        }
    }
    assert_eq!(why, "bytes");
    assert!(kept <= BYTES_PER_TOKEN && kept + lost > BYTES_PER_TOKEN, "{kept} {lost}");
    client.send_frame(0x88, b"").await;
    client.rest().await;
    let (sent, received) = (client.sent.len(), client.received.len());
    drop(client);
    let end = tap.exchange().await.end;
    let sum = ["up", "down", "dropped"].map(|key| end[key].as_u64().unwrap()).iter().sum::<u64>();
    assert_eq!(sum, (sent + received) as u64, "nothing is lost uncounted");
}

#[tokio::test]
async fn a_page_that_reads_nothing_is_told_what_it_missed() {
    let server = TestServer::start().await;
    let mut tap = Tap::on(&server, ADA).await;
    let mut client = RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await;
    let payload = vec![0; 60_000];
    // The page takes nothing, and 12 MB are more than its socket and its tape hold. The token may have 16 MiB.
    for _ in 0..100 {
        client.send_frame(0x82, &payload).await;
        client.frame().await;
    }
    client.send_frame(0x88, b"").await;
    client.rest().await;
    let (sent, received) = (client.sent.len(), client.received.len());
    drop(client);
    let shown = tap.exchange().await;
    let dropped: Vec<_> = shown.of_type("dropped").collect();
    assert_eq!(dropped.len(), 1);
    assert_eq!(dropped[0]["why"], "behind");
    let sum =
        ["up", "down", "dropped"].map(|key| shown.end[key].as_u64().unwrap()).iter().sum::<u64>();
    assert_eq!(sum, (sent + received) as u64);
    let counts = shown.of_type("counts").last().unwrap();
    assert_eq!(
        (&counts["up"]["bytes"], &counts["down"]["bytes"]),
        (&sent.into(), &received.into())
    );
    assert_eq!((&counts["up"]["frames"], &counts["down"]["frames"]), (&101.into(), &101.into()));
    assert_eq!(counts["up"]["payload"], 6_000_000, "the sums are right whatever was dropped");
}

/// In JSON a byte of text can become six, and each stands there in hexadecimal digits too.
#[tokio::test]
async fn units_that_are_long_in_json_are_told_or_cut_short() {
    let server = TestServer::start().await;
    let mut tap = Tap::on(&server, ADA).await;
    let mut client = RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await;
    client.send_frame(0x81, &[0x01; 60_000]).await;
    client.frame().await;
    // More than the server takes, so that it closes.
    client.send_frame(0x81, &vec![0x01; 500_000]).await;
    client.rest().await;
    let (sent, received) = (client.sent.len(), client.received.len());
    drop(client);
    let shown = tap.exchange().await;
    let counts = shown.of_type("counts").last().unwrap();
    assert_eq!(
        (&counts["up"]["bytes"], &counts["down"]["bytes"]),
        (&sent.into(), &received.into())
    );
    let cut: Vec<_> = shown.of_type("unit").filter(|event| event.get("cut").is_some()).collect();
    assert!(!cut.is_empty());
    for event in cut {
        let unit = &event["unit"];
        assert_eq!(event["cut"], 500_000 + if unit["kind"] == "frame" { 14 } else { 0 });
        assert_eq!(unit["bytes"].as_str().unwrap().len(), 2 * 1_024);
        assert_eq!(unit["fields"], serde_json::json!([]));
    }
}

#[tokio::test]
async fn a_token_has_one_page_and_is_free_when_that_is_gone() {
    let server = TestServer::start().await;
    let first = Tap::on(&server, ADA).await;
    let mut second = Tap::on(&server, BO).await;
    second.say("watch", ADA).await;
    let refused = second.event().await;
    assert_eq!((&refused["type"], &refused["token"]), (&"refused".into(), &ADA.into()));
    assert!(refused["reason"].as_str().unwrap().starts_with("Another page watches that token."));
    drop(first);
    loop {
        second.say("watch", ADA).await;
        if second.event().await["type"] == "watching" {
            break;
        }
    }
}

#[tokio::test]
async fn what_a_page_says_wrong_is_refused_in_words() {
    let server = TestServer::start().await;
    let mut tap = Tap::open(&server).await;
    for (said, reason) in [
        (r#"{"type":"watch","token":"short"}"#, "exactly 32 lowercase hexadecimal digits"),
        (r#"{"type":"watch","token":"0123456789ABCDEF0123456789ABCDEF"}"#, "exactly 32 lowercase"),
        (r#"{"type":"watch"}"#, "token"),
        (r#"{"type":"list"}"#, "list"),
        ("hello", "Expected {\"type\":\"watch\""),
    ] {
        tap.socket.send_text(said).await;
        let event = tap.event().await;
        assert_eq!(event["type"], "refused", "{said}");
        assert!(event["reason"].as_str().unwrap().contains(reason), "{event}");
    }
    tap.socket.send_binary(&b"\x00"[..]).await;
    assert!(tap.event().await["reason"].as_str().unwrap().contains("binary"));
    tap.say("unwatch", ADA).await;
    assert_eq!(tap.event().await["reason"], "This page does not watch that token.");
    tap.watch(ADA).await;
    tap.say("watch", ADA).await;
    assert_eq!(tap.event().await["reason"], "This page watches that token already.");
    for token in 0..15 {
        tap.watch(&format!("{token:032x}")).await;
    }
    tap.say("watch", BO).await;
    assert_eq!(
        tap.event().await["reason"],
        "A page may watch 16 tokens at one time. Unwatch one first."
    );
}
