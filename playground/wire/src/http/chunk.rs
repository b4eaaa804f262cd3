use std::ops::Range;

use super::head::rest_of_lines;
use crate::{
    Rule,
    field::{Field, Value},
    limits::{MAX_CHUNK_LINE_BYTES, MAX_HEAD_BYTES, PIECE_BYTES},
};

const CHUNKED: &str = "RFC 9112 section 7.1";

/// Reads a chunked body, one chunk (or a piece of a long one) at a time.
#[derive(Debug, Default)]
pub(super) struct ChunkReader {
    /// Data bytes that are left of a chunk whose first line was read.
    left: u64,
    /// How far the trailer section was looked through.
    scanned: usize,
}

/// What stands at the start of the input.
pub(super) enum Chunk {
    NeedMore,
    /// A chunk, or a piece of one: its bytes, and which of them are data.
    Piece {
        bytes: usize,
        data: Range<usize>,
        fields: Vec<Field>,
        bare_line_feed: bool,
    },
    /// The last chunk and the trailer section.
    Last {
        bytes: usize,
        fields: Vec<Field>,
    },
    /// A chunk's data without the line end that must follow; or, with no data, bytes that are no chunk.
    Broken {
        bytes: usize,
        rule: Rule,
    },
}

impl ChunkReader {
    pub(super) fn next(&mut self, input: &[u8]) -> Chunk {
        if self.left > 0 {
            return self.data(input, 0, self.left, Vec::new());
        }
        let window = &input[..input.len().min(MAX_CHUNK_LINE_BYTES)];
        let Some(line_feed) = window.iter().position(|&byte| byte == b'\n') else {
            let too_long = window.len() == MAX_CHUNK_LINE_BYTES;
            // Bytes that no chunk begins with are known at once.
            let size_digits = window.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
            let no_chunk = size_digits == 0 && !window.is_empty();
            return match (too_long, no_chunk) {
                (_, true) => Chunk::Broken { bytes: 0, rule: Rule::ChunkSize },
                (true, false) => {
                    Chunk::Broken { bytes: window.len(), rule: Rule::ChunkLineTooLong }
                }
                (false, false) => Chunk::NeedMore,
            };
        };
        let line = &input[..=line_feed];
        let digits = line.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
        let Some(size) = size(&line[..digits]).filter(|_| is_extension(&line[digits..])) else {
            // With no digit at all the same answer was given before the line was whole.
            let bytes = if digits == 0 { 0 } else { line.len() };
            return Chunk::Broken { bytes, rule: Rule::ChunkSize };
        };
        let fields = line_fields(line, digits, size);
        if size == 0 {
            self.last(input, line.len(), fields)
        } else {
            self.data(input, line.len(), size, fields)
        }
    }

    /// Data of `left` bytes that begins at `start` of the input.
    fn data(&mut self, input: &[u8], start: usize, left: u64, mut fields: Vec<Field>) -> Chunk {
        let take = usize::try_from(left).map_or(PIECE_BYTES, |left| left.min(PIECE_BYTES));
        let whole = take as u64 == left;
        let data = start..start + take;
        let bytes = data.end + if whole { 2 } else { 0 };
        if input.len() < bytes {
            return Chunk::NeedMore;
        }
        if whole && &input[data.end..bytes] != b"\r\n" {
            return Chunk::Broken { bytes: data.end, rule: Rule::ChunkEnd };
        }
        self.left = left - take as u64;
        fields.push(
            Field::new(data.clone(), "chunk-data", Value::OwnText)
                .note("Part of the body.")
                .section(CHUNKED),
        );
        let bare_line_feed = start > 0 && !input[..start].ends_with(b"\r\n");
        Chunk::Piece { bytes, data, fields, bare_line_feed }
    }

    fn last(&mut self, input: &[u8], line: usize, mut fields: Vec<Field>) -> Chunk {
        self.scanned = self.scanned.max(line - 1);
        let window = &input[..input.len().min(MAX_HEAD_BYTES)];
        let Some(bytes) = rest_of_lines(window, &mut self.scanned) else {
            let too_long = window.len() == MAX_HEAD_BYTES;
            return if too_long {
                Chunk::Broken { bytes: line, rule: Rule::HeadTooLong }
            } else {
                Chunk::NeedMore
            };
        };
        let note = "Fields after the body (usually none), and the empty line that ends it.";
        fields.push(
            Field::new(line..bytes, "trailer-section", Value::OwnText)
                .note(note)
                .section("RFC 9112 section 7.1.2"),
        );
        Chunk::Last { bytes, fields }
    }
}

/// The number that hexadecimal digits stand for; `None` without digits or beyond 64 bits.
fn size(digits: &[u8]) -> Option<u64> {
    u64::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// Whether what follows the size is only spaces, an extension, and the end of the line.
fn is_extension(rest: &[u8]) -> bool {
    let rest = rest.trim_ascii();
    rest.is_empty() || rest.starts_with(b";")
}

fn line_fields(line: &[u8], digits: usize, size: u64) -> Vec<Field> {
    let note = if size == 0 {
        "0: the body ends here."
    } else {
        "How many data bytes follow, in hexadecimal digits."
    };
    let mut fields =
        vec![Field::new(0..digits, "chunk-size", Value::Number(size)).note(note).section(CHUNKED)];
    let extension = line[digits..].trim_ascii_end().len();
    if extension > 0 {
        let note = "Extensions of the chunk; receivers ignore those that they do not know.";
        let field = Field::new(digits..digits + extension, "chunk-ext", Value::OwnText);
        fields.push(field.note(note).section("RFC 9112 section 7.1.1"));
    }
    fields
}
