//! The texts of a bag: in the encoding that it declares, their lines however they end.

use encoding_rs::Encoding;

/// An encoding, by its name.
#[derive(Clone, Debug)]
pub(super) struct Charset {
    pub name: String,
    form: Form,
}

#[derive(Clone, Copy, Debug)]
enum Form {
    Utf8,
    /// Whether the high byte comes first where no mark tells.
    Utf16 {
        big: bool,
    },
    Other(&'static Encoding),
}

impl Default for Charset {
    fn default() -> Self {
        Charset { name: "UTF-8".to_owned(), form: Form::Utf8 }
    }
}

impl Charset {
    /// That of a registered name.
    pub(super) fn of(name: &str) -> Option<Self> {
        let form = match name.to_ascii_uppercase().as_str() {
            "UTF-8" | "UTF8" => Form::Utf8,
            // Without a mark, the high byte is first (RFC 2781).
            "UTF-16" | "UTF-16BE" => Form::Utf16 { big: true },
            "UTF-16LE" => Form::Utf16 { big: false },
            other => match Encoding::for_label(other.as_bytes())? {
                encoding if encoding == encoding_rs::REPLACEMENT => return None,
                encoding => Form::Other(encoding),
            },
        };
        Some(Charset { name: name.to_owned(), form })
    }

    /// The text; nothing where a byte is not of the encoding. Whether it began with a mark that UTF-8 does not need.
    pub(super) fn decode(&self, bytes: &[u8]) -> (Option<String>, bool) {
        match self.form {
            Form::Utf8 => {
                let marked = bytes.starts_with(b"\xef\xbb\xbf");
                let bytes = if marked { &bytes[3..] } else { bytes };
                (String::from_utf8(bytes.to_vec()).ok(), marked)
            }
            Form::Utf16 { big } => {
                let (big, bytes) = match bytes {
                    [0xfe, 0xff, rest @ ..] => (true, rest),
                    [0xff, 0xfe, rest @ ..] => (false, rest),
                    _ => (big, bytes),
                };
                let unit = |pair: &[u8]| if big { [pair[0], pair[1]] } else { [pair[1], pair[0]] };
                let units = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes(unit(pair)));
                let text = char::decode_utf16(units).collect::<Result<String, _>>().ok();
                (text.filter(|_| bytes.len() % 2 == 0), false)
            }
            Form::Other(encoding) => {
                let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
                (text.map(std::borrow::Cow::into_owned), false)
            }
        }
    }
}

/// The lines of a text that hold something; LF, CR and CRLF end one.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r']).filter(|l| !l.trim().is_empty())
}
