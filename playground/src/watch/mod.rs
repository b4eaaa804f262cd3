//! Which page watches which token, and what it wishes to go wrong with the exchanges of that token. No HTTP.

mod hub;
mod plan;
mod token;

pub(crate) use hub::{PageTokens, TapHub};
pub(crate) use plan::{Faults, Plan};
pub(crate) use token::{NotAToken, TapToken};
