use std::ops::Range;

use super::Head;
use crate::Rule;

/// Where a body ends (RFC 9112 section 6.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Length {
    Known(u64),
    Chunked,
    UntilClose,
    /// It cannot be known: the rule that was broken.
    Unknown(Rule),
}

type Broken = Vec<(Range<usize>, Rule)>;

/// The length of a request's body.
pub(crate) fn request_length(head: &Head<'_>, broken: &mut Broken) -> Length {
    match declared(head, broken) {
        Declared::Nothing => Length::Known(0),
        Declared::NotChunked => {
            broken.push((head.place("transfer-encoding"), Rule::TransferEncoding));
            Length::Unknown(Rule::TransferEncoding)
        }
        Declared::Length(length) => length,
    }
}

/// The length of a response's body; `bodiless` for the answers to HEAD and successful CONNECT.
pub(crate) fn response_length(
    head: &Head<'_>,
    status: u16,
    bodiless: bool,
    broken: &mut Broken,
) -> Length {
    if bodiless || matches!(status, 100..=199 | 204 | 304) {
        return Length::Known(0);
    }
    match declared(head, broken) {
        Declared::Nothing | Declared::NotChunked => Length::UntilClose,
        Declared::Length(length) => length,
    }
}

enum Declared {
    Nothing,
    /// There is a transfer coding, but the last one is not chunked.
    NotChunked,
    Length(Length),
}

fn declared(head: &Head<'_>, broken: &mut Broken) -> Declared {
    let has_length = head.values("content-length").next().is_some();
    if let Some(last) = head.members("transfer-encoding").last() {
        if has_length {
            broken.push((head.place("content-length"), Rule::LengthAndChunked));
        }
        let chunked = last.eq_ignore_ascii_case("chunked");
        return if chunked { Declared::Length(Length::Chunked) } else { Declared::NotChunked };
    }
    if !has_length {
        return Declared::Nothing;
    }
    let mut lengths = head
        .values("content-length")
        .flat_map(|value| value.split(','))
        .map(|text| decimal(text.trim()));
    match lengths.next() {
        Some(Some(length)) if lengths.all(|other| other == Some(length)) => {
            Declared::Length(Length::Known(length))
        }
        _ => {
            broken.push((head.place("content-length"), Rule::ContentLength));
            Declared::Length(Length::Unknown(Rule::ContentLength))
        }
    }
}

/// Digits only: `parse` alone would take a sign.
fn decimal(text: &str) -> Option<u64> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}
