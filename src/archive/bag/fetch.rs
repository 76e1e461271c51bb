//! `fetch.txt`: what the maker of a bag left elsewhere.

pub(super) const FILE: &str = "fetch.txt";

/// A line: which piece, and whether its address and its size are such.
pub(super) struct Line<'l> {
    pub path: &'l str,
    pub sound: bool,
}

/// An address, a size or `-`, a path; nothing where it is not that.
pub(super) fn line(line: &str) -> Option<Line<'_>> {
    const BLANK: [char; 2] = [' ', '\t'];
    let (url, rest) = line.split_once(BLANK)?;
    let (size, path) = rest.trim_start_matches(BLANK).split_once(BLANK)?;
    let path = path.trim_start_matches(BLANK);
    let scheme = url
        .split_once(':')
        .is_some_and(|(s, rest)| s.starts_with(|c: char| c.is_ascii_alphabetic()) && !rest.is_empty());
    let sized = size == "-" || (!size.is_empty() && size.bytes().all(|b| b.is_ascii_digit()));
    (!path.is_empty()).then_some(Line { path, sound: scheme && sized })
}
