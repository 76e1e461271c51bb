//! Marks as people write them.

/// A mark in hundredths: "14,5" is 1450; nothing where it is no number of at most two decimals.
pub fn centiemes(text: &str) -> Option<u32> {
    let text = text.trim().replace(',', ".");
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 4 || decimals.len() > 2 || !digits(whole) || !digits(decimals) {
        return None;
    }
    let cents: u32 = format!("{decimals:0<2}").parse().ok()?;
    Some(whole.parse::<u32>().ok()? * 100 + cents)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_as_people_write_them() {
        let told = ["14,5", "14.50", "9", "0,25", "20"].map(centiemes);
        assert_eq!(told, [Some(1450), Some(1450), Some(900), Some(25), Some(2000)]);
        assert_eq!(["", "-1", "14,555", "quatorze", "1e3", ",5"].map(centiemes), [None; 6]);
    }
}
