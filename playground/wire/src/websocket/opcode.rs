use serde::{Serialize, Serializer};

/// What a frame is for: the four opcode bits of its first byte (RFC 6455 section 5.2).
///
/// As JSON: its [`name`](Self::name).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OpCode {
    /// 0x0: more of the message that an earlier frame began.
    Continuation,
    /// 0x1: begins a message of UTF-8 text.
    Text,
    /// 0x2: begins a message of any bytes.
    Binary,
    /// 0x8: begins or answers the closing handshake.
    Close,
    /// 0x9: asks for a pong.
    Ping,
    /// 0xA: answers a ping, or says unasked that its sender is alive.
    Pong,
    /// 0x3-0x7 and 0xB-0xF: kept for later standards. Only the low four bits count.
    Reserved(u8),
}

impl OpCode {
    /// Reads the low four bits; the upper four are ignored.
    pub const fn from_bits(bits: u8) -> Self {
        match bits & 0x0F {
            0x0 => Self::Continuation,
            0x1 => Self::Text,
            0x2 => Self::Binary,
            0x8 => Self::Close,
            0x9 => Self::Ping,
            0xA => Self::Pong,
            other => Self::Reserved(other),
        }
    }

    /// The four bits, 0 to 15.
    pub const fn bits(self) -> u8 {
        match self {
            Self::Continuation => 0x0,
            Self::Text => 0x1,
            Self::Binary => 0x2,
            Self::Close => 0x8,
            Self::Ping => 0x9,
            Self::Pong => 0xA,
            Self::Reserved(bits) => bits & 0x0F,
        }
    }

    /// Control frames have the opcode's highest bit set (RFC 6455 section 5.5).
    pub const fn is_control(self) -> bool {
        self.bits() & 0x8 != 0
    }

    /// The opcode's name, such as `"text"` or `"reserved 0x3"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Continuation => "continuation",
            Self::Text => "text",
            Self::Binary => "binary",
            Self::Close => "close",
            Self::Ping => "ping",
            Self::Pong => "pong",
            Self::Reserved(bits) => reserved_name(bits),
        }
    }

    /// What a frame with this opcode is for, in one sentence.
    pub const fn note(self) -> &'static str {
        match self {
            Self::Continuation => "Carries on the message that an earlier frame began.",
            Self::Text => "Begins a message whose payload is UTF-8 text.",
            Self::Binary => "Begins a message whose payload may be any bytes.",
            Self::Close => "Begins, or answers, the closing handshake; no data may follow it.",
            Self::Ping => "Asks the other side for a pong with the same payload.",
            Self::Pong => "Answers a ping by repeating its payload.",
            Self::Reserved(_) => {
                "Not defined by any standard: the receiver must fail the connection."
            }
        }
    }
}

impl Serialize for OpCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

const fn reserved_name(bits: u8) -> &'static str {
    match bits & 0x0F {
        0x3 => "reserved 0x3",
        0x4 => "reserved 0x4",
        0x5 => "reserved 0x5",
        0x6 => "reserved 0x6",
        0x7 => "reserved 0x7",
        0xB => "reserved 0xB",
        0xC => "reserved 0xC",
        0xD => "reserved 0xD",
        0xE => "reserved 0xE",
        0xF => "reserved 0xF",
        _ => "reserved",
    }
}
