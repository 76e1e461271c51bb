//! A word too long for its column, in every field that holds a text; and what of it is on the pages.

use std::path::Path;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// A letter that no fixture has, as wide as any.
pub const LETTER: char = 'Ŵ';

/// `data` with `word` in each text that its type takes, the keys `but` left as they are.
pub fn filled<T: Serialize + DeserializeOwned>(data: &T, word: &str, but: &[&str]) -> T {
    let mut whole = serde_json::to_value(data).unwrap();
    let mut paths = Vec::new();
    texts(&whole, String::new(), but, &mut paths);
    for path in paths {
        let place = whole.pointer_mut(&path).unwrap();
        let before = std::mem::replace(place, Value::from(word));
        // A day, a number, a word of a closed list: no text.
        if serde_json::from_value::<T>(whole.clone()).is_err() {
            *whole.pointer_mut(&path).unwrap() = before;
        }
    }
    serde_json::from_value(whole).unwrap()
}

fn texts(value: &Value, path: String, but: &[&str], out: &mut Vec<String>) {
    match value {
        Value::String(_) => out.push(path),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, v)| texts(v, format!("{path}/{i}"), but, out));
        }
        Value::Object(keys) => {
            keys.iter()
                .filter(|(k, _)| !but.contains(&k.as_str()))
                .for_each(|(k, v)| texts(v, format!("{path}/{k}"), but, out));
        }
        _ => {}
    }
}

/// A word of a page: left, top, right, bottom in points, and its text.
pub struct Placed {
    pub page: usize,
    pub at: [f64; 4],
    pub text: String,
}

/// The words of a document; `None` without pdftotext.
pub fn words(pdf: &Path) -> Option<Vec<Placed>> {
    let mut out = Vec::new();
    let mut page = 0;
    for line in super::text(pdf, &["-bbox"])?.concat().lines() {
        page += usize::from(line.contains("<page "));
        let Some(word) = line.trim().strip_prefix("<word ") else { continue };
        let at = ["xMin", "yMin", "xMax", "yMax"].map(|name| {
            let from = word.find(name).unwrap() + name.len() + 2;
            word[from..].split('"').next().unwrap().parse().unwrap()
        });
        let text = word.split_once('>').unwrap().1.replace("</word>", "");
        out.push(Placed { page, at, text });
    }
    Some(out)
}

/// Nothing leaves the page, no word lies on another, and of each word of `length` letters every one is there.
pub fn holds(pdf: &Path, length: usize) {
    let Some(words) = words(pdf) else { return };
    let name = pdf.display();
    for w in &words {
        let [left, top, right, bottom] = w.at;
        let inside = left > 22.0 && right < 595.3 - 22.0 && top > 0.0 && bottom < 841.9 - 10.0;
        assert!(inside, "{name}, page {}: « {} » at {:?}", w.page, w.text, w.at);
    }
    for (i, a) in words.iter().enumerate() {
        for b in words[i + 1..].iter().take_while(|b| b.page == a.page) {
            let common = |n: usize| a.at[n + 2].min(b.at[n + 2]) - a.at[n].max(b.at[n]);
            let high = (a.at[3] - a.at[1]).min(b.at[3] - b.at[1]);
            let over = common(0) > 2.0 && common(1) > 0.45 * high;
            assert!(!over, "{name}, page {}: « {} » on « {} », {:?} {:?}", a.page, a.text, b.text, a.at, b.at);
        }
    }
    // What a running line or a window shortens says so.
    let whole = words.iter().filter(|w| w.at[1] > 60.0).map(|w| w.text.matches(LETTER).count());
    let cut: usize = words.iter().filter(|w| w.text.ends_with('…')).count();
    let lost = whole.sum::<usize>() % length;
    assert!(lost == 0 || cut > 0, "{name}: {lost} letters too many or too few");
}
