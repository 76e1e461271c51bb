//! A document as a tree that a test may change and write again.

use quick_xml::Reader;
use quick_xml::escape::{escape, unescape};
use quick_xml::events::Event;

#[derive(Clone, Debug, Default)]
pub struct Tree {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    /// Its text, where it has no children.
    pub text: String,
    pub children: Vec<Tree>,
}

impl Tree {
    pub fn parse(text: &str) -> Tree {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        let mut open = vec![Tree::default()];
        loop {
            match reader.read_event().unwrap() {
                Event::Start(tag) => {
                    let attributes = tag.attributes().map(|a| a.unwrap());
                    open.push(Tree {
                        name: tag.name().0.to_owned(),
                        attributes: attributes
                            .map(|a| (a.key.0.to_owned(), unescape(&a.value).unwrap().into_owned()))
                            .collect(),
                        ..Tree::default()
                    });
                }
                Event::End(_) => {
                    let done = open.pop().unwrap();
                    open.last_mut().unwrap().children.push(done);
                }
                Event::Text(text) => open.last_mut().unwrap().text.push_str(&text),
                Event::GeneralRef(name) => {
                    let told = format!("&{};", &*name);
                    open.last_mut().unwrap().text.push_str(&unescape(&told).unwrap());
                }
                Event::Eof => break,
                _ => {}
            }
        }
        open.pop().unwrap().children.pop().unwrap()
    }

    pub fn write(&self) -> String {
        let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
        self.write_into(&mut out);
        out
    }

    fn write_into(&self, out: &mut String) {
        out.push_str(&format!("<{}", self.name));
        for (name, value) in &self.attributes {
            out.push_str(&format!(" {name}=\"{}\"", escape(value)));
        }
        out.push('>');
        out.push_str(&escape(&self.text));
        self.children.iter().for_each(|c| c.write_into(out));
        out.push_str(&format!("</{}>", self.name));
    }

    /// The number of elements, this one too.
    pub fn len(&self) -> usize {
        1 + self.children.iter().map(Tree::len).sum::<usize>()
    }

    /// The element of a rank, in the order of the text.
    pub fn get(&mut self, rank: usize) -> &mut Tree {
        let mut left = rank;
        let mut here = self;
        'down: while left > 0 {
            left -= 1;
            for i in 0..here.children.len() {
                let below = here.children[i].len();
                if left < below {
                    here = &mut here.children[i];
                    continue 'down;
                }
                left -= below;
            }
            unreachable!("no such element");
        }
        here
    }
}
