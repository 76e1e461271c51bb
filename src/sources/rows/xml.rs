//! XML as a stream: one event at a time, its size, its depth and the whole bounded; no entity but the five of XML.

use std::io::{BufRead, Error, Read, Result as IoResult};

use quick_xml::Reader;
use quick_xml::escape::{resolve_xml_entity, unescape};
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{NamespaceResolver, ResolveResult};

use super::text::{self, BadEncoding, Utf8Reader};
use super::trouble::Trouble;
use crate::sources::zips::OverBudget;

/// Longest tag or text, in bytes.
const EVENT_LIMIT: usize = 1 << 20;
/// Deepest element.
const DEPTH_LIMIT: usize = 64;
/// Bytes in which an encoding is declared.
const HEAD: usize = 1024;

/// A step through the document; names are without their prefix.
#[derive(Debug)]
pub enum Step {
    Open(String, Attributes),
    Text(String),
    Close(String),
}

/// Where a name is from, in a document whose namespaces are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Space {
    #[default]
    None,
    /// That of the first element.
    Root,
    /// `xml:lang`, `xml:id`.
    Xml,
    /// `xlink:href`.
    Xlink,
    /// `xsi:type`, `xsi:nil`.
    Xsi,
    Other,
}

/// The attributes of an element.
#[derive(Debug, Default)]
pub struct Attributes {
    /// Where the name of the element itself is from.
    pub space: Space,
    all: Vec<(Space, String, String)>,
}

impl Attributes {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all.iter().find(|(_, n, _)| n == name).map(|(.., v)| v.as_str())
    }

    /// Whether one of the attributes of that name, whatever their prefix, has that value.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.all.iter().any(|(_, n, v)| n == name && v == value)
    }

    /// The attribute of that name and namespace.
    pub fn of(&self, space: Space, name: &str) -> Option<&str> {
        self.all().find(|(s, n, _)| *s == space && *n == name).map(|(.., v)| v)
    }

    /// All of them, without the namespaces that they declare where these are read.
    pub fn all(&self) -> impl Iterator<Item = (Space, &str, &str)> {
        self.all.iter().map(|(space, name, value)| (*space, name.as_str(), value.as_str()))
    }
}

/// The namespaces of a document.
struct Spaces {
    resolver: NamespaceResolver,
    root: String,
}

impl Spaces {
    fn space(&self, found: &ResolveResult<'_>) -> Space {
        match found {
            ResolveResult::Bound(name) => match name.0 {
                name if name == self.root => Space::Root,
                "http://www.w3.org/XML/1998/namespace" => Space::Xml,
                "http://www.w3.org/1999/xlink" => Space::Xlink,
                "http://www.w3.org/2001/XMLSchema-instance" => Space::Xsi,
                _ => Space::Other,
            },
            ResolveResult::Unbound => Space::None,
            ResolveResult::Unknown(_) => Space::Other,
        }
    }
}

/// A document that is being read.
pub struct Xml<R> {
    reader: Reader<Guard<Utf8Reader<R>>>,
    buffer: Vec<u8>,
    depth: usize,
    deepest: usize,
    spaces: Option<Spaces>,
}

impl<'r> Xml<Box<dyn Read + 'r>> {
    /// Begins to read; at most `limit` bytes of text will be read.
    pub fn new(mut source: impl Read + 'r, limit: u64) -> Result<Self, Trouble> {
        let mut head = Vec::with_capacity(HEAD);
        source.by_ref().take(HEAD as u64).read_to_end(&mut head).map_err(|e| Trouble::from_io(&e))?;
        let encoding = text::declared(&head).ok_or(Trouble::Encoding)?;
        if head.starts_with(b"\xEF\xBB\xBF") {
            head.drain(..3);
        }
        let whole: Box<dyn Read + 'r> = Box::new(std::io::Cursor::new(head).chain(source));
        let guard =
            Guard { inner: Utf8Reader::new(whole, encoding), left: limit, longest: EVENT_LIMIT, event: 0, line: 1 };
        let mut reader = Reader::from_reader(guard);
        reader.config_mut().expand_empty_elements = true;
        Ok(Xml { reader, buffer: Vec::new(), depth: 0, deepest: DEPTH_LIMIT, spaces: None })
    }
}

impl<R: Read> Xml<R> {
    /// Reads longer texts and deeper elements than a file of rows has.
    #[must_use]
    pub fn with_limits(mut self, longest: usize, deepest: usize) -> Self {
        self.reader.get_mut().longest = longest;
        self.deepest = deepest;
        self
    }

    /// Tells the namespaces of names.
    #[must_use]
    pub fn with_spaces(mut self) -> Self {
        self.spaces = Some(Spaces { resolver: NamespaceResolver::default(), root: String::new() });
        self
    }

    /// The namespace of the first element, once it was met.
    pub fn root_space(&self) -> &str {
        self.spaces.as_ref().map_or("", |s| &s.root)
    }

    /// The line that was reached, from 1.
    pub fn line(&self) -> u64 {
        self.reader.get_ref().line
    }

    /// The next step; `None` at the end.
    pub fn step(&mut self) -> Result<Option<Step>, Trouble> {
        loop {
            self.buffer.clear();
            self.reader.get_mut().event = 0;
            let event = self.reader.read_event_into(&mut self.buffer);
            let step = match event {
                Ok(Event::Start(tag)) => open(&tag, self.spaces.as_mut(), self.depth == 0)?,
                Ok(Event::End(tag)) => Step::Close(tag.local_name().as_ref().to_owned()),
                Ok(Event::Text(text)) => Step::Text(text.to_string()),
                Ok(Event::CData(text)) => Step::Text(text.to_string()),
                Ok(Event::GeneralRef(name)) => Step::Text(referred(&name).ok_or(Trouble::Entity)?),
                Ok(Event::Eof) if self.depth > 0 => return Err(Trouble::Truncated),
                Ok(Event::Eof) => return Ok(None),
                Ok(_) => continue,
                Err(quick_xml::Error::Io(e)) => return Err(Trouble::from_io(&e)),
                Err(_) => return Err(Trouble::Malformed),
            };
            match step {
                Step::Open(..) => self.depth += 1,
                Step::Close(_) => {
                    self.depth -= 1;
                    if let Some(spaces) = &mut self.spaces {
                        spaces.resolver.pop();
                    }
                }
                Step::Text(_) => {}
            }
            if self.depth > self.deepest {
                return Err(Trouble::TooDeep);
            }
            return Ok(Some(step));
        }
    }

    /// Reads up to the end of the element that was just opened; its text.
    pub fn text(&mut self) -> Result<String, Trouble> {
        let (mut out, within) = (String::new(), self.depth);
        while self.depth >= within {
            match self.step()? {
                Some(Step::Text(text)) if out.len() < EVENT_LIMIT => out.push_str(&text),
                Some(_) => {}
                None => return Err(Trouble::Truncated),
            }
        }
        Ok(out)
    }
}

fn open(tag: &BytesStart<'_>, spaces: Option<&mut Spaces>, first: bool) -> Result<Step, Trouble> {
    let mut attributes = Attributes::default();
    let named = |a: &quick_xml::events::attributes::Attribute<'_>| {
        let value = unescape(&a.value).map_or_else(|_| a.value.to_string(), |v| v.to_string());
        (a.key.local_name().as_ref().to_owned(), value)
    };
    match spaces {
        None => {
            for attribute in tag.attributes().with_checks(false).flatten() {
                let (name, value) = named(&attribute);
                attributes.all.push((Space::None, name, value));
            }
        }
        Some(spaces) => {
            spaces.resolver.push(tag).map_err(|_| Trouble::Malformed)?;
            let (found, _) = spaces.resolver.resolve_element(tag.name());
            if let ResolveResult::Bound(name) = &found
                && first
            {
                spaces.root = name.0.to_owned();
            }
            attributes.space = spaces.space(&found);
            for attribute in tag.attributes() {
                let attribute = attribute.map_err(|_| Trouble::Malformed)?;
                if attribute.key.as_namespace_binding().is_some() {
                    continue;
                }
                let (found, _) = spaces.resolver.resolve_attribute(attribute.key);
                let (name, value) = named(&attribute);
                attributes.all.push((spaces.space(&found), name, value));
            }
        }
    }
    Ok(Step::Open(tag.local_name().as_ref().to_owned(), attributes))
}

fn referred(name: &BytesRef<'_>) -> Option<String> {
    match name.resolve_char_ref() {
        Ok(Some(c)) => Some(c.to_string()),
        Ok(None) => resolve_xml_entity(name).map(str::to_owned),
        // A number that is no character's is a lost character: the value that has it is told, the others are read.
        Err(_) => Some(char::REPLACEMENT_CHARACTER.to_string()),
    }
}

/// Counts what goes through, and stops what is too long.
struct Guard<R> {
    inner: R,
    left: u64,
    /// Longest event.
    longest: usize,
    /// Bytes of the event that is being read.
    event: usize,
    line: u64,
}

/// What the guard stopped.
#[derive(Debug, thiserror::Error)]
#[error("too large")]
pub struct OverLimit;

impl<R: BufRead> BufRead for Guard<R> {
    fn fill_buf(&mut self) -> IoResult<&[u8]> {
        if self.left == 0 || self.event > self.longest {
            return Err(Error::other(OverLimit));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        if let Ok(bytes) = self.inner.fill_buf() {
            self.line += bytes[..n].iter().filter(|b| **b == b'\n').count() as u64;
        }
        self.event += n;
        self.left = self.left.saturating_sub(n as u64);
        self.inner.consume(n);
    }
}

impl<R: BufRead> Read for Guard<R> {
    fn read(&mut self, buf: &mut [u8]) -> IoResult<usize> {
        let n = self.fill_buf()?.read(buf)?;
        self.consume(n);
        Ok(n)
    }
}

impl Trouble {
    /// What a failure of reading means.
    pub fn from_io(error: &Error) -> Self {
        match error.get_ref() {
            Some(inner) if inner.is::<OverLimit>() || inner.is::<OverBudget>() => Trouble::TooLarge,
            Some(inner) if inner.is::<BadEncoding>() => Trouble::Encoding,
            _ => Trouble::Io(crate::diagnostic::io::in_french(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(xml: &str, limit: u64) -> Result<String, Trouble> {
        let (mut xml, mut out) = (Xml::new(xml.as_bytes(), limit)?, String::new());
        while let Some(step) = xml.step()? {
            if let Step::Text(text) = step {
                out.push_str(&text);
            }
        }
        Ok(out)
    }

    #[test]
    fn only_the_entities_of_xml() {
        assert_eq!(all("<a>D&apos;A&#233;&amp;<![CDATA[<b>]]></a>", 1000).unwrap(), "D'Aé&<b>");
        let bomb = "<!DOCTYPE a [<!ENTITY b 'x'><!ENTITY c SYSTEM 'file:///etc/passwd'>]><a>&c;</a>";
        assert!(matches!(all(bomb, 1000), Err(Trouble::Entity)));
    }

    #[test]
    fn everything_is_bounded() {
        assert!(matches!(all(&"<a>".repeat(100), 10_000), Err(Trouble::TooDeep)));
        assert!(matches!(all("<a>", 10_000), Err(Trouble::Truncated)));
        assert!(matches!(all("<a></b>", 10_000), Err(Trouble::Malformed)));
        let long = format!("<a>{}</a>", "x".repeat(3 << 20));
        assert!(matches!(all(&long, 1 << 30), Err(Trouble::TooLarge)), "one text");
        let many = format!("<a>{}</a>", "<b>x</b>".repeat(10_000));
        assert!(matches!(all(&many, 1000), Err(Trouble::TooLarge)), "the whole");
    }
}
