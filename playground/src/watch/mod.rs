//! Which page watches which token, and what it wishes to go wrong with the exchanges of that token. No HTTP.

mod harm;
mod hub;
mod orders;
mod plan;
mod token;

pub(crate) use harm::Begun;
pub(crate) use hub::{PageTokens, TapHub};
pub(crate) use orders::{Goodbye, Orders};
pub(crate) use plan::{Conditions, Plan};
pub(crate) use token::{NotAToken, TapToken};
