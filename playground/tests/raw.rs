//! `/ws/raw`: what a page orders is what the echo gets, and what the echo really answers is what the page is told.

use std::time::Duration;

use serde_json::{Value, json};

use crate::common::{RawClient, TestServer, WsClient};

const TOKEN: &str = "0123456789abcdef0123456789abcdef";

struct Raw {
    socket: WsClient,
}

/// A masked frame of text, "Hello" (RFC 6455 section 5.7), with changes.
fn hello(changes: &Value) -> Value {
    let mut frame = json!({"opcode": 1, "mask": "37fa213d", "payload": "48656c6c6f"});
    for (name, value) in changes.as_object().unwrap() {
        frame[name] = value.clone();
    }
    frame
}

impl Raw {
    async fn on(server: &TestServer) -> Self {
        Self { socket: WsClient::open(server, "/ws/raw").await }
    }

    /// With an open WebSocket to the echo.
    async fn open(server: &TestServer) -> Self {
        let mut raw = Self::on(server).await;
        assert_eq!(raw.ask(&json!({"type": "open"})).await["status"], 101);
        raw
    }

    async fn say(&mut self, command: &Value) {
        self.socket.send_text(&command.to_string()).await;
    }

    async fn ask(&mut self, command: &Value) -> Value {
        self.say(command).await;
        self.socket.json().await
    }

    async fn preview(&mut self, frames: &[Value]) -> Value {
        self.ask(&json!({"type": "preview", "frames": frames})).await
    }

    /// Sends frames. What came back, a summary a unit on the wire, and how it ended; `enough` stops an open connection.
    async fn send(&mut self, frames: &[Value], enough: usize) -> (Vec<String>, Option<String>) {
        self.say(&json!({"type": "send", "frames": frames})).await;
        let mut summaries = Vec::new();
        while summaries.len() < enough {
            let event = self.socket.json().await;
            match event["type"].as_str().unwrap() {
                "sent" => {}
                "received" => summaries.extend(summaries_of(&event)),
                "ended" => return (summaries, event["how"].as_str().map(str::to_owned)),
                _ => panic!("{event}"),
            }
        }
        (summaries, None)
    }
}

fn summaries_of(event: &Value) -> Vec<String> {
    let wire = event["units"].as_array().unwrap().iter().filter(|unit| unit["layer"] == "wire");
    wire.map(|unit| unit["summary"].as_str().unwrap().to_owned()).collect()
}

/// The rules that a preview's frames break.
fn rules(preview: &Value) -> Vec<&str> {
    let units = preview["units"].as_array().unwrap_or_else(|| panic!("{preview}"));
    units.iter().filter_map(|unit| unit["rule"].as_str()).collect()
}

/// The close code in the last frame that came back.
fn close_code(units: &Value) -> &Value {
    let close = units.as_array().unwrap().iter().find(|unit| unit["header"]["opcode"] == "close");
    let payload = close.unwrap()["fields"].as_array().unwrap().last().unwrap();
    &payload["children"][0]["value"]
}

#[tokio::test]
async fn sends_a_frame_and_tells_what_the_echo_answers() {
    let server = TestServer::start().await;
    let mut raw = Raw::open(&server).await;
    let frames = [hello(&json!({}))];
    assert_eq!(raw.ask(&json!({"type": "send", "frames": frames})).await["bytes"], 11);
    let received = raw.socket.json().await;
    assert_eq!(received["type"], "received");
    assert_eq!(received["units"][0]["bytes"], "810548656c6c6f");
    assert_eq!(received["units"][1]["summary"], r#"text message "Hello""#);
    let ended = raw.ask(&json!({"type": "hang_up"})).await;
    assert_eq!((&ended["type"], &ended["how"]), (&json!("ended"), &json!("hung_up")));
}

#[tokio::test]
async fn the_tap_shows_the_very_bytes() {
    let server = TestServer::start().await;
    let mut tap = WsClient::open(&server, "/tap").await;
    tap.send_text(&json!({"type": "watch", "token": TOKEN}).to_string()).await;
    assert!(tap.text().await.contains("watching"));
    let mut raw = Raw::on(&server).await;
    raw.ask(&json!({"type": "open", "token": TOKEN})).await;
    raw.send(&[hello(&json!({}))], 1).await;
    raw.ask(&json!({"type": "hang_up"})).await;
    // One event a message or several: only the text matters here.
    let mut told = String::new();
    while !told.contains(r#""type":"ended""#) {
        told.push_str(&tap.text().await);
    }
    for bytes in ["818537fa213d7f9f4d5158", "810548656c6c6f"] {
        assert!(told.contains(&format!(r#""bytes":"{bytes}""#)), "{bytes} in {told}");
    }
}

#[tokio::test]
async fn a_preview_of_every_combination_of_header_bits_is_the_same_header() {
    let server = TestServer::start().await;
    let mut raw = Raw::on(&server).await;
    for first in 0..=255_u8 {
        for (mask, form) in [
            (Value::Null, "seven"),
            (json!("37fa213d"), "seven"),
            (Value::Null, "sixteen"),
            (json!("37fa213d"), "sixty_four"),
        ] {
            let frame = json!({
                "fin": first & 0x80 != 0, "rsv1": first & 0x40 != 0, "rsv2": first & 0x20 != 0, "rsv3": first & 0x10 != 0,
                "opcode": first & 0xf, "mask": mask, "length_form": form, "payload": "61",
            });
            let preview = raw.preview(&[frame]).await;
            let unit = &preview["units"][0];
            let bytes = unit["bytes"].as_str().unwrap();
            assert_eq!(&bytes[..2], format!("{first:02x}"), "{preview}");
            let header = &unit["header"];
            assert_eq!(header["length_form"], form);
            assert_eq!(header["mask"].is_null(), mask.is_null());
            assert_eq!(preview["frames"], json!([[0, bytes.len() / 2]]));
            assert_eq!(preview["missing"], 0);
            let mut expected = Vec::new();
            expected.extend((first & 0x70 != 0).then_some("reserved_bit"));
            expected.extend(matches!(first & 0xf, 3..=7 | 11..=15).then_some("reserved_opcode"));
            expected.extend(mask.is_null().then_some("client_must_mask"));
            expected.extend((form != "seven").then_some("length_not_shortest"));
            for rule in expected {
                assert!(rules(&preview).contains(&rule), "{rule} in {preview}");
            }
        }
    }
}

#[tokio::test]
async fn a_preview_of_correct_frames_breaks_no_rule() {
    let server = TestServer::start().await;
    let mut raw = Raw::on(&server).await;
    let ping = hello(&json!({"opcode": 9}));
    for frames in [
        vec![hello(&json!({}))],
        vec![hello(&json!({"fin": false})), ping, hello(&json!({"opcode": 0}))],
        vec![hello(&json!({"payload": "78", "repeat": 125}))],
        vec![hello(&json!({"payload": "78", "repeat": 126}))],
        vec![hello(&json!({"payload": "78", "repeat": 65_535}))],
        vec![hello(&json!({"payload": "78", "repeat": 65_536}))],
    ] {
        let preview = raw.preview(&frames).await;
        assert_eq!(rules(&preview), [""; 0], "{preview}");
    }
}

#[tokio::test]
async fn a_long_unit_is_cut_and_its_span_says_how_long_it_is() {
    let server = TestServer::start().await;
    let mut raw = Raw::open(&server).await;
    let long = hello(&json!({"payload": "78", "repeat": 65_536}));
    let preview = raw.preview(std::slice::from_ref(&long)).await;
    let unit = &preview["units"][0];
    assert_eq!(unit["span"], json!([0, 65_550]));
    assert_eq!(unit["bytes"].as_str().unwrap().len(), 2 * 256);
    let fields = unit["fields"].as_array().unwrap();
    assert!(fields.iter().all(|field| field["span"][1].as_u64().unwrap() <= 256), "{preview}");
    let (back, end) = raw.send(&[long], 1).await;
    assert_eq!((back, end), (vec!["text, 65536 bytes".to_owned()], None));
}

#[tokio::test]
async fn a_length_that_lies_is_shown_with_what_is_missing_and_the_server_waits_for_it() {
    let server = TestServer::start().await;
    let mut raw = Raw::open(&server).await;
    let lie = hello(&json!({"length": 8}));
    let preview = raw.preview(std::slice::from_ref(&lie)).await;
    assert_eq!((&preview["missing"], rules(&preview)), (&json!(3), vec![]), "{preview}");
    assert_eq!(preview["units"][0]["bytes"], "818837fa213d7f9f4d5158");
    assert_eq!(preview["units"].as_array().unwrap().len(), 1, "{preview}");
    raw.ask(&json!({"type": "send", "frames": [lie]})).await;
    // The next frame's first bytes are the missing three: its header is payload, and its mask is read as a header.
    let (back, _) = raw.send(&[json!({"opcode": 1, "payload": "21"})], 1).await;
    assert_eq!(back, ["text, 8 bytes"]);

    for (changes, missing, broken) in [
        (json!({"length": 1_048_577}), 1_048_572, vec![]),
        (json!({"length": 9_007_199_254_740_991_u64}), 9_007_199_254_740_986_u64, vec![]),
        (json!({"opcode": 9, "length": 126}), 121, vec!["control_too_long"]),
        // The rest of the payload is read as a frame of its own: 6c 6c is a reserved opcode and a length of 108.
        (json!({"mask": null, "length": 2}), 107, vec!["client_must_mask", "reserved_opcode"]),
        // Here it is not even a whole header.
        (json!({"length": 0}), 1, vec![]),
    ] {
        let preview = raw.preview(&[hello(&changes)]).await;
        assert_eq!(preview["missing"], missing, "{changes}: {preview}");
        let all = rules(&preview);
        assert!(broken.iter().all(|rule| all.contains(rule)), "{changes}: {preview}");
        assert_eq!(preview["units"][0]["kind"], "frame", "{changes}: {preview}");
    }
}

#[tokio::test]
async fn legal_frames_come_back_as_the_standard_says() {
    let server = TestServer::start().await;
    for (frames, back) in [
        (
            vec![
                hello(&json!({"fin": false, "payload": "48656c"})),
                hello(&json!({"opcode": 9, "payload": "3f"})),
                hello(&json!({"opcode": 0, "payload": "6c6f"})),
            ],
            vec!["pong, 1 bytes", "text, 5 bytes"],
        ),
        (vec![hello(&json!({"opcode": 2}))], vec!["binary, 5 bytes"]),
        (vec![hello(&json!({"payload": "78", "repeat": 126}))], vec!["text, 126 bytes"]),
        // Unasked, a pong is answered with nothing (section 5.5.3).
        (vec![hello(&json!({"opcode": 10})), hello(&json!({}))], vec!["text, 5 bytes"]),
    ] {
        let mut raw = Raw::open(&server).await;
        let (units, end) = raw.send(&frames, back.len()).await;
        assert_eq!((units, end), (back.into_iter().map(str::to_owned).collect(), None));
    }
}

#[tokio::test]
async fn illegal_frames_end_with_the_code_that_the_standard_names() {
    let server = TestServer::start().await;
    for (name, frame, code) in [
        ("RSV1", json!({"rsv1": true}), 1002),
        ("a reserved opcode", json!({"opcode": 3}), 1002),
        ("a reserved control opcode", json!({"opcode": 11}), 1002),
        ("not masked", json!({"mask": null}), 1002),
        ("a fragmented ping", json!({"opcode": 9, "fin": false}), 1002),
        ("a long ping", json!({"opcode": 9, "payload": "78", "repeat": 126}), 1002),
        ("nothing to continue", json!({"opcode": 0}), 1002),
        ("not UTF-8", json!({"payload": "ff"}), 1007),
        ("one byte of close code", json!({"opcode": 8, "payload": "03"}), 1002),
        ("too long", json!({"payload": "78", "repeat": 65_537}), 1009),
    ] {
        let mut raw = Raw::open(&server).await;
        raw.say(&json!({"type": "send", "frames": [hello(&frame)]})).await;
        let mut codes = Vec::new();
        let how = loop {
            let event = raw.socket.json().await;
            match event["type"].as_str().unwrap() {
                "received" => codes.push(close_code(&event["units"]).clone()),
                "ended" => break event["how"].clone(),
                _ => {}
            }
        };
        assert_eq!((codes, how), (vec![json!(code)], json!("fin")), "{name}");
    }
}

#[tokio::test]
async fn a_close_is_answered_and_tcp_ends() {
    let server = TestServer::start().await;
    let mut raw = Raw::open(&server).await;
    let close = hello(&json!({"opcode": 8, "payload": "03e8"}));
    let (back, end) = raw.send(&[close], usize::MAX).await;
    assert_eq!((back, end.as_deref()), (vec!["close, 2 bytes".to_owned()], Some("fin")));
}

#[tokio::test]
async fn a_handshake_with_a_fault_gets_the_real_answer() {
    let server = TestServer::start().await;
    let mut raw = Raw::on(&server).await;
    for (handshake, status, rule, sentence) in [
        (json!({"upgrade": false}), 426, Some("upgrade_missing"), "ordinary HTTP request"),
        (json!({"connection": false}), 426, Some("connection_missing"), "ordinary HTTP request"),
        (json!({"version": "12"}), 426, Some("version_not13"), "version 13 only"),
        (json!({"version": null}), 426, Some("version_not13"), "version 13 only"),
        (json!({"key": null}), 400, Some("key_missing"), "needs exactly one"),
        (json!({"key": "c2hvcnQ="}), 400, Some("key_length"), "24 characters"),
        (json!({"origin": "https://evil.example"}), 403, None, "Pages of the origin"),
    ] {
        let answered = raw.ask(&json!({"type": "open", "handshake": handshake})).await;
        assert_eq!((&answered["type"], &answered["status"]), (&json!("answered"), &json!(status)));
        let body = answered["units"].as_array().unwrap().last().unwrap();
        let body = hex::decode(body["bytes"].as_str().unwrap()).unwrap();
        assert!(String::from_utf8(body).unwrap().contains(sentence), "{handshake}");
        if status != 403 {
            let broken = rules(&answered);
            assert!(rule.is_none_or(|rule| broken.contains(&rule)), "{handshake}: {broken:?}");
        }
        // The raw client has nothing more to say to a server that declined.
        assert_eq!(raw.socket.json().await["how"], "hung_up");
    }
    let near = json!({"type": "open", "handshake": {"origin": "http://localhost"}});
    assert_eq!(raw.ask(&near).await["status"], 101);
}

#[tokio::test]
async fn nothing_is_sent_to_a_server_that_speaks_http() {
    let server = TestServer::start().await;
    let mut raw = Raw::on(&server).await;
    let send = json!({"type": "send", "frames": [hello(&json!({}))]});
    let refused = raw.ask(&send).await;
    assert_eq!((&refused["type"], &refused["to"]), (&json!("refused"), &json!("send")));
    raw.say(&json!({"type": "open", "handshake": {"version": "12"}})).await;
    raw.say(&send).await;
    let mut types = Vec::new();
    for _ in ["answered", "ended", "refused"] {
        types.push(raw.socket.json().await["type"].as_str().unwrap().to_owned());
    }
    types.sort();
    assert_eq!(types, ["answered", "ended", "refused"]);
}

#[tokio::test]
async fn nobody_can_aim_it_elsewhere() {
    let server = TestServer::start().await;
    let mut raw = Raw::on(&server).await;
    for command in [
        json!({"type": "open", "address": "192.0.2.1:80"}),
        json!({"type": "open", "handshake": {"host": "evil.example"}}),
        json!({"type": "open", "handshake": {"path": "/race"}}),
        json!({"type": "open", "token": "x HTTP/1.1\r\nHost: evil.example\r\n\r\n"}),
        json!({"type": "open", "handshake": {"key": "k\r\nHost: evil.example"}}),
        json!({"type": "open", "handshake": {"origin": "o\r\n\r\nGET /race HTTP/1.1"}}),
    ] {
        assert_eq!(raw.ask(&command).await["type"], "refused", "{command}");
    }
    // And it was not the first refusal that kept it from connecting.
    assert_eq!(raw.ask(&json!({"type": "open"})).await["status"], 101);
}

#[tokio::test]
async fn one_connection_at_a_time() {
    let server = TestServer::start().await;
    let mut raw = Raw::open(&server).await;
    let refused = raw.ask(&json!({"type": "open"})).await;
    assert!(refused["reason"].as_str().unwrap().contains("hang up first"), "{refused}");
    raw.ask(&json!({"type": "hang_up"})).await;
    assert_eq!(raw.ask(&json!({"type": "open"})).await["status"], 101);
    raw.ask(&json!({"type": "hang_up"})).await;
    assert_eq!(raw.ask(&json!({"type": "hang_up"})).await["to"], "hang_up");
}

#[tokio::test]
async fn its_connection_is_counted_and_ends_with_the_websocket_that_commands_it() {
    let server = TestServer::with_limits(|limits| limits.connections = 2).await;
    let raw = Raw::open(&server).await;
    assert_eq!(server.get("/healthz").await.status, 503, "the page's and the raw client's");
    drop(raw);
    let _one_place = loop {
        let mut client = RawClient::connect(server.address).await;
        client.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
        if client.head().await.starts_with("HTTP/1.1 200 ") {
            break client;
        }
    };
    // Kept alive, it holds that place: another is free too.
    while server.get("/healthz").await.status != 200 {}
}

#[tokio::test]
async fn a_server_that_is_full_tells_the_raw_client_so() {
    let server = TestServer::with_limits(|limits| limits.connections = 1).await;
    let mut raw = Raw::on(&server).await;
    assert_eq!(raw.ask(&json!({"type": "open"})).await["status"], 503);
}

#[tokio::test]
async fn a_connection_is_held_for_a_bounded_time() {
    let short = Duration::from_millis(150);
    let server = TestServer::with_limits(|limits| limits.raw_seconds = short).await;
    let mut raw = Raw::open(&server).await;
    assert_eq!(raw.socket.json().await["how"], "time");
    assert_eq!(raw.ask(&json!({"type": "open"})).await["status"], 101);
}

#[tokio::test]
async fn bytes_are_bounded_in_a_command_and_in_a_connection() {
    let server = TestServer::start().await;
    let mut raw = Raw::open(&server).await;
    let frames = vec![hello(&json!({})); 17];
    for kind in ["preview", "send"] {
        let refused = raw.ask(&json!({"type": kind, "frames": frames})).await;
        assert_eq!((&refused["type"], &refused["to"]), (&json!("refused"), &json!(kind)));
        let frames = [hello(&json!({"payload": "78", "repeat": 262_144}))];
        let refused = raw.ask(&json!({"type": kind, "frames": frames})).await;
        assert_eq!((&refused["type"], &refused["to"]), (&json!("refused"), &json!(kind)));
    }
    // Pongs, because they are answered with nothing; 125 bytes at the most, 16 a command.
    let pongs = vec![hello(&json!({"opcode": 10, "payload": "78", "repeat": 125})); 16];
    let refused = loop {
        let answer = raw.ask(&json!({"type": "send", "frames": pongs})).await;
        if answer["type"] != "sent" {
            break answer;
        }
    };
    assert!(refused["reason"].as_str().unwrap().contains("1048576 bytes"), "{refused}");
}

#[tokio::test]
async fn what_is_not_understood_is_refused_in_words() {
    let server = TestServer::start().await;
    let mut raw = Raw::on(&server).await;
    for nonsense in [json!({"type": "dance"}), json!([]), json!({"type": "preview"})] {
        let refused = raw.ask(&nonsense).await;
        assert_eq!((&refused["type"], &refused["to"]), (&json!("refused"), &Value::Null));
        assert!(refused["reason"].as_str().unwrap().starts_with("Not understood."), "{refused}");
    }
    raw.socket.send_binary(vec![0]).await;
    assert_eq!(raw.socket.json().await["type"], "refused");
}
