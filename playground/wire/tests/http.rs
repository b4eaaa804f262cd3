//! Heads, bodies, chunks, keep-alive and event streams.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{Client, Feed, Server, assert_tiles, decode, handshake, rules, summaries, value};
use wire::{Framing, Kind, Rule, Unit, limits};

fn client(text: &str) -> Feed {
    (Client, text.as_bytes().to_vec())
}

fn server(text: &str) -> Feed {
    (Server, text.as_bytes().to_vec())
}

fn get(target: &str) -> Feed {
    client(&format!("GET {target} HTTP/1.1\r\nHost: a\r\n\r\n"))
}

fn decoded(feeds: &[Feed]) -> Vec<Unit> {
    let units = decode(feeds);
    assert_tiles(feeds, &units);
    units
}

/// Changes the RFC's sample handshake and gives the rules that it then breaks.
fn handshake_with(side: usize, from: &str, to: &str) -> Vec<Rule> {
    let mut feeds = handshake("/chat");
    let text = String::from_utf8(feeds[side].1.clone()).unwrap();
    assert!(text.contains(from), "{from}");
    feeds[side].1 = text.replace(from, to).into_bytes();
    rules(&decoded(&feeds))
}

#[test]
fn keep_alive_pairs_responses_with_their_requests() {
    let feeds = [
        client("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n"),
        server("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"),
        get("/b"),
        server(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
        ),
        get("/c"),
        server("HTTP/1.1 204 No Content\r\n\r\n"),
        client("POST /d HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"),
        server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
    ];
    assert_eq!(
        summaries(&decoded(&feeds)),
        [
            "HEAD /",
            "200 OK",
            "GET /b",
            "100 Continue",
            "304 Not Modified",
            "GET /c",
            "204 No Content",
            "POST /d",
            "body, 2 bytes",
            "200 OK",
            "body, 2 bytes",
        ]
    );
}

#[test]
fn pipelined_requests_are_answered_in_order() {
    let (Client, mut first) = get("/a") else { unreachable!() };
    first.extend(b"HEAD /b HTTP/1.1\r\nHost: a\r\n\r\n");
    let feeds = [
        (Client, first),
        server(
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxHTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n",
        ),
    ];
    assert_eq!(
        summaries(&decoded(&feeds)),
        ["GET /a", "HEAD /b", "200 OK", "body, 1 bytes", "200 OK"]
    );
}

#[test]
fn a_head_is_taken_apart() {
    let units = decoded(&[get("/race/9f/poll?after=3&EIO=4x")]);
    assert_eq!(value(&units[0], &["request-line", "method"]), "GET");
    assert_eq!(value(&units[0], &["request-line", "request-target", "path"]), "/race/9f/poll");
    assert_eq!(value(&units[0], &["request-line", "request-target", "query parameter"]), "after=3");
    assert_eq!(value(&units[0], &["request-line", "HTTP-version"]), "HTTP/1.1");
    assert_eq!(value(&units[0], &["field-line", "field-name"]), "Host");
    assert_eq!(value(&units[0], &["field-line", "field-value"]), "a");
    assert_eq!(value(&units[0], &["empty line"]), "0d0a");
}

#[test]
fn chunks_carry_size_extension_data_and_trailer() {
    let body = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nA;note=x\r\n0123456789\r\n0\r\nSum: 1\r\n\r\n";
    let units =
        decoded(&[get("/"), server(body), get("/next"), server("HTTP/1.1 204 No Content\r\n\r\n")]);
    assert_eq!(rules(&units), []);
    assert_eq!(value(&units[2], &["chunk-size"]), "10");
    assert_eq!(value(&units[2], &["chunk-ext"]), ";note=x");
    assert_eq!(value(&units[2], &["chunk-data"]), "0123456789");
    assert_eq!(units[3].kind, Kind::Body { framing: Framing::LastChunk, last: true });
    assert_eq!(value(&units[3], &["trailer-section"]), "Sum: 1\r\n\r\n");
    assert_eq!(units[5].summary(), "204 No Content");
}

#[test]
fn long_bodies_come_in_pieces() {
    let size = limits::PIECE_BYTES * 2 + 5;
    let long = "x".repeat(size);
    let known = format!("HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n\r\n{long}");
    let chunked = format!(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{size:x}\r\n{long}\r\n0\r\n\r\n"
    );
    let until_close = format!("HTTP/1.1 200 OK\r\n\r\n{long}");
    for (response, bodies) in [(known, 3), (chunked, 4), (until_close, 3)] {
        let units = decoded(&[get("/"), server(&response)]);
        assert_eq!(rules(&units), []);
        assert_eq!(
            units.iter().filter(|unit| matches!(unit.kind, Kind::Body { .. })).count(),
            bodies
        );
        assert!(matches!(units.last().unwrap().kind, Kind::Body { last: true, .. }));
    }
}

#[test]
fn broken_chunks_lose_only_their_side() {
    let response = |body: &str| {
        server(&format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{body}"))
    };
    for (body, expected) in [
        ("zz\r\n", vec![Rule::ChunkSize, Rule::ChunkSize]),
        ("5z\r\n", vec![Rule::ChunkSize]),
        ("11111111111111111\r\n", vec![Rule::ChunkSize]),
        ("3\r\nabcd\r\n", vec![Rule::ChunkEnd, Rule::ChunkEnd]),
        ("3\nabc\r\n0\r\n\r\n", vec![Rule::BareLineFeed]),
        ("3\r\nab", vec![Rule::Truncated]),
    ] {
        let units = decoded(&[get("/"), response(body), get("/next")]);
        assert_eq!(rules(&units), expected, "{body:?}");
        assert!(summaries(&units).contains(&"GET /next".to_owned()));
    }
    let endless = format!("5;{}", "x".repeat(limits::MAX_CHUNK_LINE_BYTES));
    assert_eq!(rules(&decoded(&[get("/"), response(&endless)]))[0], Rule::ChunkLineTooLong);
}

#[test]
fn broken_heads_are_named() {
    for (head, expected) in [
        ("GET / HTTP/1.1\r\n\r\n", Rule::HostMissing),
        ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", Rule::RequestLine),
        ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", Rule::HttpVersion),
        ("GET / HTTP/1.1\nHost: a\r\n\r\n", Rule::BareLineFeed),
        ("GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n", Rule::FieldLine),
        ("GET / HTTP/1.1\r\nHost: a\r\nName : x\r\n\r\n", Rule::FieldName),
        ("GET / HTTP/1.1\r\nHost: a\r\nName: \x01\r\n\r\n", Rule::FieldValue),
        ("GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", Rule::FoldedLine),
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\n", Rule::ContentLength),
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 2\r\n\r\n", Rule::ContentLength),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", Rule::TransferEncoding),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            Rule::LengthAndChunked,
        ),
        ("\x16\x03\x01", Rule::NotHttp),
        ("GET / HT", Rule::Truncated),
    ] {
        assert_eq!(rules(&decoded(&[client(head)]))[0], expected, "{head:?}");
    }
    assert_eq!(rules(&decoded(&[get("/"), server("HTTP/1.1 20 OK\r\n\r\n")])), [Rule::StatusLine]);
    assert_eq!(rules(&decoded(&[server("SMTP ready\r\n")]))[0], Rule::NotHttp);
}

#[test]
fn heads_are_bounded() {
    let long = client(&format!("GET /{} HTTP/1.1\r\n", "x".repeat(limits::MAX_HEAD_BYTES)));
    assert_eq!(rules(&decoded(&[long])), [Rule::HeadTooLong, Rule::HeadTooLong]);
    let many =
        format!("GET / HTTP/1.1\r\nHost: a\r\n{}\r\n", "a: b\r\n".repeat(limits::MAX_FIELD_LINES));
    assert_eq!(rules(&decoded(&[client(&many)])), [Rule::TooManyFieldLines]);
    let requests: String =
        (0..=limits::MAX_PENDING_REQUESTS).map(|_| "GET / HTTP/1.1\r\nHost: a\r\n\r\n").collect();
    assert_eq!(rules(&decoded(&[client(&requests)])), [Rule::TooManyRequests]);
}

#[test]
fn handshake_requests_break_rules_one_by_one() {
    assert_eq!(handshake_with(0, "GET", "POST")[0], Rule::HandshakeMethod);
    assert_eq!(handshake_with(0, "Upgrade: websocket\r\n", "")[0], Rule::UpgradeMissing);
    assert_eq!(
        handshake_with(0, "Connection: Upgrade", "Connection: keep-alive"),
        [Rule::ConnectionMissing]
    );
    assert_eq!(handshake_with(0, "Version: 13", "Version: 12"), [Rule::VersionNot13]);
    assert_eq!(handshake_with(0, "dGhlIHNhbXBsZSBub25jZQ==", "c2hvcnQ=")[0], Rule::KeyLength);
    assert_eq!(handshake_with(0, "Sec-WebSocket-Key", "Sec-WebSocket-Kez")[0], Rule::KeyMissing);
}

#[test]
fn handshake_responses_break_rules_one_by_one() {
    assert_eq!(handshake_with(1, "Upgrade: websocket\r\n", ""), [Rule::ResponseUpgrade]);
    assert_eq!(handshake_with(1, "Connection: Upgrade\r\n", ""), [Rule::ResponseConnection]);
    assert_eq!(handshake_with(1, "s3pPLM", "S3pPLM"), [Rule::AcceptWrong]);
    assert_eq!(
        handshake_with(1, "Sec-WebSocket-Accept", "Sec-WebSocket-Answer"),
        [Rule::AcceptMissing]
    );
    let chosen =
        "\r\nSec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Protocol: chat\r\n\r\n";
    assert_eq!(
        handshake_with(1, "\r\n\r\n", chosen),
        [Rule::ExtensionNotOffered, Rule::SubprotocolNotOffered]
    );
    assert_eq!(rules(&decoded(&[get("/"), handshake("/")[1].clone()])), [Rule::SwitchNotAsked]);
}

#[test]
fn rsv1_is_legal_if_the_101_says_so() {
    let mut feeds = handshake("/chat");
    for (_, bytes) in &mut feeds {
        let text = String::from_utf8(bytes.clone()).unwrap();
        *bytes = text
            .replace("\r\n\r\n", "\r\nSec-WebSocket-Extensions: permessage-deflate; x=1\r\n\r\n")
            .into_bytes();
    }
    feeds.push((Server, vec![0xc1, 0x07, 0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00]));
    assert_eq!(rules(&decoded(&feeds)), []);
}

#[test]
fn a_refused_handshake_leaves_http_in_place() {
    let feeds = [
        handshake("/chat")[0].clone(),
        server("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno"),
        get("/again"),
        server("HTTP/1.1 204 No Content\r\n\r\n"),
    ];
    assert_eq!(
        summaries(&decoded(&feeds)),
        ["GET /chat", "403 Forbidden", "body, 2 bytes", "GET /again", "204 No Content"]
    );
}

#[test]
fn frames_sent_too_early_wait_for_the_101() {
    let mut feeds = handshake("/chat");
    feeds.insert(1, common::frame(Client, wire::OpCode::Text, b"early"));
    let units = decoded(&feeds);
    assert_eq!(summaries(&units)[2..], ["text, masked, 5 bytes", "text message \"early\""]);
}

#[test]
fn an_early_101_waits_for_the_end_of_the_requests_body() {
    let mut feeds = handshake("/chat");
    let request = String::from_utf8(feeds[0].1.clone()).unwrap();
    feeds[0].1 = request.replace("\r\n\r\n", "\r\nContent-Length: 4\r\n\r\nab").into_bytes();
    feeds.push((Client, b"cd".to_vec()));
    feeds.push(common::frame(Client, wire::OpCode::Text, b"hi"));
    let units = decoded(&feeds);
    assert_eq!(rules(&units), []);
    assert_eq!(
        summaries(&units)[2..],
        ["body, 4 bytes", "text, masked, 2 bytes", "text message \"hi\""]
    );
}

#[test]
fn a_tunnel_is_shown_and_not_read() {
    let feeds = [
        client("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n"),
        server("HTTP/1.1 200 OK\r\n\r\n"),
        client("\x16\x03"),
        server("\x16\x03"),
    ];
    assert_eq!(rules(&decoded(&feeds)), [Rule::UnknownProtocol; 3]);
}

#[test]
fn what_a_client_sends_before_the_answer_is_bounded() {
    let flood = vec![0; limits::MAX_HELD_BYTES + 1];
    let feeds = [handshake("/chat")[0].clone(), (Client, flood), handshake("/chat")[1].clone()];
    assert_eq!(rules(&decoded(&feeds)), [Rule::SentBeforeSwitch; 2]);
}

#[test]
fn another_protocol_is_shown_and_not_read() {
    let feeds = [
        client("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"),
        server(
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n\x00\x00",
        ),
        client("PRI"),
    ];
    assert_eq!(rules(&decoded(&feeds)), [Rule::UnknownProtocol; 3]);
}

fn stream(framing: &str, body: &str) -> Vec<Unit> {
    decoded(&[
        get("/sse"),
        server(&format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n{framing}\r\n{body}"
        )),
    ])
}

fn events(units: &[Unit]) -> Vec<&Unit> {
    units.iter().filter(|unit| matches!(unit.kind, Kind::SseEvent { .. })).collect()
}

#[test]
fn events_are_read_from_chunks_that_cut_them_anywhere() {
    let pieces = ["id: 1\ndat", "a: {\"seq\":1}\n", "\nevent: end\n", ""];
    let body: String = pieces.map(|piece| format!("{:x}\r\n{piece}\r\n", piece.len())).concat();
    let units = stream("Transfer-Encoding: chunked\r\n", &body);
    // The last event lacks its empty line.
    assert_eq!(rules(&units), [Rule::EventUnfinished]);
    let events = events(&units);
    assert_eq!(events[0].bytes, b"id: 1\ndata: {\"seq\":1}\n\n");
    assert_eq!(events[0].sources.len(), 3);
    assert_eq!(events[0].kind, Kind::SseEvent { event: "message".to_owned(), dispatched: true });
    assert_eq!(value(events[0], &["id", "field value"]), "1");
    assert_eq!(events.len(), 1);
}

#[test]
fn the_standards_own_event_streams() {
    // HTML section 9.2.6: the examples of interpreting an event stream.
    let stocks = stream("", "data: YHOO\ndata: +2\ndata: 10\n\n");
    assert_eq!(events(&stocks).len(), 1);
    let blocks = stream(
        "",
        ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
    );
    let dispatched: Vec<bool> = events(&blocks)
        .iter()
        .map(|unit| matches!(unit.kind, Kind::SseEvent { dispatched: true, .. }))
        .collect();
    assert_eq!(dispatched, [false, true, true, true]);
    assert_eq!(value(events(&blocks)[3], &["data", "field value"]), " third event");
    let unfinished = stream("", "data\n\ndata\ndata\n\ndata:");
    assert_eq!((events(&unfinished).len(), rules(&unfinished)), (2, vec![Rule::EventUnfinished]));
}

#[test]
fn events_end_with_any_line_end() {
    for body in
        ["data: a\n\ndata: b\n\n", "data: a\r\n\r\ndata: b\r\n\r\n", "data: a\r\rdata: b\r\r"]
    {
        let units = stream("", body);
        assert_eq!((events(&units).len(), rules(&units)), (2, vec![]), "{body:?}");
    }
}

#[test]
fn broken_event_streams() {
    let units = decoded(&[
        get("/"),
        (
            Server,
            b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: \xff\n\n".to_vec(),
        ),
    ]);
    assert_eq!(rules(&units), [Rule::EventNotUtf8]);
    let long = format!("data: {}\n\ndata: next\n\n", "x".repeat(limits::MAX_EVENT_BYTES * 2));
    let units = stream("", &long);
    assert_eq!(rules(&units), [Rule::EventTooLong]);
    assert_eq!(events(&units)[0].bytes, b"data: next\n\n");
}
