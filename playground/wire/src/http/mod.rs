//! HTTP/1.1 (RFC 9110, RFC 9112), the opening handshake (RFC 6455 section 4) and event streams (HTML section 9.2).

mod annotate;
mod body;
mod chunk;
mod event_scan;
mod handshake;
mod head;
mod length;
mod names;
mod sse;
mod target;

pub(crate) use annotate::head as annotate_head;
pub(crate) use body::{BodyReader, Decode};
pub(crate) use handshake::{Offer, is_switch_asked, request_rules, response_rules};
pub(crate) use head::{Head, StartLine, looks_like_http, rest_of_lines};
pub(crate) use length::{Length, request_length, response_length};
pub(crate) use sse::SseReader;
pub(crate) use target::query_parameters;
