//! RFC 6455: the opening handshake's key, frames, masking, close codes, messages.

mod accept;
mod annotate;
mod close;
mod header;
mod mask;
mod message;
mod opcode;
mod reader;
mod rules;

pub use accept::{GUID, accept_hash, accept_key};
pub use close::{CloseCode, CloseMeaning, MaySend};
pub use header::{FrameHeader, LengthForm, LengthTooLarge};
pub use mask::apply_mask;
pub use opcode::OpCode;
pub(crate) use reader::FrameReader;
