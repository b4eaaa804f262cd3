//! A whole number that a reader wishes for, in JSON.

use std::ops::RangeInclusive;

use serde_json::Value;

/// `value`, or `unless_said` if there is none; a sentence that says which numbers are allowed if it is none of them.
pub(crate) fn whole(
    name: &str,
    unit: &str,
    value: Option<&Value>,
    allowed: RangeInclusive<u32>,
    unless_said: u32,
) -> Result<u32, String> {
    let Some(value) = value else { return Ok(unless_said) };
    let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
    number.filter(|number| allowed.contains(number)).ok_or_else(|| {
        let (least, most) = allowed.into_inner();
        format!("`{name}` must be a whole number from {least} to {most} ({unit}).")
    })
}
