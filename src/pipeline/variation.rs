//! What of a set may vary the documents that are made again from it: a closed list.

/// What makes other documents of the same inputs: all that a set may ask of its proof, as values, never as words of a command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Variation {
    /// Sizes of larger letters.
    pub adapte: Vec<u8>,
    pub a3: bool,
}

impl Variation {
    /// Sizes that there are, and how many of them at most.
    const SIZES: std::ops::RangeInclusive<u8> = 12..=40;
    const MOST: usize = 8;

    /// As a description tells it; nothing where it tells anything else.
    pub fn of(options: &[String]) -> Option<Self> {
        let (mut out, mut rest) = (Variation::default(), options);
        loop {
            rest = match rest {
                [] => return (out.adapte.len() <= Self::MOST).then_some(out),
                [name, size, rest @ ..] if name == "--adapte" => {
                    out.adapte.push(size.parse().ok().filter(|n| Self::SIZES.contains(n))?);
                    rest
                }
                [name, rest @ ..] if name == "--a3" => {
                    out.a3 = true;
                    rest
                }
                _ => return None,
            };
        }
    }

    /// The options of `build`, and what a description tells.
    pub fn options(&self) -> Vec<String> {
        let adapte = self.adapte.iter().flat_map(|n| ["--adapte".to_owned(), n.to_string()]);
        adapte.chain(self.a3.then(|| "--a3".to_owned())).collect()
    }
}

/// Whether a file may vary a document: texts and tables by their endings, pictures and scans by what they begin with.
pub fn may_vary(path: &str, head: &[u8]) -> bool {
    const ENDINGS: [&str; 9] = ["toml", "md", "csv", "tsv", "txt", "xlsx", "ods", "zip", "pdf"];
    const HEADS: [&[u8]; 3] = [b"\x89PNG", b"\xff\xd8\xff", b"%PDF-"];
    let ending = path.rsplit_once('.').map_or("", |(_, e)| e);
    let hidden = path.split('/').any(|segment| segment.starts_with('.'));
    !hidden && (ENDINGS.iter().any(|e| e.eq_ignore_ascii_case(ending)) || HEADS.iter().any(|h| head.starts_with(h)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_variation_is_none() {
        let of = |options: &[&str]| Variation::of(&options.iter().map(|o| (*o).to_owned()).collect::<Vec<_>>());
        let right = of(&["--adapte", "16", "--a3", "--adapte", "20"]).unwrap();
        assert_eq!(right, Variation { adapte: vec![16, 20], a3: true });
        assert_eq!(Variation::of(&right.options()), Some(right));
        for wrong in
            [&["--adapte"][..], &["--adapte", "11"], &["--adapte", "x"], &["--out", "x"], &["16"], &["--a3", ""]]
        {
            assert_eq!(of(wrong), None, "{wrong:?}");
        }
        assert_eq!(of(&["--adapte", "16"].repeat(9)), None);
    }

    #[test]
    fn only_what_is_read_is_taken() {
        for (path, head, right) in [
            ("sujet.md", &b""[..], true),
            ("SUJET.MD", b"", true),
            ("images/photo.jfif", b"\xff\xd8\xff\xe0", true),
            ("scan", b"%PDF-1.4", true),
            ("templates/style.typ", b"#let", false),
            (".liasse/import.json", b"{}", false),
            (".cache/x.toml", b"", false),
            ("manifest.json", b"{}", false),
        ] {
            assert_eq!(may_vary(path, head), right, "{path}");
        }
    }
}
