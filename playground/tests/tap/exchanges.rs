//! Browsers share connections between tabs: each token sees its own exchanges only.

use super::{ADA, BO, Tap};
use crate::common::{RawClient, TestServer};

#[tokio::test]
async fn two_tokens_on_one_connection_never_see_each_other() {
    let server = TestServer::start().await;
    let (mut ada, mut bo) = (Tap::on(&server, ADA).await, Tap::on(&server, BO).await);
    let mut client = RawClient::connect(server.address).await;
    for round in 0..4 {
        for (token, tap) in [(ADA, Some(&mut ada)), (BO, Some(&mut bo)), ("", None)] {
            let (sent, received) = (client.sent.len(), client.received.len());
            let query = if token.is_empty() { String::new() } else { format!("&tap={token}") };
            client.get(&format!("/about.json?round={round}{query}")).await;
            if let Some(tap) = tap {
                let shown = tap.exchange().await;
                shown.assert_is(&client.sent[sent..], &client.received[received..]);
                assert_eq!(shown.end["token"], token);
                assert_eq!(shown.end["exchange"], round + 1);
            }
        }
    }
}

#[tokio::test]
async fn a_post_without_a_token_hides_its_body_and_the_next_exchange_begins_where_it_ends() {
    let server = TestServer::start().await;
    let mut tap = Tap::on(&server, ADA).await;
    let mut client = RawClient::connect(server.address).await;
    let body = r#"{"dish":"soup"}"#;
    let next = format!("GET /healthz?tap={ADA} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    let head = "POST /restaurant/orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n";
    // All at once, so that one read brings bytes of both.
    client.send(format!("{head}{body}{next}")).await;
    client.body().await;
    let received = client.received.len();
    assert_eq!(client.body().await, b"ok");
    tap.exchange().await.assert_is(next.as_bytes(), &client.received[received..]);
}

#[tokio::test]
async fn pipelined_requests_are_told_apart() {
    let server = TestServer::start().await;
    let (mut ada, mut bo) = (Tap::on(&server, ADA).await, Tap::on(&server, BO).await);
    let mut client = RawClient::connect(server.address).await;
    let get = |token| format!("GET /about.json?tap={token} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    client.send([get(ADA), get(BO), get(ADA)].concat()).await;
    let mut answers = Vec::new();
    for _ in 0..3 {
        let start = client.received.len();
        client.body().await;
        answers.push(client.received[start..].to_vec());
    }
    ada.exchange().await.assert_is(get(ADA).as_bytes(), &answers[0]);
    bo.exchange().await.assert_is(get(BO).as_bytes(), &answers[1]);
    ada.exchange().await.assert_is(get(ADA).as_bytes(), &answers[2]);
}

#[tokio::test]
async fn frames_that_come_with_the_handshake_belong_to_it() {
    let server = TestServer::start().await;
    let mut tap = Tap::on(&server, ADA).await;
    let mut client = RawClient::connect(server.address).await;
    let handshake = client.handshake(&format!("/ws/echo?tap={ADA}"), &[]);
    let early = crate::common::masked(0x81, b"early");
    client.send([handshake.as_bytes(), &early].concat()).await;
    client.head().await;
    assert_eq!(client.frame().await.payload, b"early");
    client.send_frame(0x88, b"").await;
    client.rest().await;
    tap.exchange_when(client).await;
}

#[tokio::test]
async fn a_chunked_request_is_not_shown_and_says_so() {
    let server = TestServer::start().await;
    let mut tap = Tap::on(&server, ADA).await;
    let mut client = RawClient::connect(server.address).await;
    let head = format!(
        "POST /restaurant/orders?tap={ADA} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
         Transfer-Encoding: chunked\r\n\r\n"
    );
    client.send(format!("{head}f\r\n{{\"dish\":\"soup\"}}\r\n0\r\n\r\n")).await;
    assert!(!client.body().await.is_empty());
    for _ in 0..2 {
        let shown = tap.exchange().await;
        let [dropped, counts] = &shown.events[..] else { panic!("{shown:?}") };
        assert_eq!((&counts["type"], &counts["up"]["bytes"]), (&"counts".into(), &0.into()));
        assert_eq!((&dropped["type"], &dropped["why"]), (&"dropped".into(), &"blurred".into()));
        assert_eq!((&shown.end["up"], &shown.end["down"]), (&0.into(), &0.into()));
        // Nor is what follows on this connection.
        client.get(&format!("/healthz?tap={ADA}")).await;
    }
}

#[tokio::test]
async fn only_what_begins_while_it_is_watched_is_shown() {
    let server = TestServer::start().await;
    let mut client = RawClient::connect(server.address).await;
    client.get(&format!("/healthz?tap={ADA}")).await;
    let mut before = RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await;
    let mut tap = Tap::on(&server, ADA).await;
    before.send_frame(0x81, b"not shown").await;
    before.frame().await;
    let (sent, received) = (client.sent.len(), client.received.len());
    client.get(&format!("/healthz?tap={ADA}")).await;
    tap.exchange().await.assert_is(&client.sent[sent..], &client.received[received..]);
}

#[tokio::test]
async fn unwatch_stops_open_connections_too() {
    let server = TestServer::start().await;
    let mut tap = Tap::on(&server, ADA).await;
    let mut client = RawClient::open(server.address, &format!("/ws/echo?tap={ADA}")).await;
    tap.say("unwatch", ADA).await;
    tap.say("watch", BO).await;
    // Of the handshake something may have been told already.
    while tap.event().await["type"] != "watching" {}
    client.send_frame(0x81, b"not shown").await;
    client.frame().await;
    // Watching again shows what begins from now on.
    tap.watch(ADA).await;
    client.send_frame(0x81, b"not shown either").await;
    client.frame().await;
    let mut next = RawClient::connect(server.address).await;
    next.get(&format!("/healthz?tap={ADA}")).await;
    tap.exchange().await.assert_is(&next.sent, &next.received);
}

/// The server cannot write all of an answer before it begins the next exchange: bytes may be missing, but never foreign.
#[tokio::test]
async fn a_client_that_pipelines_and_reads_late_mixes_nothing_up() {
    const EACH: usize = 10;
    let server = TestServer::start().await;
    let race = server.post("/race", r#"{"rate":100,"count":50,"size":4096}"#).await.json();
    let race = format!("/race/{}", race["id"].as_str().unwrap());
    server.get(&format!("{race}/sse")).await;
    let (mut ada, mut bo) = (Tap::on(&server, ADA).await, Tap::on(&server, BO).await);
    let mut client = RawClient::connect(server.address).await;
    let get =
        |token| format!("GET {race}/poll?after=0&tap={token} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    client.send([get(ADA), get(BO)].concat().repeat(EACH)).await;
    let mut answers = Vec::new();
    for _ in 0..2 * EACH {
        let start = client.received.len();
        client.body().await;
        answers.push(client.received[start..].to_vec());
    }
    drop(client);
    let check = async |tap: &mut Tap, token, first: usize| {
        for answer in answers[first..].iter().step_by(2) {
            let shown = tap.exchange().await;
            assert!(get(token).as_bytes().starts_with(&shown.up()));
            assert!(answer.starts_with(&shown.down()), "nothing of another exchange");
            let dropped = shown.of_type("dropped").count();
            assert!(dropped == 1 || shown.down() == *answer, "what is missing is said");
        }
    };
    tokio::join!(check(&mut ada, ADA, 0), check(&mut bo, BO, 1));
}
