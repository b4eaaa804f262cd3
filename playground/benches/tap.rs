//! What the tap costs an echo: `cargo bench -p playground --bench tap`.
//!
//! Servers that differ in one thing: bare TCP streams, the tap unused, and a token that a page watches. The bare one is
//! measured twice: how far its two figures differ is how much the machine's noise makes. Rounds take
//! turns, so that whatever else the machine does falls on all three. Each round is a connection of its own.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use playground::{Config, Server};
use tokio::runtime::Runtime;
use wire::{FrameHeader, OpCode, apply_mask};

const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];
/// How long a round waits for the page to be told all.
const PATIENCE: Duration = Duration::from_secs(10);

/// One kind of traffic.
struct Load {
    name: &'static str,
    payload: usize,
    /// Frames that are sent before their echoes are read.
    window: usize,
    windows: usize,
    /// Between two windows; not counted.
    pause: Duration,
    rounds: usize,
}

/// Every round stays under the 16 MiB that a token may record.
const LOADS: [Load; 4] = [
    Load {
        name: "64 B, one at a time",
        payload: 64,
        window: 1,
        windows: 1_500,
        pause: NONE,
        rounds: 41,
    },
    Load {
        name: "1 KiB, one at a time",
        payload: 1_024,
        window: 1,
        windows: 1_000,
        pause: NONE,
        rounds: 41,
    },
    Load {
        name: "1 KiB, 32 at a time",
        payload: 1_024,
        window: 32,
        windows: 150,
        pause: NONE,
        rounds: 41,
    },
    Load {
        name: "1 KiB, 1,000 a second",
        payload: 1_024,
        window: 10,
        windows: 30,
        pause: TICK,
        rounds: 9,
    },
];
const NONE: Duration = Duration::ZERO;
const TICK: Duration = Duration::from_millis(10);

fn main() {
    let runtime = Runtime::new().expect("a runtime");
    let plain = start(&runtime, Server::without_tap);
    let tapped = start(&runtime, |server| server);
    for load in LOADS {
        let mut rates: [Vec<f64>; 4] = Default::default();
        let mut shown = Vec::new();
        let mut token = 0_u128;
        for round in 0..load.rounds {
            for turn in 0..4 {
                let variant = (round + turn) % 4;
                let rate = match variant {
                    0 | 3 => echo(plain, "/ws/echo", &load),
                    1 => echo(tapped, "/ws/echo", &load),
                    _ => {
                        token += 1;
                        let page = Page::watch(tapped, token);
                        let rate = echo(tapped, &format!("/ws/echo?tap={token:032x}"), &load);
                        shown.push(page.shown());
                        rate
                    }
                };
                rates[variant].push(rate);
            }
        }
        report(&load, &rates, shown);
    }
}

fn start(runtime: &Runtime, change: impl FnOnce(Server) -> Server) -> SocketAddr {
    let listen = SocketAddr::from(([127, 0, 0, 1], 0));
    let config = Config { listen, ..Config::default() };
    let server = change(runtime.block_on(Server::bind(config)).expect("a free port"));
    let address = server.local_addr();
    runtime.spawn(server.serve(std::future::pending()));
    address
}

/// Echoes a second of the bare server, and what part of that the others reach: the middle of the rounds' own ratios, in
/// which slow moments of the machine cancel out, and in brackets the ratio of the best rounds.
fn report(load: &Load, rates: &[Vec<f64>; 4], shown: Vec<f64>) {
    let best = |variant: usize| rates[variant].iter().copied().fold(0.0, f64::max);
    let of_plain = |variant: usize| {
        let ratios = rates[variant].iter().zip(&rates[0]).map(|(rate, plain)| rate / plain);
        let (middle, best) = (100.0 * median(ratios.collect()), 100.0 * best(variant) / best(0));
        format!("{middle:5.1} % ({best:5.1} %)")
    };
    println!(
        "{:22} plain {:7.0}/s, again {}   tap unused {}   with a token {}, {:.0} % of its bytes shown",
        load.name,
        median(rates[0].clone()),
        of_plain(3),
        of_plain(1),
        of_plain(2),
        100.0 * median(shown),
    );
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// An open WebSocket.
fn open(address: SocketAddr, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).expect("the server listens");
    stream.set_nodelay(true).expect("an open socket");
    let handshake = format!(
        "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    stream.write_all(handshake.as_bytes()).expect("a handshake");
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).expect("an answer");
        head.push(byte[0]);
    }
    assert!(head.starts_with(b"HTTP/1.1 101 "), "{}", String::from_utf8_lossy(&head));
    stream
}

fn masked(opcode: OpCode, payload: &[u8]) -> Vec<u8> {
    let mut frame = Vec::new();
    FrameHeader::new(opcode, Some(MASK), payload.len() as u64).encode(&mut frame);
    let start = frame.len();
    frame.extend_from_slice(payload);
    apply_mask(&mut frame[start..], MASK);
    frame
}

/// Echoes a second.
#[expect(clippy::cast_precision_loss, reason = "a rate needs no 53 bits")]
fn echo(address: SocketAddr, path: &str, load: &Load) -> f64 {
    let mut stream = open(address, path);
    let frames = masked(OpCode::Text, &vec![b'x'; load.payload]).repeat(load.window);
    // A server's frame has no masking key.
    let mut answer = vec![0; frames.len() - 4 * load.window];
    let mut busy = Duration::ZERO;
    for _ in 0..load.windows {
        let start = Instant::now();
        stream.write_all(&frames).expect("the server reads");
        stream.read_exact(&mut answer).expect("the server echoes");
        busy += start.elapsed();
        if load.pause > NONE {
            thread::sleep(load.pause);
        }
    }
    (load.window * load.windows) as f64 / busy.as_secs_f64()
}

/// A page that watches one token and reads all that it is told.
struct Page {
    end: mpsc::Receiver<f64>,
}

impl Page {
    fn watch(address: SocketAddr, token: u128) -> Self {
        let mut stream = open(address, "/tap");
        let said = format!("{{\"type\":\"watch\",\"token\":\"{token:032x}\"}}");
        stream.write_all(&masked(OpCode::Text, said.as_bytes())).expect("the server reads");
        let mut watching =
            vec![0; 2 + format!("[{{\"type\":\"watching\",\"token\":\"{token:032x}\"}}]").len()];
        stream.read_exact(&mut watching).expect("the server answers");
        let (done, end) = mpsc::channel();
        thread::spawn(move || done.send(read_to_end(&mut stream)));
        Self { end }
    }

    /// The part of the bytes that was shown.
    fn shown(self) -> f64 {
        self.end.recv_timeout(PATIENCE).expect("the exchange ends")
    }
}

/// Reads up to the end of the exchange, as cheaply as can be; which part of the bytes was not dropped.
#[expect(clippy::cast_precision_loss, reason = "a ratio needs no 53 bits")]
fn read_to_end(stream: &mut TcpStream) -> f64 {
    const END: &str = "\"type\":\"ended\"";
    let mut buffer = vec![0; 256 * 1_024];
    let mut kept = 0;
    loop {
        let count = stream.read(&mut buffer[kept..]).expect("the server tells");
        let seen = kept + count;
        // Nothing is told after the end, so it stands in what was read last.
        let tail = String::from_utf8_lossy(&buffer[seen.saturating_sub(512)..seen]);
        if let Some(end) = tail.split(END).nth(1).filter(|end| end.ends_with("}]")) {
            let number = |key: &str| -> u64 {
                let digits = end.split(key).nth(1).unwrap_or_default();
                let digits = digits.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
                digits.parse().unwrap_or_default()
            };
            let shown = number("\"up\":") + number("\"down\":");
            return shown as f64 / (shown + number("\"dropped\":")) as f64;
        }
        kept = seen.min(512);
        buffer.copy_within(seen - kept..seen, 0);
    }
}
