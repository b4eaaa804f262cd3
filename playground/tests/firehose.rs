//! `/ws/firehose` and `/ws/firehose/{id}`

use std::time::Duration;

use serde_json::{Value, json};

use crate::common::{RawClient, TestServer, WsClient};

/// A hose that is on, seen from its control.
struct Hose {
    control: WsClient,
    path: String,
}

impl Hose {
    async fn open(server: &TestServer, wish: Value) -> Self {
        let mut control = WsClient::open(server, "/ws/firehose").await;
        let told = control.json().await;
        assert_eq!(told["type"], "hose");
        let path = format!("/ws/firehose/{}", told["id"].as_str().unwrap());
        control.send_text(&wish.to_string()).await;
        Self { control, path }
    }

    async fn wish(&mut self, wish: Value) {
        self.control.send_text(&wish.to_string()).await;
    }

    async fn refusal(&mut self) -> String {
        loop {
            let told = self.control.json().await;
            if told["type"] == "refused" {
                return told["reason"].as_str().unwrap().to_owned();
            }
        }
    }

    /// The next gauge, whose numbers add up as those of each one before.
    async fn gauge(&mut self) -> Gauge {
        let told = self.control.json().await;
        assert_eq!(told["type"], "gauge", "{told}");
        let number = |name: &str| told[name].as_u64().unwrap();
        let gauge = Gauge {
            made: number("made"),
            sent: number("sent"),
            dropped: number("dropped"),
            queued: number("queued"),
            queued_bytes: number("queued_bytes"),
            waiting: told["waiting"].as_bool().unwrap(),
            reading: told["reading"].as_bool().unwrap(),
        };
        assert_eq!(gauge.made, gauge.sent + gauge.dropped + gauge.queued, "{gauge:?}");
        gauge
    }

    /// A gauge when all buffers behind the queue are full: nothing was sent for so many gauges.
    async fn stuck(&mut self) -> Gauge {
        let (mut sent, mut same) = (0, 0);
        loop {
            let gauge = self.gauge().await;
            same = if gauge.sent == sent { same + 1 } else { 0 };
            sent = gauge.sent;
            if sent > 0 && same == 5 {
                return gauge;
            }
        }
    }

    async fn until(&mut self, wanted: impl Fn(&Gauge) -> bool) -> Gauge {
        loop {
            let gauge = self.gauge().await;
            if wanted(&gauge) {
                return gauge;
            }
        }
    }
}

#[derive(Debug)]
struct Gauge {
    made: u64,
    sent: u64,
    dropped: u64,
    queued: u64,
    queued_bytes: u64,
    waiting: bool,
    reading: bool,
}

/// As much as may be asked for; the queue holds `QUEUE` messages.
fn full_flow(policy: &str) -> Value {
    json!({"rate": 1_000, "bytes": 4_096, "queue": QUEUE, "policy": policy})
}

const QUEUE: u64 = 20;
/// Hardly any: while a test reads on, not much is made.
const SLOWLY: u64 = 1;

/// Numbers of the messages, up to and with `last`.
async fn numbers_to(reader: &mut WsClient, last: u64) -> Vec<u64> {
    let mut numbers = Vec::new();
    while numbers.last().is_none_or(|&number| number < last) {
        numbers.push(reader.json().await["number"].as_u64().unwrap());
    }
    numbers
}

/// Where the numbers jump: the last before, and the first behind.
fn jumps(numbers: &[u64]) -> Vec<(u64, u64)> {
    numbers
        .windows(2)
        .map(|pair| (pair[0], pair[1]))
        .filter(|(before, behind)| before + 1 != *behind)
        .collect()
}

async fn refusal(server: &TestServer, path: &str) -> (String, String) {
    let mut client = RawClient::connect(server.address).await;
    let request = client.handshake(path, &[]);
    client.send(request).await;
    let head = client.head().await;
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    let body = client.read(length.parse().unwrap()).await;
    (head[9..12].to_owned(), String::from_utf8(body).unwrap())
}

#[tokio::test]
async fn a_quick_reader_gets_every_message_once_and_in_order() {
    let server = TestServer::start().await;
    let mut hose = Hose::open(&server, json!({"rate": 1_000, "bytes": 3, "queue": 1})).await;
    let nobody_reads = hose.gauge().await;
    assert_eq!((nobody_reads.made, nobody_reads.reading), (0, false), "nothing is made for nobody");
    let mut reader = WsClient::open(&server, &hose.path).await;
    let first = reader.json().await;
    assert_eq!((&first["number"], &first["payload"]), (&json!(1), &json!("abc")));
    let rest = numbers_to(&mut reader, 100).await;
    assert_eq!(rest, (2..=100).collect::<Vec<_>>());
    assert_eq!(hose.until(|gauge| gauge.sent >= 100).await.dropped, 0);
}

#[tokio::test]
async fn wait_makes_no_more_than_is_taken_and_loses_nothing() {
    let server = TestServer::start().await;
    let mut hose = Hose::open(&server, full_flow("wait")).await;
    let mut slow = WsClient::open_narrow(&server, &hose.path).await;
    let full = hose.stuck().await;
    assert_eq!((full.waiting, full.queued, full.dropped), (true, QUEUE, 0));
    assert!(full.queued_bytes > QUEUE * 4_096, "{full:?}");
    let later = hose.until(|gauge| gauge.waiting).await;
    assert_eq!(later.made, full.made, "who makes messages waits");
    let numbers = numbers_to(&mut slow, full.made + 50).await;
    assert_eq!(numbers, (1..=full.made + 50).collect::<Vec<_>>());
}

#[tokio::test]
async fn drop_oldest_keeps_the_newest() {
    let server = TestServer::start().await;
    let mut hose = Hose::open(&server, full_flow("drop-oldest")).await;
    let mut slow = WsClient::open_narrow(&server, &hose.path).await;
    hose.stuck().await;
    hose.wish(json!({"rate": SLOWLY})).await;
    let then = hose.stuck().await;
    assert!(then.dropped > QUEUE, "{then:?}");
    assert_eq!(then.queued, QUEUE);
    let numbers = numbers_to(&mut slow, then.made).await;
    assert_eq!(then.made - numbers.len() as u64, then.dropped, "no more and no less is missing");
    let newest: Vec<u64> = (then.made - QUEUE + 1..=then.made).collect();
    assert!(numbers.ends_with(&newest), "{then:?}: {:?}", jumps(&numbers));
}

#[tokio::test]
async fn drop_newest_keeps_the_oldest() {
    let server = TestServer::start().await;
    let mut hose = Hose::open(&server, full_flow("drop-newest")).await;
    let mut slow = WsClient::open_narrow(&server, &hose.path).await;
    hose.stuck().await;
    hose.wish(json!({"rate": SLOWLY})).await;
    let then = hose.stuck().await;
    assert!(then.dropped > QUEUE, "{then:?}");
    let numbers = numbers_to(&mut slow, then.made + 1).await;
    let kept = numbers.iter().filter(|number| **number <= then.made).count() as u64;
    assert_eq!(then.made - kept, then.dropped, "no more and no less is missing");
    let (before, behind) = jumps(&numbers).pop().unwrap();
    assert!(before < then.made && behind > then.made, "the newest is missing: {then:?}");
}

#[tokio::test]
async fn disconnect_closes_the_slow_reader_with_1013_and_another_may_come() {
    let server = TestServer::start().await;
    let mut hose = Hose::open(&server, full_flow("disconnect")).await;
    let mut slow = WsClient::open_narrow(&server, &hose.path).await;
    let closed = hose.until(|gauge| gauge.dropped > 0).await;
    assert_eq!((closed.dropped, closed.queued), (QUEUE + 1, 0), "what waited, and the next");
    let mut last = 0;
    let (code, reason) = loop {
        match slow.text_or_close().await {
            Ok(text) => last = number_of(&text),
            Err(closed) => break closed,
        }
    };
    assert_eq!(
        (code, reason.as_str()),
        (1013, "You read too slowly: the queue was full. Come back later.")
    );
    slow.finish().await;
    hose.until(|gauge| !gauge.reading).await;
    hose.wish(json!({"policy": "wait", "bytes": 0})).await;
    let mut next = WsClient::open(&server, &hose.path).await;
    let first = next.json().await["number"].as_u64().unwrap();
    assert!(last < first && first == closed.made + 1, "{last} < {first}, {closed:?}");
}

#[tokio::test]
async fn a_policy_that_changes_meanwhile_holds_from_the_next_message_on() {
    let server = TestServer::start().await;
    let mut hose = Hose::open(&server, full_flow("wait")).await;
    let _slow = WsClient::open_narrow(&server, &hose.path).await;
    hose.until(|gauge| gauge.waiting).await;
    for policy in ["drop-oldest", "drop-newest"] {
        let before = hose.gauge().await.dropped;
        hose.wish(json!({"policy": policy})).await;
        assert!(!hose.until(|gauge| gauge.dropped > before + QUEUE).await.waiting);
    }
    hose.wish(json!({"queue": 5, "policy": "drop-oldest"})).await;
    hose.until(|gauge| gauge.queued == 5).await;
    hose.wish(json!({"policy": "wait"})).await;
    let waits = hose.until(|gauge| gauge.waiting).await;
    assert_eq!(hose.until(|gauge| gauge.waiting).await.dropped, waits.dropped);
}

#[tokio::test]
async fn another_hose_is_unharmed() {
    let server = TestServer::start().await;
    let mut blocked = Hose::open(&server, full_flow("wait")).await;
    let _slow = WsClient::open_narrow(&server, &blocked.path).await;
    blocked.until(|gauge| gauge.waiting).await;
    let other = Hose::open(&server, json!({"rate": 1_000, "bytes": 0})).await;
    let mut quick = WsClient::open(&server, &other.path).await;
    assert_eq!(numbers_to(&mut quick, 200).await, (1..=200).collect::<Vec<_>>());
    assert!(blocked.gauge().await.waiting);
}

#[tokio::test]
async fn a_hose_ends_with_its_control() {
    let server = TestServer::start().await;
    let hose = Hose::open(&server, json!({})).await;
    let mut reader = WsClient::open(&server, &hose.path).await;
    reader.json().await;
    drop(hose.control);
    let closed = loop {
        if let Err(closed) = reader.text_or_close().await {
            break closed;
        }
    };
    assert_eq!(closed, (1000, "The hose is turned off.".to_owned()));
    let (status, body) = refusal(&server, &hose.path).await;
    assert_eq!((status.as_str(), body.contains("There is no such hose.")), ("404", true), "{body}");
}

#[tokio::test]
async fn a_hose_ends_by_itself() {
    let tenth = Duration::from_millis(100);
    let server = TestServer::with_limits(|limits| limits.hose_seconds = tenth).await;
    let mut control = WsClient::open(&server, "/ws/firehose").await;
    let (code, _) = loop {
        if let Err(closed) = control.text_or_close().await {
            break closed;
        }
    };
    assert_eq!(code, 1000);
}

#[tokio::test]
async fn hoses_and_readers_are_bounded() {
    let server = TestServer::with_limits(|limits| limits.hoses = 1).await;
    let mut hose = Hose::open(&server, json!({})).await;
    let (status, body) = refusal(&server, "/ws/firehose").await;
    assert_eq!((status.as_str(), body.contains("As many hoses run")), ("503", true), "{body}");
    let reader = WsClient::open(&server, &hose.path).await;
    let (status, body) = refusal(&server, &hose.path).await;
    assert_eq!((status.as_str(), body.contains("has a reader")), ("409", true), "{body}");
    hose.until(|gauge| gauge.reading).await;
    drop(reader);
    hose.until(|gauge| !gauge.reading).await;
    WsClient::open(&server, &hose.path).await.json().await;
    let (status, _) = refusal(&server, "/ws/firehose/ffffffffffffffff").await;
    assert_eq!(status, "404");
}

#[tokio::test]
async fn a_wish_out_of_bounds_is_refused_in_words_and_the_hose_runs_on() {
    let server = TestServer::start().await;
    let mut hose = Hose::open(&server, json!({"queue": 7, "rate": 0})).await;
    assert!(hose.refusal().await.contains("from 1 to 1000 (messages per second)"));
    hose.wish(json!({"bytes": 4_097})).await;
    assert!(hose.refusal().await.contains("from 0 to 4096 (bytes of payload)"));
    hose.wish(json!({"queue": 501})).await;
    assert!(hose.refusal().await.contains("from 1 to 500 (messages that wait)"));
    hose.wish(json!({"policy": "pray"})).await;
    assert!(hose.refusal().await.contains("\"drop-newest\" or \"disconnect\""));
    for odd in ["", "not JSON", "[]", "null", r#"{"speed":1}"#, &"[".repeat(60_000)] {
        hose.control.send_text(odd).await;
        assert!(hose.refusal().await.starts_with("Say what shall change, in JSON"), "{odd}");
    }
    hose.control.send_binary(vec![0, 255]).await;
    assert!(hose.refusal().await.starts_with("Say what shall change, in JSON"));
    let mut reader = WsClient::open(&server, &hose.path).await;
    reader.send_text("who reads has nothing to say").await;
    assert_eq!(reader.json().await["number"], 1);
}

fn number_of(text: &str) -> u64 {
    serde_json::from_str::<Value>(text).unwrap()["number"].as_u64().unwrap()
}
