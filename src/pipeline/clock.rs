//! The only look at the clock: documents take their dates from the data.

use crate::domain::Date;

/// Today, where the user is.
#[expect(clippy::disallowed_methods, reason = "this is the clock's door")]
pub fn today() -> Date {
    let now = jiff::Zoned::now().date();
    Date::new(now.year(), now.month(), now.day()).expect("today exists")
}
