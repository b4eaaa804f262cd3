//! What the tap costs an echo: `cargo bench -p playground --bench tap` (Linux; some minutes).
//!
//! Wall-clock time says little on a machine that others use too, so the servers are processes of their own, and what
//! their threads spent on a core is read from `/proc`. There are five variants:
//!
//! - `bare`: the server on bare TCP streams. Everything is compared with it.
//! - `bare again`: another process of the same. How far it is from 100 % is what the method cannot see.
//! - `unused`: the tap compiled in; the echo has no token.
//! - `counts`: a page watches the echo's token, and wants sums alone.
//! - `units`: a page watches the echo's token, and is shown every byte, explained.
//!
//! Rounds are short and take turns in a new order each time. A ratio is made within each round, where slow moments of the
//! machine fall on all variants alike. Every few rounds all processes are started anew, because where the linker and the
//! kernel put things makes a difference of some percent, too.
//!
//! Each line gives the middle of the ratios and, in brackets, the interval that holds the true middle with 95 %
//! probability. `CPU` is the server's whole time on a core for one echo, user and system, including all that the page is
//! told about it: less is better. `echoes` is how many a client gets back a second: more is better. The clients, the page
//! and the server share the machine's cores. `shown` is the part of the bytes that was explained to the page; the rest is
//! counted.

use std::{
    env, fs,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use playground::{Config, Server};
use tokio::runtime::Runtime;
use wire::{FrameHeader, OpCode, apply_mask};

const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];
/// How long a round waits for the page to be told all.
const PATIENCE: Duration = Duration::from_secs(30);
/// A server that has used no time for so long is done.
const QUIET: Duration = Duration::from_millis(2);
/// How often all servers are started anew, and the rounds each time.
const STARTS: usize = 12;
const ROUNDS: usize = 8;

/// One kind of traffic.
struct Load {
    name: &'static str,
    payload: usize,
    /// Frames that are sent before their echoes are read.
    window: usize,
    windows: usize,
    /// Between two windows, on average; not counted.
    pause: Duration,
}

const NONE: Duration = Duration::ZERO;
const TICK: Duration = Duration::from_millis(10);
/// Pauses change around their average, so that they do not keep step with the tap's own rhythm.
const UNEVEN: [u32; 5] = [3, 15, 8, 18, 6];
/// Each lasts for several rounds of the tap's own rhythm. The last one is more than a page may be behind.
#[rustfmt::skip]
const LOADS: [Load; 4] = [
    Load { name: "1 KiB, 1,000 a second", payload: 1_024, window: 10, windows: 30, pause: TICK },
    Load { name: "64 B, one at a time", payload: 64, window: 1, windows: 8_000, pause: NONE },
    Load { name: "1 KiB, one at a time", payload: 1_024, window: 1, windows: 5_000, pause: NONE },
    Load { name: "1 KiB, 32 at a time", payload: 1_024, window: 32, windows: 1_000, pause: NONE },
];

const VARIANTS: [&str; 5] = ["bare", "bare again", "unused", "counts", "units"];

/// What one variant's round came to.
#[derive(Clone, Copy)]
struct Round {
    /// Microseconds on a core for an echo.
    cpu: f64,
    /// Echoes a second.
    rate: f64,
    /// The part of the bytes that was shown.
    shown: f64,
}

fn main() {
    match env::args().nth(1).as_deref() {
        Some("serve-bare") => serve(Server::without_tap),
        Some("serve-tapped") => serve(|server| server),
        _ => LOADS.iter().for_each(measure),
    }
}

fn measure(load: &Load) {
    let mut rounds: [Vec<Round>; VARIANTS.len()] = Default::default();
    let mut token = 0;
    for start in 0..STARTS {
        let servers = VARIANTS.map(|name| ServerProcess::start(name.starts_with("bare")));
        for turn in 0..=ROUNDS {
            for step in 0..VARIANTS.len() {
                // Steps of 1 to 4 give each variant every place and every neighbor.
                let variant = (turn + step * (1 + (turn + start) % 4)) % VARIANTS.len();
                token += 1;
                let round = servers[variant].round(VARIANTS[variant], token, load);
                // The first is for warming up.
                if turn > 0 {
                    rounds[variant].push(round);
                }
            }
        }
    }
    report(load, &rounds);
}

fn report(load: &Load, rounds: &[Vec<Round>; VARIANTS.len()]) {
    let all = |variant: usize, of: fn(&Round) -> f64| rounds[variant].iter().map(of).collect();
    println!("{}: {} rounds of {}", load.name, rounds[0].len(), load.window * load.windows);
    for (variant, name) in VARIANTS.iter().enumerate() {
        let ratio = |of: fn(&Round) -> f64| {
            let pairs = rounds[variant].iter().zip(&rounds[0]);
            let [low, middle, high] =
                middle(pairs.map(|(round, bare)| of(round) / of(bare)).collect());
            format!("{:6.1} % [{:5.1} to {:5.1}]", 100.0 * middle, 100.0 * low, 100.0 * high)
        };
        println!(
            "  {name:10}  CPU {:6.2} us {}   echoes {:6.0}/s {}   shown {:3.0} %",
            middle(all(variant, |round| round.cpu))[1],
            ratio(|round| round.cpu),
            middle(all(variant, |round| round.rate))[1],
            ratio(|round| round.rate),
            100.0 * middle(all(variant, |round| round.shown))[1],
        );
    }
}

/// The median, between the ends of its 95 % confidence interval: of n values, those `0.98 * sqrt(n)` ranks away.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "ranks of some hundred values"
)]
fn middle(mut values: Vec<f64>) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    let (center, ranks) = (values.len() / 2, (0.98 * (values.len() as f64).sqrt()).ceil() as usize);
    [center.saturating_sub(ranks), center, (center + ranks).min(values.len() - 1)]
        .map(|rank| values[rank])
}

/// The child: prints its address and serves until its input ends.
fn serve(change: impl FnOnce(Server) -> Server) {
    let runtime = Runtime::new().expect("a runtime");
    let listen = SocketAddr::from(([127, 0, 0, 1], 0));
    let config = Config { listen, ..Config::default() };
    let server = change(runtime.block_on(Server::bind(config)).expect("a free port"));
    println!("{}", server.local_addr());
    runtime.spawn(server.serve(std::future::pending()));
    let _ = std::io::stdin().read(&mut [0]);
    runtime.shutdown_background();
}

struct ServerProcess {
    child: Child,
    address: SocketAddr,
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl ServerProcess {
    fn start(bare: bool) -> Self {
        let mut child = Command::new(env::current_exe().expect("this program"))
            .arg(if bare { "serve-bare" } else { "serve-tapped" })
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("another process");
        let mut line = String::new();
        let output = child.stdout.take().expect("a pipe");
        BufReader::new(output).read_line(&mut line).expect("a line");
        Self { child, address: line.trim().parse().expect("an address") }
    }

    /// One connection, from after its handshake to its end.
    #[expect(clippy::cast_precision_loss, reason = "a rate needs no 53 bits")]
    fn round(&self, variant: &str, token: u128, load: &Load) -> Round {
        let watched = variant == "counts" || variant == "units";
        let page = watched.then(|| Page::watch(self.address, token, variant));
        let query = if watched { format!("?tap={token:032x}") } else { String::new() };
        let stream = open(self.address, &format!("/ws/echo{query}"));
        let before = self.settle();
        let busy = echo(stream, load);
        let shown = page.map_or(0.0, Page::shown);
        let cpu = self.settle().saturating_sub(before);
        let echoes = (load.window * load.windows) as f64;
        Round { cpu: cpu.as_secs_f64() * 1e6 / echoes, rate: echoes / busy.as_secs_f64(), shown }
    }

    /// What the server has used once it is quiet.
    fn settle(&self) -> Duration {
        let mut used = self.used();
        loop {
            thread::sleep(QUIET);
            let now = self.used();
            if now == used {
                return now;
            }
            used = now;
        }
    }

    /// The time that all threads of the server were on a core: the first number of their `schedstat`.
    fn used(&self) -> Duration {
        let threads = fs::read_dir(format!("/proc/{}/task", self.child.id())).expect("Linux");
        let nanos = threads.flatten().filter_map(|thread| {
            let text = fs::read_to_string(thread.path().join("schedstat")).ok()?;
            text.split(' ').next()?.parse::<u64>().ok()
        });
        Duration::from_nanos(nanos.sum())
    }
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

/// How long the echoes took.
fn echo(mut stream: TcpStream, load: &Load) -> Duration {
    let frames = masked(OpCode::Text, &vec![b'x'; load.payload]).repeat(load.window);
    // A server's frame has no masking key.
    let mut answer = vec![0; frames.len() - 4 * load.window];
    let mut busy = Duration::ZERO;
    for uneven in UNEVEN.into_iter().cycle().take(load.windows) {
        let start = Instant::now();
        stream.write_all(&frames).expect("the server reads");
        stream.read_exact(&mut answer).expect("the server echoes");
        busy += start.elapsed();
        if load.pause > NONE {
            thread::sleep(load.pause * uneven / 10);
        }
    }
    busy
}

/// A page that watches one token and reads all that it is told.
struct Page {
    end: mpsc::Receiver<f64>,
}

impl Page {
    fn watch(address: SocketAddr, token: u128, detail: &str) -> Self {
        let mut stream = open(address, "/tap");
        let said = format!(r#"{{"type":"watch","token":"{token:032x}","detail":"{detail}"}}"#);
        stream.write_all(&masked(OpCode::Text, said.as_bytes())).expect("the server reads");
        let answer = format!(r#"[{{"type":"watching","token":"{token:032x}"}}]"#);
        let mut watching = vec![0; 2 + answer.len()];
        stream.read_exact(&mut watching).expect("the server answers");
        assert!(watching.ends_with(answer.as_bytes()), "{}", String::from_utf8_lossy(&watching));
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
