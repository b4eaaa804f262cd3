//! `/race`: six transports, the same ticks.

use http_body_util::BodyExt;
use serde_json::json;

use crate::common::{PollingSession, RawClient, TestServer, WsClient, soon};

/// Starts a race; its path.
async fn start(server: &TestServer, body: &str) -> String {
    let answer = server.post("/race", body).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    format!("/race/{}", answer.json()["id"].as_str().unwrap())
}

/// All ticks that come by WebSocket, up to the close with 1000.
async fn by_websocket(server: &TestServer, path: &str) -> Vec<String> {
    let mut client = WsClient::open(server, path).await;
    let mut ticks = Vec::new();
    loop {
        match client.text_or_close().await {
            Ok(tick) => ticks.push(tick),
            Err(closed) => {
                assert_eq!(closed, (1000, "That was the last tick.".to_owned()));
                return ticks;
            }
        }
    }
}

/// A poll again and again, from where the last one ended, as a client does.
async fn by_polling(server: &TestServer, path: &str, count: u64) -> String {
    let (mut after, mut bodies) = (0, Vec::new());
    while after < count {
        let answer = server.get(&format!("{path}?after={after}")).await;
        let ticks = answer.json();
        if let Some(last) = ticks.as_array().unwrap().last() {
            after = last["seq"].as_u64().unwrap();
            bodies.push(answer.text().trim_matches(['[', ']']).to_owned());
        }
    }
    bodies.join(",")
}

/// CONNECT to the feed of the race at `path`, after the tick `after`.
fn ticket(path: &str, after: u64) -> String {
    let id = path.rsplit('/').next().unwrap();
    format!(r#"40/ticker,{{"race":"{id}","after":{after}}}"#)
}

/// The tick in a packet, `None` for pings and greetings; `Err` for the end.
fn tick(packet: &str) -> Result<Option<String>, String> {
    if let Some(rest) = packet.strip_prefix(r#"42/ticker,["tick","#) {
        return Ok(Some(rest.strip_suffix(']').unwrap().to_owned()));
    }
    match packet {
        "2" | "6" => Ok(None),
        greeting if greeting.starts_with(r#"40/ticker,{"sid":"#) => Ok(None),
        end => Err(end.to_owned()),
    }
}

/// All ticks that come to a Socket.IO client over polling; then `end`, and the server leaves.
async fn by_socketio_polling(server: &TestServer, path: &str, after: u64) -> Vec<String> {
    let mut session = PollingSession::open(server, "", &ticket(path, after)).await;
    let mut ticks = Vec::new();
    loop {
        match tick(&session.packet().await) {
            Ok(tick) => ticks.extend(tick),
            Err(end) => {
                assert_eq!(
                    (&end[..], &session.packet().await[..]),
                    (r#"42/ticker,["end"]"#, "41/ticker,")
                );
                return ticks;
            }
        }
    }
}

/// The same over WebSocket.
async fn by_socketio_websocket(server: &TestServer, path: &str, after: u64) -> Vec<String> {
    let mut client = WsClient::open(server, "/socket.io/?EIO=4&transport=websocket").await;
    assert!(client.text().await.starts_with("0{"), "Engine.IO opens");
    client.send_text(&ticket(path, after)).await;
    let mut ticks = Vec::new();
    loop {
        let packet = client.text().await;
        if packet == "2" {
            client.send_text("3").await;
        }
        match tick(&packet) {
            Ok(tick) => ticks.extend(tick),
            Err(end) => {
                assert_eq!(
                    (&end[..], &client.text().await[..]),
                    (r#"42/ticker,["end"]"#, "41/ticker,")
                );
                return ticks;
            }
        }
    }
}

#[tokio::test]
async fn a_race_is_told_as_it_was_asked_for() {
    let server = TestServer::start().await;
    let created = server.post("/race", r#"{"rate":1,"count":5,"size":3}"#).await;
    let id = created.json()["id"].clone();
    assert_eq!(
        created.json(),
        json!({"id": id, "rate": 1, "count": 5, "size": 3, "paused": false})
    );
    let defaults = server.post("/race", "{}").await.json();
    assert_eq!(
        defaults,
        json!({"id": defaults["id"], "rate": 10, "count": 100, "size": 64, "paused": false})
    );
    let shown = server.get(&format!("/race/{}", id.as_str().unwrap())).await.json();
    assert_eq!(
        shown,
        json!({"id": id, "rate": 1, "count": 5, "size": 3, "paused": false, "seq": shown["seq"]})
    );
}

#[tokio::test]
async fn every_transport_carries_the_same_bytes() {
    let server = TestServer::start().await;
    let path = start(&server, r#"{"rate":100,"count":20,"size":30}"#).await;
    let [ws, sse, long_poll, poll] =
        ["ws", "sse", "long-poll", "poll"].map(|transport| format!("{path}/{transport}"));
    let (ticks, events, long_polled, polled, io_polled, io_ticks) = tokio::join!(
        by_websocket(&server, &ws),
        server.get(&sse),
        by_polling(&server, &long_poll, 20),
        by_polling(&server, &poll, 20),
        by_socketio_polling(&server, &path, 0),
        by_socketio_websocket(&server, &path, 0),
    );
    assert_eq!(io_polled, ticks);
    assert_eq!(io_ticks, ticks);
    for (tick, seq) in ticks.iter().zip(1..) {
        let value: serde_json::Value = serde_json::from_str(tick).unwrap();
        assert!(tick.starts_with(&format!(r#"{{"seq":{seq},"at_ms":"#)), "{tick}");
        assert_eq!(value["payload"], "abcdefghijklmnopqrstuvwxyzabcd");
    }
    assert_eq!(ticks.len(), 20);
    assert_eq!(polled, ticks.join(","));
    assert_eq!(long_polled, ticks.join(","));
    let event = |(tick, seq): (&String, u64)| format!("id: {seq}\ndata: {tick}\n\n");
    let stream = ticks.iter().zip(1..).map(event).collect::<Vec<_>>().concat();
    assert_eq!(events.text(), stream + "event: end\ndata: {}\n\n");
    assert_eq!(events.header("content-type"), "text/event-stream");
}

#[tokio::test]
async fn each_transport_goes_on_after_the_tick_that_it_is_told() {
    let server = TestServer::start().await;
    let path = start(&server, r#"{"rate":100,"count":5,"size":0}"#).await;
    let ticks = by_websocket(&server, &format!("{path}/ws")).await;
    let last_two = ticks[3..].join(",");
    assert_eq!(by_websocket(&server, &format!("{path}/ws?after=3")).await.join(","), last_two);
    assert_eq!(server.get(&format!("{path}/poll?after=3")).await.text(), format!("[{last_two}]"));
    assert_eq!(
        server.get(&format!("{path}/long-poll?after=3")).await.text(),
        format!("[{last_two}]")
    );
    assert!(server.get(&format!("{path}/sse?after=3")).await.text().starts_with("id: 4\n"));
    assert_eq!(by_socketio_polling(&server, &path, 3).await.join(","), last_two);
    assert_eq!(by_socketio_websocket(&server, &path, 3).await.join(","), last_two);
    assert_eq!(server.get(&format!("{path}/poll?after=18446744073709551615")).await.text(), "[]");
}

#[tokio::test]
async fn the_text_ping_is_answered_with_the_text_pong_and_nothing_else_is() {
    let server = TestServer::start().await;
    let path = start(&server, r#"{"rate":1,"count":1,"size":0}"#).await;
    pause(&server, &path).await;
    let mut client = WsClient::open(&server, &format!("{path}/ws")).await;
    // One connection keeps its order: an answer to any of these would come before the pong.
    client.send_text("Ping").await;
    client.send_text("").await;
    client.send_binary(b"ping".to_vec()).await;
    client.send_text("ping").await;
    assert_eq!(client.text().await, "pong");
    client.send_text("ping").await;
    assert_eq!(client.text().await, "pong");
}

#[tokio::test]
async fn a_socketio_client_that_comes_late_gets_more_than_its_queue_holds() {
    let server = TestServer::start().await;
    let path = start(&server, r#"{"rate":100,"count":300,"size":900}"#).await;
    let ticks = by_websocket(&server, &format!("{path}/ws")).await;
    assert_eq!(by_socketio_polling(&server, &path, 0).await, ticks);
    assert_eq!(by_socketio_websocket(&server, &path, 0).await, ticks);
}

#[tokio::test]
async fn a_socketio_client_that_asks_for_no_race_is_refused_in_words() {
    let server = TestServer::start().await;
    for (auth, sentence) in [
        (r#"{"race":"x"}"#, "There is no such race."),
        ("", "Expected {race: ID, after: NUMBER} as auth"),
        (r#"{"race":5}"#, "Expected {race: ID, after: NUMBER} as auth"),
        (r#"{"race":"x","after":-1}"#, "Expected {race: ID, after: NUMBER} as auth"),
    ] {
        let mut session = PollingSession::open(&server, "", &format!("40/ticker,{auth}")).await;
        let mut packet = session.packet().await;
        while packet == "2" {
            packet = session.packet().await;
        }
        assert!(packet.starts_with(&format!(r#"44/ticker,{{"message":"{sentence}"#)), "{packet}");
    }
}

#[tokio::test]
async fn an_event_stream_resumes_after_the_last_event_id() {
    let server = TestServer::start().await;
    let path = start(&server, r#"{"rate":100,"count":5,"size":0}"#).await;
    by_websocket(&server, &format!("{path}/ws")).await;
    let resume = |id: &str| {
        server.request("GET", &format!("{path}/sse?after=1")).header("last-event-id", id).send()
    };
    assert!(
        resume("3").await.text().starts_with("id: 4\n"),
        "the header counts, not the query of the first request"
    );
    assert_eq!(resume("5").await.status, 204, "204 ends an EventSource's reconnecting");
    let refused = resume("five").await;
    assert_eq!((refused.status.as_u16(), refused.error().contains("`Last-Event-ID`")), (400, true));
}

#[tokio::test]
async fn a_poll_answers_at_once() {
    let server = TestServer::start().await;
    let path = start(&server, "{}").await;
    pause(&server, &path).await;
    assert_eq!(server.get(&format!("{path}/poll?after=100")).await.text(), "[]");
}

async fn pause(server: &TestServer, path: &str) {
    let paused = server.request("PATCH", path).json(r#"{"paused":true}"#).send().await;
    assert_eq!(paused.json()["paused"], true);
}

#[tokio::test]
async fn a_long_poll_waits_for_a_tick() {
    let server = TestServer::start().await;
    let path = start(&server, r#"{"rate":1,"count":1,"size":0}"#).await;
    pause(&server, &path).await;
    let waiting = server.request("GET", &format!("{path}/long-poll")).send();
    let resume = server.request("PATCH", &path).json(r#"{"paused":false,"rate":100}"#).send();
    let (answer, resumed) = tokio::join!(waiting, resume);
    assert_eq!(resumed.json()["rate"], 100);
    assert_eq!(answer.json()[0]["seq"], 1);
}

#[tokio::test]
async fn a_long_poll_does_not_wait_for_ever_nor_after_the_end() {
    let soon = std::time::Duration::from_millis(50);
    let server = TestServer::with_limits(|limits| limits.long_poll_seconds = soon).await;
    let path = start(&server, "{}").await;
    pause(&server, &path).await;
    assert_eq!(server.get(&format!("{path}/long-poll?after=100")).await.text(), "[]");

    let server = TestServer::start().await;
    let path = start(&server, r#"{"rate":100,"count":1,"size":0}"#).await;
    by_websocket(&server, &format!("{path}/ws")).await;
    assert_eq!(server.get(&format!("{path}/long-poll?after=1")).await.text(), "[]");
}

#[tokio::test]
async fn an_event_stream_sends_each_tick_when_it_is_made() {
    let server = TestServer::start().await;
    let path = start(&server, r#"{"rate":100,"count":2000,"size":0}"#).await;
    let (_, mut body) = server.request("GET", &format!("{path}/sse")).open().await;
    let first = soon("the first event", body.frame()).await.unwrap().unwrap().into_data().unwrap();
    assert!(first.starts_with(b"id: 1\ndata: {\"seq\":1,"));
    pause(&server, &path).await;
}

#[tokio::test]
async fn the_pace_can_be_changed_while_it_runs() {
    let server = TestServer::start().await;
    let path = start(&server, r#"{"rate":1,"count":2000,"size":0}"#).await;
    let changed =
        server.request("PATCH", &path).json(r#"{"rate":100,"size":7}"#).send().await.json();
    assert_eq!(
        (&changed["rate"], &changed["size"], &changed["paused"]),
        (&json!(100), &json!(7), &json!(false))
    );
    let mut client = WsClient::open(&server, &format!("{path}/ws")).await;
    assert_eq!(client.json().await["payload"], "abcdefg");
}

#[tokio::test]
async fn absurd_settings_are_refused_with_the_allowed_range() {
    let server = TestServer::start().await;
    let path = start(&server, "{}").await;
    for (body, sentence) in [
        (r#"{"rate":0}"#, "`rate` must be a whole number from 1 to 100 (ticks per second)."),
        (r#"{"rate":101}"#, "`rate` must be a whole number from 1 to 100 (ticks per second)."),
        (r#"{"rate":-1e308}"#, "`rate` must be a whole number from 1 to 100 (ticks per second)."),
        (r#"{"rate":"fast"}"#, "`rate` must be a whole number from 1 to 100 (ticks per second)."),
        (r#"{"size":4097}"#, "`size` must be a whole number from 0 to 4096 (bytes of payload)."),
    ] {
        for answer in [
            server.post("/race", body).await,
            server.request("PATCH", &path).json(body).send().await,
        ] {
            assert_eq!(
                (answer.status.as_u16(), answer.error()),
                (400, sentence.to_owned()),
                "{body}"
            );
        }
    }
    let answer = server.post("/race", r#"{"count":2001}"#).await;
    assert_eq!(answer.error(), "`count` must be a whole number from 1 to 2000 (ticks in all).");
    for body in ["", "{", "7", r#"{"speed":1}"#] {
        let answer = server.post("/race", body).await;
        assert_eq!(answer.status, 400, "{body}");
        assert!(
            answer.error().starts_with("The request body was not understood."),
            "{body}: {}",
            answer.error()
        );
    }
    let no_type = server.request("POST", "/race").send().await;
    assert_eq!(
        (no_type.status.as_u16(), no_type.error().contains("Content-Type: application/json")),
        (415, true)
    );
    let answer = server.get(&format!("{path}/poll?after=-1")).await;
    assert_eq!((answer.status.as_u16(), answer.error().contains("`after` must be")), (400, true));
}

#[tokio::test]
async fn an_unknown_race_is_told_everywhere() {
    let server = TestServer::start().await;
    for path in ["", "/poll", "/long-poll", "/sse"] {
        let answer = server.get(&format!("/race/0123456789abcdef{path}")).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.error().starts_with("There is no such race."), "{path}");
    }
    let mut client = RawClient::connect(server.address).await;
    let request = client.handshake("/race/0123456789abcdef/ws", &[]);
    client.send(request).await;
    assert!(client.head().await.starts_with("HTTP/1.1 404 "));
}

#[tokio::test]
async fn running_races_are_bounded() {
    let server = TestServer::with_limits(|limits| limits.races = 2).await;
    let finished = start(&server, r#"{"rate":100,"count":1}"#).await;
    by_websocket(&server, &format!("{finished}/ws")).await;
    let running = r#"{"rate":1,"count":2000}"#;
    start(&server, running).await;
    start(&server, running).await;
    assert_eq!(server.get(&finished).await.status, 404, "the finished race made room");
    let refused = server.post("/race", running).await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (503, "10"));
    assert!(refused.error().starts_with("As many races run"), "{}", refused.error());
}

#[tokio::test]
async fn readers_of_a_race_that_is_dropped_are_told() {
    let short = std::time::Duration::from_millis(300);
    let server = TestServer::with_limits(|limits| limits.race_seconds = short).await;
    let path = start(&server, r#"{"rate":1,"count":2000}"#).await;
    let mut client = WsClient::open(&server, &format!("{path}/ws")).await;
    assert_eq!(client.closed().await, (1001, "The race was dropped before its end.".to_owned()));
    assert_eq!(server.get(&path).await.status, 404);
}
