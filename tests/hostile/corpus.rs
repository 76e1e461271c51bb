//! What fuzzing kept of hostile inputs: each is read again, by this very code.

use std::time::{Duration, Instant};

use super::support::root;
use super::targets;

/// What one of them may take.
const TIME: Duration = Duration::from_secs(if cfg!(debug_assertions) { 16 } else { 2 });

/// What reads an input, whatever it is.
type Target = fn(&[u8]);

#[test]
fn the_corpus_of_fuzzing_is_answered() {
    let all: [(&str, Target); 3] =
        [("dossier", targets::dossier), ("ensemble", targets::ensemble), ("importation", targets::importation)];
    for (name, read) in all {
        let mut known = 0;
        for entry in std::fs::read_dir(root().join("fuzz/corpus").join(name)).unwrap() {
            let path = entry.unwrap().path();
            let (bytes, begun) = (std::fs::read(&path).unwrap(), Instant::now());
            read(&bytes);
            assert!(begun.elapsed() < TIME, "{}: {:?}", path.display(), begun.elapsed());
            known += 1;
        }
        assert!(known >= 8, "{name}: {known} inputs are kept");
    }
}
