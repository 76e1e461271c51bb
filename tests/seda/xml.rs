//! A document as a tree that a test may change and write again.

use quick_xml::escape::escape;

#[derive(Clone, Debug, Default)]
pub struct Tree {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    /// Its text, where it has no children.
    pub text: String,
    pub children: Vec<Tree>,
}

impl Tree {
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
