use std::ops::Range;

use crate::{Rule, limits::MAX_FIELD_LINES, unit::Direction};

/// A head, split into its parts. Ranges count from the head's first byte.
#[derive(Debug)]
pub(crate) struct Head<'a> {
    pub(crate) bytes: &'a [u8],
    /// The first line, without its end.
    pub(crate) first_line: Range<usize>,
    pub(crate) start_line: StartLine,
    pub(crate) lines: Vec<FieldLine>,
    /// The empty line at the end.
    pub(crate) empty_line: Range<usize>,
    /// Rules that the head breaks, with the bytes that break them.
    pub(crate) broken: Vec<(Range<usize>, Rule)>,
}

#[derive(Debug, Clone)]
pub(crate) enum StartLine {
    Request { method: Range<usize>, target: Range<usize>, version: Range<usize> },
    Status { version: Range<usize>, code: Range<usize>, reason: Range<usize> },
    Bad,
}

/// A field line. The name is empty if the line has no colon.
#[derive(Debug)]
pub(crate) struct FieldLine {
    pub(crate) line: Range<usize>,
    pub(crate) name: Range<usize>,
    pub(crate) value: Range<usize>,
}

/// Whether `byte` may stand in a method or field name (RFC 9110 section 5.6.2, `tchar`).
pub(crate) const fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^' | b'_' | b'`' | b'|' | b'~'
        )
}

/// Whether a head can begin with `bytes`; the first bytes are enough to know.
pub(crate) fn looks_like_http(direction: Direction, bytes: &[u8]) -> bool {
    match direction {
        Direction::ClientToServer => bytes.first().is_none_or(|&byte| is_token_byte(byte)),
        Direction::ServerToClient => bytes.iter().zip(b"HTTP/").all(|(a, b)| a == b),
    }
}

/// Where the lines that begin `bytes` end: past the first empty line. `scanned` remembers how far was looked.
pub(crate) fn rest_of_lines(bytes: &[u8], scanned: &mut usize) -> Option<usize> {
    while let Some(line_feed) =
        bytes[*scanned..].iter().position(|&byte| byte == b'\n').map(|at| *scanned + at)
    {
        *scanned = line_feed;
        match bytes[line_feed + 1..] {
            [b'\n', ..] => return Some(line_feed + 2),
            [b'\r', b'\n', ..] => return Some(line_feed + 3),
            [] | [b'\r'] => return None,
            _ => *scanned = line_feed + 1,
        }
    }
    *scanned = bytes.len();
    None
}

impl<'a> Head<'a> {
    /// Splits a whole head, whose start line begins at `start`.
    pub(crate) fn parse(bytes: &'a [u8], start: usize, direction: Direction) -> Self {
        let mut head = Self {
            bytes,
            first_line: start..start,
            start_line: StartLine::Bad,
            lines: Vec::new(),
            empty_line: bytes.len()..bytes.len(),
            broken: Vec::new(),
        };
        let (first_line, mut at) = head.line_at(start);
        head.first_line = first_line;
        head.start_line = match direction {
            Direction::ClientToServer => head.request_line(),
            Direction::ServerToClient => head.status_line(),
        };
        while at < bytes.len() {
            let (line, next) = head.line_at(at);
            if line.is_empty() {
                head.empty_line = at..next;
                break;
            }
            if head.lines.len() == MAX_FIELD_LINES {
                head.broken.push((at..bytes.len(), Rule::TooManyFieldLines));
                break;
            }
            head.field_line(line);
            at = next;
        }
        head
    }

    /// The bytes of `range`, as text; empty if they are not UTF-8.
    pub(crate) fn text(&self, range: &Range<usize>) -> &'a str {
        std::str::from_utf8(&self.bytes[range.clone()]).unwrap_or_default()
    }

    /// The values of every field with this name.
    pub(crate) fn values(&self, name: &str) -> impl Iterator<Item = &'a str> {
        self.lines
            .iter()
            .filter(move |line| self.bytes[line.name.clone()].eq_ignore_ascii_case(name.as_bytes()))
            .map(|line| self.text(&line.value))
    }

    /// The members of a comma-separated field, from all its lines.
    pub(crate) fn members(&self, name: &str) -> impl Iterator<Item = &'a str> {
        self.values(name)
            .flat_map(|value| value.split(','))
            .map(str::trim)
            .filter(|member| !member.is_empty())
    }

    /// Whether a comma-separated field has this member, in any case of letters.
    pub(crate) fn has_member(&self, name: &str, member: &str) -> bool {
        self.members(name).any(|found| found.eq_ignore_ascii_case(member))
    }

    /// Where the value of the first field with this name stands; else the start line.
    pub(crate) fn place(&self, name: &str) -> Range<usize> {
        let line = self
            .lines
            .iter()
            .find(|line| self.bytes[line.name.clone()].eq_ignore_ascii_case(name.as_bytes()));
        line.map_or_else(|| self.first_line.clone(), |line| line.line.clone())
    }

    /// The line at `at` without its end, and where the next one begins.
    fn line_at(&mut self, at: usize) -> (Range<usize>, usize) {
        let rest = &self.bytes[at..];
        let Some(length) = rest.iter().position(|&byte| byte == b'\n') else {
            return (at..self.bytes.len(), self.bytes.len());
        };
        let next = at + length + 1;
        if rest[..length].ends_with(b"\r") {
            return (at..next - 2, next);
        }
        self.broken.push((next - 1..next, Rule::BareLineFeed));
        (at..next - 1, next)
    }

    fn request_line(&mut self) -> StartLine {
        let line = self.first_line.clone();
        let bytes = &self.bytes[line.clone()];
        let spaces: Vec<usize> = (0..bytes.len()).filter(|&at| bytes[at] == b' ').take(3).collect();
        let &[first, second] = spaces.as_slice() else {
            self.broken.push((line, Rule::RequestLine));
            return StartLine::Bad;
        };
        let (method, target) =
            (line.start..line.start + first, line.start + first + 1..line.start + second);
        let version = line.start + second + 1..line.end;
        let legal = bytes[..first].iter().all(|&byte| is_token_byte(byte))
            && !method.is_empty()
            && !target.is_empty();
        if !legal || !self.bytes[target.clone()].iter().all(u8::is_ascii_graphic) {
            self.broken.push((line, Rule::RequestLine));
        }
        self.check_version(version.clone());
        StartLine::Request { method, target, version }
    }

    fn status_line(&mut self) -> StartLine {
        let line = self.first_line.clone();
        let bytes = &self.bytes[line.clone()];
        let version = line.start
            ..line.start + bytes.iter().position(|&byte| byte == b' ').unwrap_or(bytes.len());
        self.check_version(version.clone());
        let after = &self.bytes[version.end..line.end];
        let [b' ', a, b, c, rest @ ..] = after else {
            self.broken.push((line, Rule::StatusLine));
            return StartLine::Bad;
        };
        let code = version.end + 1..version.end + 4;
        if ![a, b, c].into_iter().all(u8::is_ascii_digit)
            || !(rest.is_empty() || rest.starts_with(b" "))
        {
            self.broken.push((line, Rule::StatusLine));
            return StartLine::Bad;
        }
        let reason = (code.end + 1).min(line.end)..line.end;
        StartLine::Status { version, code, reason }
    }

    fn check_version(&mut self, version: Range<usize>) {
        if !matches!(&self.bytes[version.clone()], b"HTTP/1.1" | b"HTTP/1.0") {
            self.broken.push((version, Rule::HttpVersion));
        }
    }

    fn field_line(&mut self, line: Range<usize>) {
        let bytes = &self.bytes[line.clone()];
        let colon = bytes.iter().position(|&byte| byte == b':');
        let (name, after_colon) = match colon {
            _ if matches!(bytes, [b' ' | b'\t', ..]) => {
                self.broken.push((line.clone(), Rule::FoldedLine));
                (line.start..line.start, line.start)
            }
            None => {
                self.broken.push((line.clone(), Rule::FieldLine));
                (line.start..line.start, line.start)
            }
            Some(colon) => (line.start..line.start + colon, line.start + colon + 1),
        };
        let legal_name = self.bytes[name.clone()].iter().all(|&byte| is_token_byte(byte));
        if !legal_name || colon == Some(0) {
            self.broken.push((name.clone(), Rule::FieldName));
        }
        let value = &self.bytes[after_colon..line.end];
        let start = after_colon + value.len() - value.trim_ascii_start().len();
        let value = start..start + value.trim_ascii().len();
        if self.bytes[value.clone()].iter().any(|&byte| byte.is_ascii_control() && byte != b'\t') {
            self.broken.push((value.clone(), Rule::FieldValue));
        }
        self.lines.push(FieldLine { line, name, value });
    }
}
