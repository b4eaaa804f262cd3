//! A WebSocket client that minds the protocol.

use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{Bytes, Message, protocol::CloseFrame, protocol::frame::coding::CloseCode},
};

use super::{TestServer, soon};

/// Two of the firehose's largest messages.
const NARROW_BYTES: u32 = 8_192;

pub(crate) struct WsClient {
    socket: WebSocketStream<TcpStream>,
}

impl WsClient {
    pub(crate) async fn open(server: &TestServer, path: &str) -> Self {
        Self::over(TcpStream::connect(server.address).await.unwrap(), server, path).await
    }

    /// The same on a connection whose kernel holds few bytes that this client has not read yet.
    pub(crate) async fn open_narrow(server: &TestServer, path: &str) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(NARROW_BYTES).unwrap();
        Self::over(socket.connect(server.address).await.unwrap(), server, path).await
    }

    async fn over(stream: TcpStream, server: &TestServer, path: &str) -> Self {
        let url = format!("ws://{}{path}", server.address);
        let (socket, _) =
            soon("the handshake", tokio_tungstenite::client_async(url, stream)).await.unwrap();
        Self { socket }
    }

    pub(crate) async fn send_text(&mut self, text: &str) {
        soon("the server to read", self.socket.send(Message::Text(text.into()))).await.unwrap();
    }

    pub(crate) async fn send_binary(&mut self, bytes: impl Into<Bytes>) {
        soon("the server to read", self.socket.send(Message::Binary(bytes.into()))).await.unwrap();
    }

    pub(crate) async fn close(&mut self, code: CloseCode, reason: &str) {
        let frame = CloseFrame { code, reason: reason.into() };
        soon("the server to read", self.socket.send(Message::Close(Some(frame)))).await.unwrap();
    }

    /// The next message that is not a ping.
    pub(crate) async fn message(&mut self) -> Message {
        loop {
            match soon("a message", self.socket.next())
                .await
                .expect("the connection is open")
                .unwrap()
            {
                Message::Ping(_) => {}
                message => return message,
            }
        }
    }

    pub(crate) async fn text(&mut self) -> String {
        match self.message().await {
            Message::Text(text) => text.as_str().to_owned(),
            other => panic!("expected text, got {other:?}"),
        }
    }

    /// The next text, or the code and the reason if the server closes.
    pub(crate) async fn text_or_close(&mut self) -> Result<String, (u16, String)> {
        match self.message().await {
            Message::Text(text) => Ok(text.as_str().to_owned()),
            Message::Close(Some(frame)) => {
                Err((frame.code.into(), frame.reason.as_str().to_owned()))
            }
            other => panic!("expected text or a close, got {other:?}"),
        }
    }

    pub(crate) async fn binary(&mut self) -> Bytes {
        match self.message().await {
            Message::Binary(bytes) => bytes,
            other => panic!("expected binary, got {other:?}"),
        }
    }

    pub(crate) async fn json(&mut self) -> Value {
        serde_json::from_str(&self.text().await).unwrap()
    }

    /// Waits for the server's close, and for the end of TCP; the code and the reason.
    pub(crate) async fn closed(&mut self) -> (u16, String) {
        let Message::Close(Some(frame)) = self.message().await else {
            panic!("expected a close with a code")
        };
        self.finish().await;
        (frame.code.into(), frame.reason.as_str().to_owned())
    }

    /// Answers a close and waits for the end of TCP.
    pub(crate) async fn finish(&mut self) {
        assert!(
            soon("the end of TCP", self.socket.next()).await.is_none(),
            "nothing comes after a close"
        );
    }

    /// Whether the server lets go of the connection, with a Close frame or without.
    pub(crate) async fn ended(&mut self) -> bool {
        loop {
            match soon("the end", self.socket.next()).await {
                None | Some(Err(_) | Ok(Message::Close(_))) => return true,
                Some(Ok(Message::Ping(_))) => {}
                Some(Ok(_)) => return false,
            }
        }
    }
}
