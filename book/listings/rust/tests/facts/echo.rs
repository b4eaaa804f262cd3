use futures_util::SinkExt;
use listings::MAX_MESSAGE;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::http::StatusCode;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Bytes, Error, Message};

use crate::support::{Client, Server, close_code, next, text};

const ON_AXUM: &str = env!("CARGO_BIN_EXE_echo_axum");
const ON_TUNGSTENITE: &str = env!("CARGO_BIN_EXE_echo_tungstenite");
const BOTH: [&str; 2] = [ON_AXUM, ON_TUNGSTENITE];

async fn greeted(server: &Server) -> Client {
    let mut client = server.connect().await;
    assert_eq!(text(&mut client).await, "Hello from the server!");
    client
}

async fn assert_echoes(client: &mut Client) {
    client.send("hi".into()).await.unwrap();
    assert_eq!(text(client).await, "You said: hi");
}

/// Sends bytes past the protocol and returns how the server closed.
async fn closed_after(server: &Server, bytes: &[u8]) -> u16 {
    let mut client = greeted(server).await;
    client.get_mut().write_all(bytes).await.unwrap();
    close_code(&mut client).await
}

#[tokio::test]
async fn greets_and_answers() {
    for program in BOTH {
        let server = Server::start(program);
        assert_echoes(&mut greeted(&server).await).await;
    }
}

#[tokio::test]
async fn echoes_bytes_as_the_same_bytes() {
    let bytes = Bytes::from_static(&[0xff, 0, 0xc3]);
    for program in BOTH {
        let server = Server::start(program);
        let mut client = greeted(&server).await;
        client.send(Message::Binary(bytes.clone())).await.unwrap();
        assert_eq!(next(&mut client).await.unwrap().unwrap(), Message::Binary(bytes.clone()));
    }
}

#[tokio::test]
async fn refuses_pages_from_elsewhere_with_403() {
    for program in BOTH {
        let server = Server::start(program);
        assert_eq!(server.status_for("https://evil.example").await, StatusCode::FORBIDDEN);
        assert_eq!(
            server.status_for("http://localhost:3000").await,
            StatusCode::SWITCHING_PROTOCOLS
        );
    }
}

#[tokio::test]
async fn lives_on_after_an_unmasked_frame() {
    let unmasked_hi = [0x81, 0x02, b'h', b'i'];
    for (program, code) in [(ON_AXUM, 1006), (ON_TUNGSTENITE, 1002)] {
        let server = Server::start(program);
        let mut bystander = greeted(&server).await;
        assert_eq!(closed_after(&server, &unmasked_hi).await, code);
        assert_echoes(&mut bystander).await;
        greeted(&server).await;
    }
}

#[tokio::test]
async fn tungstenite_answers_text_that_is_not_utf8_with_1007() {
    let server = Server::start(ON_TUNGSTENITE);
    let masked_ff = [0x81, 0x81, 0, 0, 0, 0, 0xff];
    assert_eq!(closed_after(&server, &masked_ff).await, 1007);
}

#[tokio::test]
async fn takes_64_kib_and_ends_the_client_at_a_byte_more() {
    for (program, code) in [(ON_AXUM, 1006), (ON_TUNGSTENITE, 1009)] {
        let server = Server::start(program);
        let mut client = greeted(&server).await;
        client.send("x".repeat(MAX_MESSAGE).into()).await.unwrap();
        assert_eq!(text(&mut client).await.len(), "You said: ".len() + MAX_MESSAGE);
        client.send("x".repeat(MAX_MESSAGE + 1).into()).await.unwrap();
        assert_eq!(close_code(&mut client).await, code);
        greeted(&server).await;
    }
}

#[tokio::test]
async fn answers_a_close_with_the_same_code() {
    for program in BOTH {
        let server = Server::start(program);
        let mut client = greeted(&server).await;
        let frame = CloseFrame { code: 4000.into(), reason: "enough".into() };
        client.close(Some(frame)).await.unwrap();
        assert_eq!(close_code(&mut client).await, 4000);
    }
}

#[tokio::test]
async fn axum_answers_one_client_too_many_with_503() {
    let server = Server::start(ON_AXUM);
    let mut clients = Vec::new();
    for _ in 0..100 {
        clients.push(greeted(&server).await);
    }
    let tcp = TcpStream::connect(&server.address).await.unwrap();
    let Err(Error::Http(answer)) = server.handshake(tcp, None).await else {
        panic!("expected a refusal")
    };
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn axum_serves_the_page_beside_the_websocket() {
    let server = Server::start(ON_AXUM);
    let mut tcp = TcpStream::connect(&server.address).await.unwrap();
    tcp.write_all(b"GET /client.html HTTP/1.0\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    tcp.read_to_string(&mut answer).await.unwrap();
    assert!(answer.contains("<h1>WebSocket Example</h1>"), "{answer}");
}
