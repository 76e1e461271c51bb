//! The only look at the clock: documents take their dates from the data.

use std::time::SystemTime;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::domain::Date;

/// Today, where the user is.
#[expect(clippy::disallowed_methods, reason = "this is the clock's door")]
pub fn today() -> Date {
    day_of(SystemTime::now())
}

/// The day of a moment; the first or the last one of the calendar where a clock that is wrong is beyond it.
fn day_of(now: SystemTime) -> Date {
    let bound = if now < SystemTime::UNIX_EPOCH { Timestamp::MIN } else { Timestamp::MAX };
    let now = Timestamp::try_from(now).unwrap_or(bound).to_zoned(TimeZone::system()).date();
    Date::new(now.year(), now.month(), now.day()).expect("a day of the calendar exists")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_clock_that_is_wrong_has_a_day_all_the_same() {
        for seconds in [0, 1_800_000_000, 253_402_000_000, 253_402_300_799, 400_000_000_000_000] {
            let day = day_of(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
            assert!((1969..=9999).contains(&day.year()), "{seconds}: {}", day.iso());
        }
        assert!(day_of(SystemTime::UNIX_EPOCH - Duration::from_secs(1 << 40)).year() < 1970);
    }
}
