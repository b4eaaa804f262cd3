use std::fmt;

use serde::Serialize;

use super::{OpCode, apply_mask};

/// Everything in a frame before its payload (RFC 6455 section 5.2): 2 to 14 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four independent bits of the wire format, named as the RFC names them"
)]
pub struct FrameHeader {
    /// Set on the last (or only) frame of a message.
    pub fin: bool,
    /// Set only if a negotiated extension says what it means; permessage-deflate: "compressed".
    pub rsv1: bool,
    /// No registered extension uses it.
    pub rsv2: bool,
    /// No registered extension uses it.
    pub rsv3: bool,
    /// What the frame is for.
    pub opcode: OpCode,
    /// The masking key: a client must send one, a server must not.
    pub mask: Option<[u8; 4]>,
    /// How many bytes the length takes on the wire. The shortest form that fits is required.
    pub length_form: LengthForm,
    /// Payload bytes after the header, at most 2^63 - 1.
    pub payload_length: u64,
}

/// The three ways to write a payload length (RFC 6455 section 5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LengthForm {
    /// 0 to 125, in the seven bits beside MASK.
    Seven,
    /// The seven bits say 126; 16 bits follow.
    Sixteen,
    /// The seven bits say 127; 64 bits follow, the first of them 0.
    SixtyFour,
}

impl LengthForm {
    /// The shortest form that holds `length`, the only one that is legal.
    pub const fn shortest(length: u64) -> Self {
        match length {
            0..=125 => Self::Seven,
            126..=0xFFFF => Self::Sixteen,
            _ => Self::SixtyFour,
        }
    }

    /// Bytes of the extended payload length: 0, 2 or 8.
    pub const fn extended_bytes(self) -> usize {
        match self {
            Self::Seven => 0,
            Self::Sixteen => 2,
            Self::SixtyFour => 8,
        }
    }
}

/// The 64-bit length has its most significant bit set, which RFC 6455 section 5.2 forbids. Nothing after such a header
/// can be found, so it is the one header that does not parse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LengthTooLarge {
    /// The 64 bits as they stand on the wire.
    pub length: u64,
    /// Bytes of the header that were read: always 10.
    pub header_bytes: usize,
}

impl fmt::Display for LengthTooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "a frame claims {} payload bytes; the most significant bit must be 0",
            self.length
        )
    }
}

impl std::error::Error for LengthTooLarge {}

impl FrameHeader {
    /// The longest header: 2 bytes, 8 of extended length, 4 of masking key.
    pub const MAX_BYTES: usize = 14;

    /// An unfragmented, unextended frame's header, with the length in its shortest form.
    pub const fn new(opcode: OpCode, mask: Option<[u8; 4]>, payload_length: u64) -> Self {
        let length_form = LengthForm::shortest(payload_length);
        Self {
            fin: true,
            rsv1: false,
            rsv2: false,
            rsv3: false,
            opcode,
            mask,
            length_form,
            payload_length,
        }
    }

    /// Reads the header at the start of `bytes`: the header and how many bytes it takes, or `Ok(None)` when more bytes
    /// are needed. Reads what is there, legal or not; only a length of 2^63 or more is an error.
    pub fn parse(bytes: &[u8]) -> Result<Option<(Self, usize)>, LengthTooLarge> {
        let &[first, second, ref rest @ ..] = bytes else { return Ok(None) };
        let Some((length_form, payload_length)) = read_length(second & 0x7F, rest) else {
            return Ok(None);
        };
        let key_at = 2 + length_form.extended_bytes();
        if payload_length >> 63 != 0 {
            return Err(LengthTooLarge { length: payload_length, header_bytes: key_at });
        }
        let mask = if second & 0x80 == 0 {
            None
        } else {
            let Some(key) = bytes.get(key_at..).and_then(|rest| rest.first_chunk::<4>()) else {
                return Ok(None);
            };
            Some(*key)
        };
        let header = Self {
            fin: first & 0x80 != 0,
            rsv1: first & 0x40 != 0,
            rsv2: first & 0x20 != 0,
            rsv3: first & 0x10 != 0,
            opcode: OpCode::from_bits(first),
            mask,
            length_form,
            payload_length,
        };
        Ok(Some((header, header.encoded_bytes())))
    }

    /// Bytes that the header takes on the wire, 2 to 14.
    pub const fn encoded_bytes(&self) -> usize {
        2 + self.length_form.extended_bytes() + if self.mask.is_some() { 4 } else { 0 }
    }

    /// Appends the header to `out`, exactly as it is set, legal or not. A length that its form cannot hold is cut to
    /// the form's bits.
    pub fn encode(&self, out: &mut Vec<u8>) {
        let bit = |set: bool, mask: u8| if set { mask } else { 0 };
        out.push(
            bit(self.fin, 0x80)
                | bit(self.rsv1, 0x40)
                | bit(self.rsv2, 0x20)
                | bit(self.rsv3, 0x10)
                | self.opcode.bits(),
        );
        let length = self.payload_length.to_be_bytes();
        let (seven, extended) = match self.length_form {
            LengthForm::Seven => (length[7] & 0x7F, &length[8..]),
            LengthForm::Sixteen => (126, &length[6..]),
            LengthForm::SixtyFour => (127, &length[..]),
        };
        out.push(bit(self.mask.is_some(), 0x80) | seven);
        out.extend_from_slice(extended);
        out.extend(self.mask.into_iter().flatten());
    }

    /// A whole frame: this header exactly as it is set, then `payload`, masked with its key if it has one.
    pub fn frame(&self, payload: &[u8]) -> Vec<u8> {
        let mut frame = Vec::with_capacity(Self::MAX_BYTES + payload.len());
        self.encode(&mut frame);
        let start = frame.len();
        frame.extend_from_slice(payload);
        if let Some(key) = self.mask {
            apply_mask(&mut frame[start..], key);
        }
        frame
    }
}

/// The length's form and value, from its seven bits and the bytes that follow them; `None` when more are needed.
fn read_length(seven: u8, rest: &[u8]) -> Option<(LengthForm, u64)> {
    match seven {
        126 => {
            rest.first_chunk().map(|&bytes| (LengthForm::Sixteen, u16::from_be_bytes(bytes).into()))
        }
        127 => rest.first_chunk().map(|&bytes| (LengthForm::SixtyFour, u64::from_be_bytes(bytes))),
        short => Some((LengthForm::Seven, short.into())),
    }
}
