//! Bytes on a TCP connection, for tests in which the bytes are the point.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::soon;

/// The example key of RFC 6455 section 1.3 and what follows from it.
const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";
const ACCEPT: &str = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
/// The example masking key of RFC 6455 section 5.7.
const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

pub(crate) struct RawClient {
    stream: TcpStream,
    address: SocketAddr,
    /// All bytes that were sent.
    pub(crate) sent: Vec<u8>,
    /// All bytes that were read.
    pub(crate) received: Vec<u8>,
}

/// A frame as it came from the server: unmasked.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    /// FIN, RSV1 to 3 and the opcode.
    pub(crate) first: u8,
    pub(crate) payload: Vec<u8>,
}

impl RawClient {
    /// A TCP connection on which nothing was said yet.
    pub(crate) async fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        Self { stream, address, sent: Vec::new(), received: Vec::new() }
    }

    /// An open WebSocket.
    pub(crate) async fn open(address: SocketAddr, path: &str) -> Self {
        let mut client = Self::connect(address).await;
        let request = client.handshake(path, &[]);
        client.send(request).await;
        let head = client.head().await;
        assert!(head.starts_with("HTTP/1.1 101 Switching Protocols\r\n"), "{head}");
        assert!(head.contains(&format!("sec-websocket-accept: {ACCEPT}\r\n")), "{head}");
        client
    }

    /// A valid opening handshake in which `changes` replace headers, or remove those whose value is empty.
    pub(crate) fn handshake(&self, path: &str, changes: &[(&str, &str)]) -> String {
        let host = self.address.to_string();
        let mut headers = vec![
            ("Host", host.as_str()),
            ("Connection", "Upgrade"),
            ("Upgrade", "websocket"),
            ("Sec-WebSocket-Version", "13"),
            ("Sec-WebSocket-Key", KEY),
        ];
        for &(name, value) in changes {
            headers.retain(|(existing, _)| !existing.eq_ignore_ascii_case(name));
            if !value.is_empty() {
                headers.push((name, value));
            }
        }
        let mut request = format!("GET {path} HTTP/1.1\r\n");
        for (name, value) in headers {
            request.extend([name, ": ", value, "\r\n"]);
        }
        request + "\r\n"
    }

    /// Writes as much as the server takes; a server that has hung up takes nothing, and that is seen when reading.
    pub(crate) async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.sent.extend_from_slice(bytes.as_ref());
        let _ = soon("the server to read", self.stream.write_all(bytes.as_ref())).await;
    }

    /// Sends a masked frame; `first` holds FIN, RSV and the opcode.
    pub(crate) async fn send_frame(&mut self, first: u8, payload: &[u8]) {
        self.send(masked(first, payload)).await;
    }

    /// Ends this side of TCP (FIN); the other side may still talk.
    pub(crate) async fn hang_up(&mut self) {
        self.stream.shutdown().await.unwrap();
    }

    /// A response head, to its empty line.
    pub(crate) async fn head(&mut self) -> String {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            match soon("a response head", self.stream.read_u8()).await {
                Ok(byte) => head.push(byte),
                Err(error) => panic!("{error} after {:?}", String::from_utf8_lossy(&head)),
            }
        }
        self.received.extend_from_slice(&head);
        String::from_utf8(head).unwrap()
    }

    /// Exactly so many bytes.
    pub(crate) async fn read(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = vec![0; count];
        soon("bytes", self.stream.read_exact(&mut bytes)).await.unwrap();
        self.received.extend_from_slice(&bytes);
        bytes
    }

    /// `GET path` on this connection, and the body of its answer, which has a length.
    pub(crate) async fn get(&mut self, path: &str) -> Vec<u8> {
        self.send(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n")).await;
        self.body().await
    }

    /// A response with a length: its body.
    pub(crate) async fn body(&mut self) -> Vec<u8> {
        let head = self.head().await;
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        self.read(length.unwrap_or("0").parse().unwrap()).await
    }

    /// The next frame, whatever its length.
    pub(crate) async fn frame(&mut self) -> Frame {
        let head = self.read(2).await;
        assert_eq!(head[1] & 0x80, 0, "a server does not mask");
        let length = match head[1] {
            126 => usize::from(u16::from_be_bytes(self.read(2).await.try_into().unwrap())),
            127 => {
                usize::try_from(u64::from_be_bytes(self.read(8).await.try_into().unwrap())).unwrap()
            }
            short => usize::from(short),
        };
        Frame { first: head[0], payload: self.read(length).await }
    }

    /// The connection ends with a reset (RST), and not a byte before it.
    pub(crate) async fn reset(&mut self) {
        let error = soon("a reset", self.stream.read(&mut [0])).await.unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
    }

    /// Nothing has come, not even the end.
    #[track_caller]
    pub(crate) fn assert_silence(&self) {
        let error = self.stream.try_read(&mut [0]).unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::WouldBlock);
    }

    /// All that still comes, up to the end of the connection.
    pub(crate) async fn rest(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        soon("the end of the connection", self.stream.read_to_end(&mut bytes)).await.unwrap();
        self.received.extend_from_slice(&bytes);
        bytes
    }
}

/// A client's frame (RFC 6455 section 5.2).
pub(crate) fn masked(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![first];
    match payload.len() {
        short @ 0..=125 => frame.push(0x80 | u8::try_from(short).unwrap()),
        middle @ 126..=65_535 => {
            frame.push(0xfe);
            frame.extend(u16::try_from(middle).unwrap().to_be_bytes());
        }
        long => {
            frame.push(0xff);
            frame.extend(u64::try_from(long).unwrap().to_be_bytes());
        }
    }
    frame.extend(MASK);
    frame.extend(payload.iter().zip(MASK.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    frame
}
