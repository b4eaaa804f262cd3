use std::fmt;

use serde::{Serialize, Serializer};

/// Bytes as lower-case hexadecimal digits, without spaces.
#[derive(Clone, Copy)]
pub(crate) struct Hex<'a>(pub(crate) &'a [u8]);

/// Bytes that are written at one time: enough that a long payload takes few writes.
const PIECE: usize = 256;

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0; 2 * PIECE];
        for piece in self.0.chunks(PIECE) {
            let text = &mut text[..2 * piece.len()];
            for (digits, byte) in text.chunks_exact_mut(2).zip(piece) {
                digits.copy_from_slice(&[digit(byte >> 4), digit(byte & 0x0F)]);
            }
            f.write_str(str::from_utf8(text).map_err(|_| fmt::Error)?)?;
        }
        Ok(())
    }
}

/// The digit of a value below 16. Without a branch or a table, so that a whole payload is done a register at a time.
const fn digit(value: u8) -> u8 {
    const TO_LETTERS: u8 = b'a' - b'9' - 1;
    b'0' + value + if value > 9 { TO_LETTERS } else { 0 }
}

impl Serialize for Hex<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
