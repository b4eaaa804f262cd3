//! A frame as a page wants it, legal or not, and its bytes.

use serde::Deserialize;
use wire::{FrameHeader, OpCode, websocket::LengthForm};

/// Frames in one command: a message in several fragments with pings between them.
const MOST_FRAMES: usize = 16;
/// Bytes of one command's frames: the lengths at which the form changes, up to one byte more than `/ws/echo` takes, together.
const MOST_BYTES: usize = 256 * 1_024;

/// One frame. What is left out is as in a correct frame of text without a masking key.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "four independent bits of the wire format")]
pub(super) struct Recipe {
    #[serde(default = "yes")]
    fin: bool,
    #[serde(default)]
    rsv1: bool,
    #[serde(default)]
    rsv2: bool,
    #[serde(default)]
    rsv3: bool,
    opcode: u8,
    /// Hexadecimal digits; without it MASK is 0 and the payload goes as it is.
    #[serde(default)]
    mask: Option<String>,
    #[serde(default)]
    length_form: Form,
    /// What the header claims, if that is not the payload's length.
    #[serde(default)]
    length: Option<u64>,
    /// Hexadecimal digits, before masking.
    #[serde(default)]
    payload: String,
    /// The payload so many times: a long one fits into a short command.
    #[serde(default = "once")]
    repeat: usize,
}

/// How the length is written.
#[derive(Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum Form {
    #[default]
    Shortest,
    Seven,
    Sixteen,
    SixtyFour,
}

const fn yes() -> bool {
    true
}

const fn once() -> usize {
    1
}

impl Recipe {
    /// The bytes of each frame.
    pub(super) fn encode_all(frames: &[Self]) -> Result<Vec<Vec<u8>>, String> {
        if !(1..=MOST_FRAMES).contains(&frames.len()) {
            return Err(format!("Expected 1 to {MOST_FRAMES} frames, got {}.", frames.len()));
        }
        let mut room = MOST_BYTES;
        frames.iter().map(|frame| frame.encode(&mut room)).collect()
    }

    /// `room` is how many bytes all frames may still have.
    fn encode(&self, room: &mut usize) -> Result<Vec<u8>, String> {
        if self.opcode > 0xf {
            return Err(format!("An opcode has four bits: 0 to 15, not {}.", self.opcode));
        }
        let mask = self.mask.as_deref().map(masking_key).transpose()?;
        let piece = hex::decode(&self.payload)
            .map_err(|error| format!("The payload is not bytes in hexadecimal digits: {error}."))?;
        let size = piece.len().saturating_mul(self.repeat);
        *room = room.checked_sub(size.saturating_add(FrameHeader::MAX_BYTES)).ok_or_else(|| {
            format!(
                "All frames of one command have {MOST_BYTES} bytes at the most. Send fewer at once."
            )
        })?;
        Ok(self.header(mask, size as u64).frame(&piece.repeat(self.repeat)))
    }

    fn header(&self, mask: Option<[u8; 4]>, size: u64) -> FrameHeader {
        let claimed = self.length.unwrap_or(size);
        let length_form = match self.length_form {
            Form::Shortest => LengthForm::shortest(claimed),
            Form::Seven => LengthForm::Seven,
            Form::Sixteen => LengthForm::Sixteen,
            Form::SixtyFour => LengthForm::SixtyFour,
        };
        FrameHeader {
            fin: self.fin,
            rsv1: self.rsv1,
            rsv2: self.rsv2,
            rsv3: self.rsv3,
            length_form,
            ..FrameHeader::new(OpCode::from_bits(self.opcode), mask, claimed)
        }
    }
}

fn masking_key(digits: &str) -> Result<[u8; 4], String> {
    let mut key = [0; 4];
    hex::decode_to_slice(digits, &mut key)
        .map_err(|_| "A masking key is four bytes: 8 hexadecimal digits.".to_owned())?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(json: &str) -> Result<String, String> {
        let recipe: Recipe = serde_json::from_str(json).unwrap();
        Recipe::encode_all(&[recipe]).map(|frames| hex::encode(frames.concat()))
    }

    #[test]
    fn makes_the_frames_of_the_rfc() {
        // RFC 6455 section 5.7.
        for (json, expected) in [
            (r#"{"opcode":1,"payload":"48656c6c6f"}"#, "810548656c6c6f"),
            (r#"{"opcode":1,"mask":"37fa213d","payload":"48656c6c6f"}"#, "818537fa213d7f9f4d5158"),
            (r#"{"opcode":1,"fin":false,"payload":"48656c"}"#, "010348656c"),
            (r#"{"opcode":0,"payload":"6c6f"}"#, "80026c6f"),
            (r#"{"opcode":9,"payload":"48656c6c6f"}"#, "890548656c6c6f"),
        ] {
            assert_eq!(bytes(json).unwrap(), expected, "{json}");
        }
        let long = bytes(r#"{"opcode":2,"payload":"61","repeat":256}"#).unwrap();
        assert_eq!((&long[..10], long.len()), ("827e010061", 2 * 260));
        let longer = bytes(r#"{"opcode":2,"payload":"6162","repeat":32768}"#).unwrap();
        assert_eq!((&longer[..24], longer.len()), ("827f00000000000100006162", 2 * 65_546));
    }

    #[test]
    fn makes_what_no_standard_allows() {
        for (json, expected) in [
            (r#"{"opcode":11,"rsv1":true,"rsv2":true,"rsv3":true}"#, "fb00"),
            (r#"{"opcode":1,"length_form":"sixteen","payload":"61"}"#, "817e000161"),
            (r#"{"opcode":1,"length_form":"sixty_four"}"#, "817f0000000000000000"),
            (r#"{"opcode":1,"length":5,"payload":"61"}"#, "810561"),
            (r#"{"opcode":1,"length":0,"payload":"61"}"#, "810061"),
            (r#"{"opcode":1,"length":9223372036854775808}"#, "817f8000000000000000"),
        ] {
            assert_eq!(bytes(json).unwrap(), expected, "{json}");
        }
    }

    #[test]
    fn says_what_cannot_be_made() {
        for (json, sentence) in [
            (r#"{"opcode":16}"#, "An opcode has four bits"),
            (r#"{"opcode":1,"mask":"37fa21"}"#, "A masking key is four bytes"),
            (r#"{"opcode":1,"mask":"éé éé"}"#, "A masking key is four bytes"),
            (r#"{"opcode":1,"payload":"6"}"#, "The payload is not bytes"),
            (r#"{"opcode":1,"payload":"61","repeat":262144}"#, "262144 bytes at the most"),
            (r#"{"opcode":1,"payload":"6161","repeat":18446744073709551615}"#, "at the most"),
        ] {
            let reason = bytes(json).unwrap_err();
            assert!(reason.contains(sentence), "{json}: {reason}");
        }
        assert!(Recipe::encode_all(&[]).is_err());
    }
}
