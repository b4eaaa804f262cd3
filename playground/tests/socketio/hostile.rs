//! What nobody well-meaning sends. Afterwards the server is well, each time.

use std::time::Duration;

use super::{
    POLLING, Session, UNKNOWN_SESSION, WEBSOCKET, echoing_websocket, is_well, there_is_a_place,
    websocket,
};
use crate::common::{RawClient, TestServer, WsClient};

/// Longer than a request takes, shorter than anyone wants to wait.
const SHORT: Duration = Duration::from_millis(150);

/// Neither Engine.IO nor Socket.IO.
const BAD_PACKETS: [&str; 17] = [
    "x",
    "9",
    "0{}",
    "5",
    "\u{1e}",
    "4\u{1e}\u{1e}",
    "b!!!not base64!!!",
    "49",
    "4x",
    "42/echo,",
    "42/echo,[",
    "42/echo,{\"an\":\"object\"}",
    "42/echo,99999999999999999999999999[\"message\"]",
    "43/echo,7[\"nobody asked\"]",
    "44/echo,{\"message\":\"I am the server\"}",
    "4599999999999999999999-[\"message\"]",
    "451-/echo,[\"message\",{\"_placeholder\":true,\"num\":7}]",
];

#[tokio::test]
async fn bad_packets_hurt_only_their_own_session() {
    let server = TestServer::start().await;
    for packet in BAD_PACKETS {
        let session = Session::echoing(&server).await;
        let status = session.send(packet).await.status.as_u16();
        assert!(matches!(status, 200 | 400), "{packet:?}: {status}");
        let mut client = websocket(&server).await;
        client.send_text("40/echo,").await;
        client.send_text(packet).await;
        is_well(&server).await;
    }
}

#[tokio::test]
async fn bytes_that_are_no_text_end_the_session() {
    let server = TestServer::start().await;
    let session = Session::open(&server).await;
    let mut client = RawClient::connect(server.address).await;
    let head = format!("POST {} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3", session.address);
    client.send([head.as_bytes(), b"\r\n\r\n4\xff\xfe"].concat()).await;
    assert!(client.head().await.starts_with("HTTP/1.1 400 "));
    session.is_gone().await;
    is_well(&server).await;
}

#[tokio::test]
async fn binary_where_text_belongs_ends_the_session() {
    let server = TestServer::start().await;
    let mut client = websocket(&server).await;
    client.send_binary(vec![0; 100]).await;
    assert_eq!(client.text().await, "1");
    let session = Session::echoing(&server).await;
    session.send("bAAAA").await;
    session.is_gone().await;
    is_well(&server).await;
}

#[tokio::test]
async fn text_where_an_attachment_belongs_ends_the_session() {
    let server = TestServer::start().await;
    let session = Session::echoing(&server).await;
    let promised = "451-/echo,[\"message\",{\"_placeholder\":true,\"num\":0}]";
    session.send(promised).await;
    session.send("42/echo,[\"message\",1]").await;
    session.is_gone().await;
    is_well(&server).await;
}

#[tokio::test]
async fn attachments_have_a_bound_in_number_and_size() {
    let server = TestServer::with(|config| config.socketio.max_payload = 1_000).await;
    let session = Session::echoing(&server).await;
    session.send("4533-/echo,[\"message\",1]").await;
    session.is_gone().await;
    let mut client = echoing_websocket(&server).await;
    client.send_text("452-/echo,[\"message\",{\"_placeholder\":true,\"num\":0}]").await;
    client.send_binary(vec![0; 600]).await;
    client.send_binary(vec![0; 600]).await;
    assert_eq!(client.text().await, "1");
    is_well(&server).await;
}

#[tokio::test]
async fn namespaces_that_are_not_there_are_refused_one_by_one() {
    let server = TestServer::start().await;
    let mut client = websocket(&server).await;
    for number in 0..200 {
        client.send_text(&format!("40/none-{number},")).await;
        let refused = format!("44/none-{number},{{\"message\":\"Invalid namespace\"}}");
        assert_eq!(client.text().await, refused);
    }
    // Events there, and in a namespace that was not joined, are nobody's.
    client.send_text("42/none-1,[\"message\",1]").await;
    client.send_text("42/echo,1[\"message-with-ack\",1]").await;
    is_well(&server).await;
}

#[tokio::test]
async fn a_payload_may_be_as_large_as_the_bound_and_no_larger() {
    let server = TestServer::with(|config| config.socketio.max_payload = 1_000).await;
    let event = |length: usize| {
        let (head, tail) = ("42/echo,1[\"message-with-ack\",\"", "\"]");
        format!("{head}{}{tail}", "x".repeat(length - head.len() - tail.len()))
    };
    let session = Session::echoing(&server).await;
    assert_eq!(session.send(&event(1_000)).await.status, 200);
    assert!(session.packets().await[0].starts_with("43/echo,1[\"xxx"));
    assert_eq!(session.send(&event(1_001)).await.status, 413);
    session.is_gone().await;

    let mut client = echoing_websocket(&server).await;
    client.send_text(&event(1_000)).await;
    assert!(client.text().await.starts_with("43/echo,1[\"xxx"));
    client.send_text(&event(1_001)).await;
    assert!(client.ended().await);
    is_well(&server).await;
}

#[tokio::test]
async fn a_body_that_does_not_end_is_not_waited_for() {
    let server = TestServer::with_limits(|limits| limits.header_seconds = SHORT).await;
    let session = Session::open(&server).await;
    let mut client = RawClient::connect(server.address).await;
    let head = format!("POST {} HTTP/1.1\r\nHost: localhost\r\n", session.address);
    client.send(format!("{head}Content-Length: 1000\r\n\r\n40/ech")).await;
    assert!(client.head().await.starts_with("HTTP/1.1 400 "));
    session.is_gone().await;
    is_well(&server).await;
}

#[tokio::test]
async fn a_second_poll_ends_the_session_and_answers_the_first() {
    let server = TestServer::start().await;
    let session = Session::echoing(&server).await;
    let (one, other) = tokio::join!(session.poll(), session.poll());
    let mut answers = [(one.status.as_u16(), one.text()), (other.status.as_u16(), other.text())];
    answers.sort_unstable();
    assert_eq!(answers, [(200, "1"), (400, "")]);
    session.is_gone().await;
    is_well(&server).await;
}

/// Whoever has a session's id has the session: it is a password. So the answers of its own session are the only place
/// for it.
#[tokio::test]
async fn no_client_is_shown_the_session_id_of_another() {
    let server = TestServer::start().await;
    let (one, other) = (Session::open(&server).await, Session::open(&server).await);
    let sid = one.address.rsplit('=').next().unwrap();
    for session in [&one, &other] {
        session.send("40\u{1e}40/rooms,").await;
        session.hears(&["40{", "40/rooms,{"]).await;
        session.send("42/rooms,1[\"join\",\"here\"]").await;
        session.hears(&["43/rooms,1["]).await;
    }
    one.send("42[\"chat message\",\"hello\"]\u{1e}42/rooms,[\"to-room\",\"here\",\"all\"]").await;
    other.send("42/rooms,2[\"list\"]").await;
    let heard = other.hears(&["42[\"chat message\"", "42/rooms,[\"said\"", "43/rooms,2["]).await;
    assert!(heard.iter().all(|packet| !packet.contains(sid)), "{heard:?}");
}

#[tokio::test]
async fn what_is_not_encoded_well_is_refused() {
    let server = TestServer::start().await;
    for query in ["EIO=%", "EIO=4&transport=%zz", "%ff=%ff&EIO=4&transport=polling%00", "&&&=&"] {
        assert_eq!(server.get(&format!("/socket.io/?{query}")).await.status, 400, "{query}");
    }
    for sid in ["%00", "%ff%fe", "..%2f..", "AAAAAAAAAAAAAAAA%0d%0a"] {
        let answer = server.get(&format!("{POLLING}&sid={sid}")).await;
        assert_eq!(answer.text(), UNKNOWN_SESSION, "{sid}");
    }
    is_well(&server).await;
}

#[tokio::test]
async fn a_thousand_handshakes_without_a_connect_take_the_places_that_there_are() {
    let server = TestServer::with(|config| config.socketio.sessions = 50).await;
    let mut open = 0;
    for _ in 0..1_000 {
        match server.get(POLLING).await.status.as_u16() {
            200 => open += 1,
            status => assert_eq!(status, 503),
        }
    }
    assert_eq!(open, 50);
    assert_eq!(server.get("/healthz").await.text(), "ok");
}

#[tokio::test]
async fn places_of_who_never_connects_come_back() {
    let server = TestServer::with(|config| {
        config.socketio.sessions = 5;
        config.socketio.connect_timeout = SHORT;
    })
    .await;
    let mut open = 0;
    while open < 25 {
        if server.get(POLLING).await.status == 200 {
            open += 1;
        }
    }
    there_is_a_place(&server).await;
}

#[tokio::test]
async fn json_of_any_depth_is_survived() {
    let server = TestServer::start().await;
    for depth in [100, 127, 128, 1_000, 20_000] {
        let nested = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let maps = format!("{}1{}", "{\"a\":".repeat(depth / 2), "}".repeat(depth / 2));
        for value in [nested, maps] {
            for packet in [
                format!("42/echo,1[\"message-with-ack\",{value}]"),
                format!("42/echo,[{value}]"),
                format!("40/echo,{value}"),
            ] {
                let session = Session::echoing(&server).await;
                session.send(&packet).await;
                let mut client = WsClient::open(&server, WEBSOCKET).await;
                client.send_text(&packet).await;
            }
        }
        is_well(&server).await;
    }
}

#[tokio::test]
async fn who_polls_too_rarely_loses_what_does_not_fit() {
    let server = TestServer::start().await;
    let session = Session::echoing(&server).await;
    let events = vec!["42/echo,[\"message\",1]"; 2_000].join("\u{1e}");
    assert_eq!(session.send(&events).await.status, 200);
    // One poll makes room, for an event that comes back after all that waited.
    let mut waiting = session.packets().await;
    session.send("42/echo,[\"message\",\"last\"]").await;
    while !waiting.last().is_some_and(|packet| packet.contains("last")) {
        waiting.extend(session.packets().await);
    }
    assert!((1_000..=1_025).contains(&waiting.len()), "{}", waiting.len());
    is_well(&server).await;
}

#[tokio::test]
async fn who_never_reads_is_let_go() {
    let server = TestServer::with(|config| {
        config.limits.idle_seconds = 2 * SHORT;
        config.limits.ping_seconds = SHORT;
        config.socketio.ping_interval = SHORT;
        config.socketio.ping_timeout = SHORT;
        config.socketio.sessions = 1;
    })
    .await;
    let mut client = RawClient::open(server.address, WEBSOCKET).await;
    client.send_frame(0x81, b"40/echo,").await;
    let event = format!("42/echo,[\"message\",\"{}\"]", "x".repeat(60_000));
    // More than the kernel holds for a socket, and what the server may keep.
    for _ in 0..400 {
        client.send_frame(0x81, event.as_bytes()).await;
    }
    there_is_a_place(&server).await;
}
