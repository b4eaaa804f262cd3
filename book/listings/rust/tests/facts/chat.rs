use futures_util::SinkExt;
use tokio::net::TcpSocket;
use tokio_tungstenite::tungstenite::http::StatusCode;
use tokio_tungstenite::tungstenite::{Bytes, Message};

use crate::support::{Client, Server, close_code, next, text};

const BOTH: [&str; 2] = [env!("CARGO_BIN_EXE_chat_axum"), env!("CARGO_BIN_EXE_chat_tungstenite")];

/// Waits until the client hears itself: from then on it hears everybody.
async fn joined(mut client: Client, name: &str) -> Client {
    client.send(name.into()).await.unwrap();
    while text(&mut client).await != name {}
    client
}

/// Two members who have read everything said so far.
async fn ada_and_bo(server: &Server) -> [Client; 2] {
    let mut ada = joined(server.connect().await, "Ada").await;
    let bo = joined(server.connect().await, "Bo").await;
    assert_eq!(text(&mut ada).await, "Bo");
    [ada, bo]
}

#[tokio::test]
async fn every_member_hears_what_one_says_the_sender_too() {
    for program in BOTH {
        let server = Server::start(program);
        let mut members = ada_and_bo(&server).await;
        let bytes = Message::Binary(Bytes::from_static(&[0xff, 0]));
        members[0].send("hi".into()).await.unwrap();
        members[0].send(bytes.clone()).await.unwrap();
        for member in &mut members {
            assert_eq!(text(member).await, "hi");
            assert_eq!(next(member).await.unwrap().unwrap(), bytes);
        }
    }
}

#[tokio::test]
async fn a_member_who_leaves_is_answered_and_not_missed() {
    for program in BOTH {
        let server = Server::start(program);
        let [mut ada, mut bo] = ada_and_bo(&server).await;
        for _ in 0..50 {
            bo.send("on my way".into()).await.unwrap();
        }
        bo.close(None).await.unwrap();
        assert_eq!(close_code(&mut bo).await, 1005);
        ada.send("bye".into()).await.unwrap();
        while text(&mut ada).await != "bye" {}
    }
}

#[tokio::test]
async fn refuses_pages_from_elsewhere_with_403() {
    for program in BOTH {
        let server = Server::start(program);
        let status = server.status_for("https://evil.example").await;
        assert_eq!(status, StatusCode::FORBIDDEN);
    }
}

/// A member whose operating system takes few bytes that it does not read.
async fn small_member(server: &Server) -> Client {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let tcp = socket.connect(server.address.parse().unwrap()).await.unwrap();
    joined(server.handshake(tcp, None).await.unwrap(), "Slow").await
}

#[tokio::test]
async fn a_slow_member_holds_up_nobody_and_is_told_how_much_it_missed() {
    const SAID: usize = 300; // of 60 KiB each: more than all buffers hold
    for program in BOTH {
        let server = Server::start(program);
        let mut slow = small_member(&server).await;
        let mut quick = joined(server.connect().await, "Quick").await;
        let line = "x".repeat(60 * 1024);
        for _ in 0..SAID {
            quick.send(line.as_str().into()).await.unwrap();
            assert_eq!(text(&mut quick).await, line);
        }
        quick.send("end".into()).await.unwrap();

        assert_eq!(text(&mut slow).await, "Quick");
        let (mut heard, mut missed) = (0, 0);
        loop {
            match text(&mut slow).await.as_str() {
                "end" => break,
                said if said == line => heard += 1,
                told => missed += count_missed(told),
            }
        }
        assert!(missed > 0);
        assert_eq!(heard + missed, SAID);
    }
}

/// The number in `You missed 7 messages.`
fn count_missed(told: &str) -> usize {
    let count = told.strip_prefix("You missed ").and_then(|rest| rest.strip_suffix(" messages."));
    count.unwrap_or_else(|| panic!("unexpected: {told}")).parse().unwrap()
}
