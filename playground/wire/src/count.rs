use serde::Serialize;

use crate::{
    Direction, FrameHeader,
    http::{Head, StartLine, rest_of_lines},
    limits::MAX_HEAD_BYTES,
};

/// What crossed in one direction, in bytes. What is neither head nor payload is framing: frame headers, control frames,
/// chunk sizes and trailers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// All.
    pub bytes: u64,
    /// HTTP heads.
    pub head: u64,
    /// Bodies without their chunk sizes, and payloads of data frames.
    pub payload: u64,
    /// WebSocket frames that began, control frames included; not bytes.
    pub frames: u64,
}

/// Counts one HTTP exchange, and the frames after it if it upgrades, without keeping or explaining anything: a few
/// nanoseconds a frame. For exchanges that the server itself has read, so it trusts their framing.
///
/// The request's body must not be chunked.
#[derive(Debug, Default)]
pub struct Counter {
    client: Side,
    server: Side,
}

#[derive(Debug, Default)]
struct Side {
    counts: Counts,
    state: State,
}

#[derive(Debug)]
enum State {
    /// A head, up to where it has come, and how far its end was looked for.
    Head(Vec<u8>, usize),
    Body,
    Chunks(Chunks),
    Frames(Frames),
    /// Nothing can be told apart any more.
    Lost,
}

impl Default for State {
    fn default() -> Self {
        Self::Head(Vec::new(), 0)
    }
}

impl Counter {
    /// Takes the next bytes of a direction.
    pub fn feed(&mut self, direction: Direction, mut bytes: &[u8]) {
        let side = match direction {
            Direction::ClientToServer => &mut self.client,
            Direction::ServerToClient => &mut self.server,
        };
        side.counts.bytes += bytes.len() as u64;
        while !bytes.is_empty() {
            bytes = &bytes[side.step(direction, bytes)..];
        }
    }

    /// The client's side speaks frames from here on. The server's side does after its 101.
    pub fn upgraded(&mut self) {
        self.client.state = State::Frames(Frames::default());
    }

    /// What a direction came to so far.
    pub const fn counts(&self, direction: Direction) -> Counts {
        match direction {
            Direction::ClientToServer => self.client.counts,
            Direction::ServerToClient => self.server.counts,
        }
    }
}

impl Side {
    /// Takes at least one byte of `input`, which has one.
    fn step(&mut self, direction: Direction, input: &[u8]) -> usize {
        let Counts { payload, frames, .. } = &mut self.counts;
        match &mut self.state {
            State::Head(..) => return self.head(direction, input),
            State::Chunks(chunks) => return chunks.step(input, payload),
            State::Frames(reader) => match reader.step(input, frames, payload) {
                Some(took) => return took,
                None => self.state = State::Lost,
            },
            State::Body => *payload += input.len() as u64,
            State::Lost => {}
        }
        input.len()
    }

    fn head(&mut self, direction: Direction, input: &[u8]) -> usize {
        let State::Head(head, scanned) = &mut self.state else { return 0 };
        let known = head.len();
        head.extend_from_slice(&input[..input.len().min(MAX_HEAD_BYTES - known)]);
        // Empty lines before a head belong to it (RFC 9112 section 2.2).
        let start = head.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        *scanned = start.max(*scanned);
        let Some(end) = rest_of_lines(head, scanned) else {
            let took = head.len() - known;
            self.counts.head += took as u64;
            if head.len() == MAX_HEAD_BYTES {
                self.state = State::Lost;
            }
            return took;
        };
        self.counts.head += (end - known) as u64;
        self.state = after(&Head::parse(&head[..end], start, direction));
        end - known
    }
}

/// What follows a head.
fn after(head: &Head<'_>) -> State {
    let StartLine::Status { code, .. } = &head.start_line else { return State::Body };
    match head.text(code) {
        "101" => State::Frames(Frames::default()),
        interim if interim.starts_with('1') => State::default(),
        _ if head.has_member("transfer-encoding", "chunked") => State::Chunks(Chunks::default()),
        _ => State::Body,
    }
}

#[derive(Debug, Default)]
struct Frames {
    /// The beginning of a header that is not whole yet.
    header: Vec<u8>,
    /// Payload bytes that the current frame still has, and whether they are data.
    left: u64,
    is_data: bool,
}

impl Frames {
    /// `None` if the header cannot be read.
    fn step(&mut self, input: &[u8], frames: &mut u64, payload: &mut u64) -> Option<usize> {
        if self.left > 0 {
            let took = usize::try_from(self.left).map_or(input.len(), |left| left.min(input.len()));
            self.left -= took as u64;
            *payload += if self.is_data { took as u64 } else { 0 };
            return Some(took);
        }
        let known = self.header.len();
        let parsed = if known == 0 {
            FrameHeader::parse(input)
        } else {
            let missing = FrameHeader::MAX_BYTES - known;
            self.header.extend_from_slice(&input[..input.len().min(missing)]);
            FrameHeader::parse(&self.header)
        };
        let Some((header, bytes)) = parsed.ok()? else {
            if known == 0 {
                self.header.extend_from_slice(input);
            }
            return Some(input.len());
        };
        self.header.clear();
        self.left = header.payload_length;
        self.is_data = !header.opcode.is_control();
        *frames += 1;
        Some(bytes - known)
    }
}

/// Where in a chunked body the next byte stands (RFC 9112 section 7.1).
#[derive(Debug, Clone, Copy)]
enum Chunks {
    /// In a line that says a size; whether its digits are over.
    Size(u64, bool),
    Data(u64),
    /// In the line end after the data.
    End,
    /// After the last chunk.
    Trailer,
}

impl Default for Chunks {
    fn default() -> Self {
        Self::Size(0, false)
    }
}

impl Chunks {
    fn step(&mut self, input: &[u8], payload: &mut u64) -> usize {
        match *self {
            Self::Trailer => input.len(),
            Self::Data(left) => {
                let took = usize::try_from(left).map_or(input.len(), |left| left.min(input.len()));
                *payload += took as u64;
                let left = left - took as u64;
                *self = if left == 0 { Self::End } else { Self::Data(left) };
                took
            }
            Self::End => {
                if input[0] == b'\n' {
                    *self = Self::default();
                }
                1
            }
            Self::Size(size, over) => {
                self.size_line(input[0], size, over);
                1
            }
        }
    }

    fn size_line(&mut self, byte: u8, size: u64, over: bool) {
        *self = match char::from(byte).to_digit(16).filter(|_| !over) {
            Some(digit) => Self::Size(size << 4 | u64::from(digit), false),
            None if byte != b'\n' => Self::Size(size, true),
            None if size == 0 => Self::Trailer,
            None => Self::Data(size),
        };
    }
}
